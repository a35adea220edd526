import type { RoleName } from '@yutang/contracts/accounts';
import type { PostList } from '@yutang/contracts/posts';
import type {
  Invitation,
  InvitationDraft,
  InvitationIssued,
  Member,
  MemberPatch,
} from '@yutang/contracts/team';
import { call } from '../../api/client.ts';

interface RoleEntry {
  role: RoleName;
  grantable: boolean;
}

export const posts = () => call<PostList>('GET', '/posts');
export const team = () => call<{ items: Member[] }>('GET', '/team');
export const changeMember = (accountId: number, body: MemberPatch) =>
  call<Member>('PATCH', `/team/${accountId}`, { body });
export const removeMember = (accountId: number) => call<{ keysLeft: number }>('DELETE', `/team/${accountId}`);
export const invitations = () => call<{ items: Invitation[] }>('GET', '/invitations');
export const invite = (body: InvitationDraft) => call<InvitationIssued>('POST', '/invitations', { body });
export const revokeInvitation = (id: number) => call<void>('DELETE', `/invitations/${id}`);
/** Every role and whether the caller may give it. */
export const roles = () => call<{ items: RoleEntry[] }>('GET', '/roles');
