import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useNavigate } from 'react-router';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { accountsWords } from '../accounts/accounts-words.ts';
import { PersonFields } from '../accounts/person-fields.tsx';
import { CurrencyField, ZoneField } from '../accounts/place-fields.tsx';
import { sessionKey, useSession } from '../accounts/session.tsx';
import { type SetupFields, setupOf } from '../accounts/setup-fields.ts';
import { makeOwn, tellPanes } from './demo-api.ts';
import { demoWords } from './demo-words.ts';

/** Makes an account and an empty workspace of one's own beside the demo, and goes there. */
export function OwnWorkspace({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useWords(demoWords);
  const sayAccount = useWords(accountsWords);
  const { workspace } = useSession();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const making = useMutation({
    mutationFn: makeOwn,
    onSuccess: (who) => {
      queryClient.clear();
      queryClient.setQueryData(sessionKey, who);
      tellPanes();
      void navigate('/');
    },
  });
  return (
    <Modal open={open} title={say('ownTitle')} footer={null} onCancel={onClose} destroyOnHidden>
      <p style={{ color: 'var(--ink-soft)', marginBottom: 16 }}>{say('ownLead')}</p>
      <Form<SetupFields>
        layout="vertical"
        requiredMark={false}
        initialValues={{ zone: workspace.zone, currency: workspace.currency }}
        onFinish={(fields) => making.mutate(setupOf(fields))}
      >
        <Form.Item
          name="workspace"
          label={sayAccount('workspaceName')}
          rules={[{ required: true, whitespace: true, message: sayAccount('required') }]}
        >
          <Input autoFocus maxLength={80} autoComplete="organization" />
        </Form.Item>
        <ZoneField />
        <CurrencyField />
        <PersonFields />
        {making.error ? <Notice error={making.error} /> : null}
        <Button type="primary" htmlType="submit" size="large" block loading={making.isPending}>
          {say('ownDo')}
        </Button>
      </Form>
    </Modal>
  );
}
