import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CustomerProfile } from '@yutang/contracts/customers';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { designWords } from '../../design/design-words.ts';
import { Icon } from '../../design/icon.tsx';
import { problemText } from '../../design/notice.tsx';
import { saveFile } from '../../design/save-file.ts';
import { TypedConfirm } from '../../design/typed-confirm.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { customerWords } from './customer-words.ts';
import { erasePerson, exportPerson } from './customers-api.ts';

/** Export of everything known, and erasure. */
export function CustomerActions({ profile, name }: { profile: CustomerProfile; name: string }) {
  const say = useWords(customerWords);
  const sayDesign = useWords(designWords);
  const session = useSession();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const [erasing, setErasing] = useState(false);
  const [reason, setReason] = useState('');
  const exporting = useMutation({
    mutationFn: () => exportPerson(profile.id),
    onSuccess: (person) => {
      saveFile(`customer-${profile.id}.json`, 'application/json', [JSON.stringify(person, null, 2)]);
      message.success(say('exportDone'));
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  const erase = useMutation({
    mutationFn: () =>
      erasePerson(profile.id, {
        confirm: String(profile.id),
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      }),
    onSuccess: ({ complete }) => {
      setErasing(false);
      message.success(say(complete ? 'erased' : 'erasing'));
      queryClient.removeQueries({ queryKey: ['customer', profile.id] });
      void queryClient.invalidateQueries({ queryKey: ['customers'] });
      void navigate('/customers', { replace: true });
    },
  });
  return (
    <>
      {session.can('customers.export') ? (
        <Button
          icon={<Icon name="download" size={16} />}
          loading={exporting.isPending}
          onClick={() => exporting.mutate()}
        >
          {say('exportPerson')}
        </Button>
      ) : null}
      {session.can('customers.erase') ? (
        <Button danger icon={<Icon name="trash" size={16} />} onClick={() => setErasing(true)}>
          {say('erase')}
        </Button>
      ) : null}
      <TypedConfirm
        open={erasing}
        title={`${say('erase')} · ${name}`}
        lead={say('eraseLead')}
        word={String(profile.id)}
        okText={say('erase')}
        busy={erase.isPending}
        error={erase.error}
        onConfirm={() => erase.mutate()}
        onCancel={() => setErasing(false)}
      >
        <label htmlFor="erase-reason" style={{ display: 'block', marginBottom: 6 }}>
          {say('eraseReason')}
        </label>
        <div style={{ marginBottom: 14 }}>
          <Input
            id="erase-reason"
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      </TypedConfirm>
    </>
  );
}
