import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RoleName } from '@yutang/contracts/accounts';
import { Button, Form, Input, Select } from 'antd';
import { Secret } from '../../design/copy.tsx';
import { Side } from '../../design/drawer.tsx';
import { Notice } from '../../design/notice.tsx';
import { Qr } from '../../design/qr.tsx';
import { useWords } from '../../words/use-words.ts';
import { usePublicAddress } from '../address/address-api.ts';
import { RoleFields } from './role-field.tsx';
import styles from './team.module.css';
import { invite } from './team-api.ts';
import { teamWords } from './team-words.ts';

interface Fields {
  role: RoleName;
  staffRef?: string;
  post?: string;
  unitId?: number;
  note?: string;
  days: number;
}

/** Makes an invitation, and shows its link and QR this once. */
export function InviteDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useWords(teamWords);
  const address = usePublicAddress();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const inviting = useMutation({
    mutationFn: ({ role, staffRef, post, unitId, note, days }: Fields) =>
      invite({
        role,
        days,
        ...(post ? { post } : {}),
        ...(unitId ? { unitId } : {}),
        ...(staffRef?.trim() ? { staffRef: staffRef.trim() } : {}),
        ...(note?.trim() ? { note: note.trim() } : {}),
      }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['invitations'] }),
  });
  const link = inviting.data ? new URL(inviting.data.path, address).href : '';
  return (
    <Side
      open={open}
      title={say('invite')}
      onClose={() => {
        onClose();
        inviting.reset();
      }}
      footer={
        inviting.data ? null : (
          <Button
            type="primary"
            size="large"
            block
            loading={inviting.isPending}
            onClick={() => form.submit()}
          >
            {say('makeLink')}
          </Button>
        )
      }
    >
      {inviting.data ? (
        <div className={styles.link}>
          <Notice tone="warn">{say('linkOnce')}</Notice>
          <Qr text={link} label={say('qr')} size={208} />
          <Secret value={link} />
        </div>
      ) : (
        <>
          {inviting.error ? <Notice error={inviting.error} /> : null}
          <Form
            form={form}
            layout="vertical"
            requiredMark={false}
            initialValues={{ role: 'operator', days: 7 }}
            onFinish={(fields) => inviting.mutate(fields)}
          >
            <Form.Item name="note" label={say('note')} extra={say('noteHint')}>
              <Input maxLength={120} autoFocus />
            </Form.Item>
            <RoleFields />
            <Form.Item name="days" label={say('days')}>
              <Select
                options={[1, 7, 14, 30].map((count) => ({ value: count, label: say('daysOf', { count }) }))}
              />
            </Form.Item>
          </Form>
        </>
      )}
    </Side>
  );
}
