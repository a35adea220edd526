import type { Member } from '@yutang/contracts/team';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { RoleFields } from './role-field.tsx';
import { changeMember } from './team-api.ts';

interface Fields {
  role: Member['role'];
  staffRef: string | undefined;
  post: string | undefined;
  unitId: number | undefined;
}

/** Role and staff reference of one member. */
export function MemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  return (
    <SaveDialog<Fields>
      title={member.name}
      initial={{
        role: member.role,
        staffRef: member.staffRef ?? undefined,
        post: member.post ?? undefined,
        unitId: member.unitId ?? undefined,
      }}
      save={({ role, staffRef, post, unitId }) =>
        changeMember(member.accountId, {
          ...(post ? { post } : { role, post: null }),
          staffRef: staffRef?.trim() || null,
          unitId: unitId ?? null,
        })
      }
      touches={[['team']]}
      onClose={onClose}
    >
      <RoleFields whole={member.role === 'owner'} />
    </SaveDialog>
  );
}
