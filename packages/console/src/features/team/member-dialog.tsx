import type { Member } from '@yutang/contracts/team';
import { Form } from 'antd';
import { SaveDialog } from '../../design/save-dialog.tsx';
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
  const session = useSession();
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
      <Form.Item name="post" label={say('post')} extra={say('postHint')}>
        <PostSelect />
      </Form.Item>
      <RoleFields />
      {session.workspace.edition === 'solo' || member.role === 'owner' ? null : (
        <Form.Item name="unitId" label={say('unit')} extra={say('unitHint')}>
          <UnitSelect />
        </Form.Item>
      )}
    </SaveDialog>
  );
}
