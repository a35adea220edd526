import { useMutation, useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router';
import { ReasonDialog } from '../../design/reason-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { customerPage } from '../customers/customers-api.ts';
import { usePersonName } from '../customers/person.tsx';
import { merge } from './identity-api.ts';
import { identityWords } from './identity-words.ts';
import { useDecided } from './use-decided.ts';

interface MergeDialogProps {
  open: boolean;
  customer: number;
  onClose: () => void;
}

/** Chooses another customer by search, and makes the two one. */
export function MergeDialog({ open, customer, onClose }: MergeDialogProps) {
  const say = useWords(identityWords);
  const nameOf = usePersonName();
  const navigate = useNavigate();
  const decided = useDecided();
  const [other, setOther] = useState<number | null>(null);
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['customers', 'find', q],
    queryFn: () => customerPage({ limit: 20, ...(q ? { q } : {}) }),
    enabled: open,
  });
  const merging = useMutation({
    mutationFn: (reason: string) => merge({ customers: [customer, other ?? 0], reason }),
    onSuccess: (result) => {
      onClose();
      setOther(null);
      decided(result);
      const survivor = result.customers[0];
      if (survivor && survivor !== customer) void navigate(`/customers/${survivor}`, { replace: true });
    },
  });
  return (
    <ReasonDialog
      open={open}
      title={say('mergeTitle')}
      lead={say('mergeLead')}
      label={say('reason')}
      hint={say('reasonHint')}
      missing={say('reasonNeeded')}
      okText={say('merge')}
      okDisabled={other === null}
      busy={merging.isPending}
      error={merging.error}
      onConfirm={(reason) => merging.mutate(reason)}
      onCancel={onClose}
    >
      <Form.Item label={say('mergeWith')}>
        <Select
          showSearch={{ filterOption: false, onSearch: setTyped }}
          placeholder={say('mergeSearch')}
          loading={found.isFetching}
          value={other}
          onChange={setOther}
          options={(found.data?.items ?? [])
            .filter((one) => one.id !== customer)
            .map((one) => ({
              value: one.id,
              label: [nameOf(one), `#${one.id}`, one.phone ?? one.email].filter(Boolean).join(' · '),
            }))}
        />
      </Form.Item>
    </ReasonDialog>
  );
}
