import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Member } from '@yutang/contracts/team';
import { App, Form, Modal } from 'antd';
import { designWords } from '../../design/design-words.ts';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { UnitSelect } from '../organisation/choices.tsx';
import { PostSelect } from './post-select.tsx';
import { RoleFields } from './role-field.tsx';
import { changeMember } from './team-api.ts';
import { teamWords } from './team-words.ts';

interface Fields {
  role: Member['role'];
  staffRef: string | undefined;
  post: string | undefined;
  unitId: number | undefined;
}

/** Role and staff reference of one member. */
export function MemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const say = useWords(teamWords);
  const sayDesign = useWords(designWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const session = useSession();
  const saving = useMutation({
    mutationFn: ({ role, staffRef, post, unitId }: Fields) =>
      changeMember(member.accountId, {
        ...(post ? { post } : { role, post: null }),
        staffRef: staffRef?.trim() || null,
        unitId: unitId ?? null,
      }),
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
        initialValues={{
          role: member.role,
          staffRef: member.staffRef ?? undefined,
          post: member.post ?? undefined,
          unitId: member.unitId ?? undefined,
        }}
        onFinish={(fields) => saving.mutate(fields)}
      >
        <Form.Item name="post" label={say('post')} extra={say('postHint')}>
          <PostSelect />
        </Form.Item>
        <RoleFields />
        {session.workspace.edition === 'solo' || member.role === 'owner' ? null : (
          <Form.Item name="unitId" label={say('unit')} extra={say('unitHint')}>
            <UnitSelect />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
