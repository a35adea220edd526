import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Member } from '@yutang/contracts/team';
import { App, Form, Modal } from 'antd';
import { designWords } from '../../design/design-words.ts';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { RoleFields } from './role-field.tsx';
import { changeMember } from './team-api.ts';
import { teamWords } from './team-words.ts';

interface Fields {
  role: Member['role'];
  staffRef: string;
}

/** Role and staff reference of one member. */
export function MemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const say = useWords(teamWords);
  const sayDesign = useWords(designWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const saving = useMutation({
    mutationFn: ({ role, staffRef }: Fields) =>
      changeMember(member.accountId, { role, staffRef: staffRef.trim() || null }),
    onSuccess: () => {
      message.success(say('saved'));
      void queryClient.invalidateQueries({ queryKey: ['team'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={member.name}
      okText={say('save')}
      cancelText={sayDesign('cancel')}
      confirmLoading={saving.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {saving.error ? <Notice error={saving.error} /> : null}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ role: member.role, staffRef: member.staffRef ?? '' }}
        onFinish={(fields) => saving.mutate(fields)}
      >
        <RoleFields />
      </Form>
    </Modal>
  );
}
