import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StaffMember } from '@yutang/contracts/organisation';
import { App, Checkbox, Form, Input, Modal } from 'antd';
import { designWords } from '../../design/design-words.ts';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { UnitSelect } from './choices.tsx';
import { changeStaff, makeStaff } from './organisation-api.ts';
import { organisationWords } from './organisation-words.ts';

interface Fields {
  ref: string;
  name: string;
  title: string;
  unitId?: number;
  takesCustomers: boolean;
}

/** Describes a staff member, or changes one. */
export function StaffDialog({ member, onClose }: { member: StaffMember | null; onClose: () => void }) {
  const say = useWords(organisationWords);
  const sayDesign = useWords(designWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const saving = useMutation({
    mutationFn: ({ ref, name, title, unitId, takesCustomers }: Fields) => {
      const rest = { name, title, unitId: unitId ?? null, takesCustomers };
      return member ? changeStaff(member.id, rest) : makeStaff({ ...rest, ref: ref || name });
    },
    onSuccess: () => {
      message.success(say('saved'));
      void queryClient.invalidateQueries({ queryKey: ['organisation'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={member ? member.name : say('newStaff')}
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
        requiredMark={false}
        initialValues={{
          name: member?.name ?? '',
          title: member?.title ?? '',
          unitId: member?.unitId ?? undefined,
          takesCustomers: member?.takesCustomers ?? true,
        }}
        onFinish={(fields) => saving.mutate(fields)}
      >
        <Form.Item
          name="name"
          label={say('name')}
          rules={[{ required: true, whitespace: true, message: say('name') }]}
        >
          <Input maxLength={80} autoFocus />
        </Form.Item>
        {member ? null : (
          <Form.Item name="ref" label={say('ref')} extra={say('staffRefHint')}>
            <Input maxLength={100} />
          </Form.Item>
        )}
        <Form.Item name="title" label={say('work')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="unitId" label={say('unit')}>
          <UnitSelect />
        </Form.Item>
        <Form.Item name="takesCustomers" valuePropName="checked">
          <Checkbox>{say('takes')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}
