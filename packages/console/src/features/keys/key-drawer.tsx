import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PermissionName } from '@yutang/contracts/accounts';
import type { ApiKeyDraft, ApiKeyIssued } from '@yutang/contracts/keys';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { call } from '../../api/client.ts';
import { CodeBlock, Secret } from '../../design/copy.tsx';
import { Side } from '../../design/drawer.tsx';
import { Notice } from '../../design/notice.tsx';
import { Stack } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { usePublicAddress } from '../address/address-api.ts';
import styles from './keys.module.css';
import { keysWords } from './keys-words.ts';

const makeKey = (body: ApiKeyDraft) => call<ApiKeyIssued>('POST', '/keys', { body });
const dayMs = 86_400_000;

interface Fields {
  label: string;
  scopes: PermissionName[];
  days: number;
}

/** Makes a key from the caller's own rights, and shows it this once. */
export function KeyDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useWords(keysWords);
  const session = useSession();
  const address = usePublicAddress();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const making = useMutation({
    mutationFn: ({ label, scopes, days }: Fields) =>
      makeKey({ label: label.trim(), scopes, expiresAt: days > 0 ? Date.now() + days * dayMs : null }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
  return (
    <Side
      open={open}
      title={say('add')}
      onClose={() => {
        onClose();
        making.reset();
      }}
      footer={
        making.data ? null : (
          <Button type="primary" size="large" block loading={making.isPending} onClick={() => form.submit()}>
            {say('create')}
          </Button>
        )
      }
    >
      {making.data ? (
        <div className={styles.issued}>
          <Stack>
            <Notice tone="warn">{say('once')}</Notice>
            <Secret value={making.data.secret} />
            <CodeBlock
              title={say('use')}
              code={`curl -H 'authorization: Bearer ${making.data.secret}' \\\n  ${address}/api/customers?limit=5`}
            />
          </Stack>
        </div>
      ) : (
        <>
          {making.error ? <Notice error={making.error} /> : null}
          <Form
            form={form}
            layout="vertical"
            requiredMark={false}
            initialValues={{ label: '', scopes: [], days: 0 }}
            onFinish={(fields) => making.mutate(fields)}
          >
            <Form.Item
              name="label"
              label={say('label')}
              extra={say('labelHint')}
              rules={[{ required: true, whitespace: true, message: say('needLabel') }]}
            >
              <Input maxLength={80} autoFocus />
            </Form.Item>
            <Form.Item
              name="scopes"
              label={say('scopes')}
              extra={say('scopesHint')}
              rules={[{ required: true, type: 'array', min: 1, message: say('needScope') }]}
            >
              <Checkbox.Group className={styles.scopes ?? ''}>
                {session.permissions.map((permission) => (
                  <Checkbox key={permission} value={permission}>
                    <code>{permission}</code>
                  </Checkbox>
                ))}
              </Checkbox.Group>
            </Form.Item>
            <Form.Item name="days" label={say('expires')}>
              <Select
                options={[
                  { value: 0, label: say('never') },
                  ...[30, 90, 365].map((count) => ({ value: count, label: say('days', { count }) })),
                ]}
              />
            </Form.Item>
          </Form>
        </>
      )}
    </Side>
  );
}
