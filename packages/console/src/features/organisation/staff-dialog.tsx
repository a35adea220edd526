import type { StaffMember } from '@yutang/contracts/organisation';
import { Checkbox, Form, Input } from 'antd';
import { SaveDialog } from '../../design/save-dialog.tsx';
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
  return (
    <SaveDialog<Fields>
      title={member ? member.name : say('newStaff')}
      initial={{
        name: member?.name ?? '',
        title: member?.title ?? '',
        takesCustomers: member?.takesCustomers ?? true,
        ...(member?.unitId != null && { unitId: member.unitId }),
      }}
      save={({ ref, name, title, unitId, takesCustomers }) => {
        const rest = { name, title, unitId: unitId ?? null, takesCustomers };
        return member ? changeStaff(member.id, rest) : makeStaff({ ...rest, ref: ref || name });
      }}
      touches={[['organisation']]}
      onClose={onClose}
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
    </SaveDialog>
  );
}
