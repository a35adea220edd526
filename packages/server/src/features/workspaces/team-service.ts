import type { Member, MemberPatch } from '@yutang/contracts/team';
import { AppError } from '@yutang/core/errors';
import type { Principal, Role } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { audit } from './audit.ts';
import { revokeInvitations } from './invitation-store.ts';
import { countKeysOf } from './key-store.ts';
import {
  countOwners,
  listMembers,
  lockTeam,
  type MemberRow,
  removeMember,
  updateMember,
} from './member-store.ts';
import { findPost } from './post-store.ts';
import { mayGrant, permissionsOf } from './role-permissions.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

/** Throws `team.not-grantable` when the principal may not give or take the role. */
export function assertGrantable(principal: Principal, role: Role): void {
  if (!mayGrant(principal, role)) throw new AppError('team.not-grantable', { role });
}

/** A member as the caller sees it. */
export function memberFor(principal: Principal, row: MemberRow): Member {
  return {
    ...row,
    self: row.accountId === principal.accountId,
    editable: principal.permissions.has('team.write') && mayGrant(principal, row.role),
  };
}

/** Locks the team and finds a member the caller may touch. Throws `request.not-found`, `team.not-grantable`. */
async function memberToChange(tx: Tx, principal: Principal, accountId: number): Promise<MemberRow> {
  await lockTeam(tx, principal.workspaceId);
  const [member] = await listMembers(tx, principal.workspaceId, accountId);
  if (!member) throw new AppError('request.not-found', { what: `member ${accountId}` });
  assertGrantable(principal, member.role);
  return member;
}

async function assertNotLastOwner(tx: Tx, workspaceId: number, member: MemberRow): Promise<void> {
  if (member.role === 'owner' && (await countOwners(tx, workspaceId)) === 1) {
    throw new AppError('team.last-owner');
  }
}

/** The post a patch comes to: a role chosen without one ends the post. */
async function postOfPatch(
  tx: Tx,
  workspaceId: number,
  before: MemberRow,
  patch: MemberPatch,
): Promise<{ key: string; role: Role } | null> {
  const key = patch.post === undefined ? (patch.role === undefined ? before.post : null) : patch.post;
  if (key === null) return null;
  // one that is gone may stay as it is, without rights, until somebody decides
  if (key === before.post && !(await findPost(tx, workspaceId, key))) return { key, role: before.role };
  return { key, role: (await postNamed(tx, workspaceId, key)).role };
}

/** A post of the workspace by its key. Throws `request.invalid`. */
export async function postNamed(db: Db | Tx, workspaceId: number, key: string): Promise<{ role: Role }> {
  const post = await findPost(db, workspaceId, key);
  if (post) return post;
  throw new AppError('request.invalid', { field: 'body.post', reason: 'is no post of this workspace' });
}

/** Changes role, post, unit or staff reference. Who may no longer invite loses open invitations. Throws also `team.last-owner`. */
export async function changeMember(
  { db, now, changed }: WorkspacesParts,
  principal: Principal,
  accountId: number,
  patch: MemberPatch,
): Promise<Member> {
  const { workspaceId } = principal;
  const row = await db.transaction().execute(async (tx) => {
    const before = await memberToChange(tx, principal, accountId);
    const post = await postOfPatch(tx, workspaceId, before, patch);
    const role = post ? post.role : (patch.role ?? before.role);
    const unitId = patch.unitId === undefined ? before.unitId : patch.unitId;
    if (unitId !== null && role === 'owner') throw new AppError('team.owner-in-unit');
    const staffRef = patch.staffRef === undefined ? before.staffRef : patch.staffRef;
    if (role !== before.role) {
      assertGrantable(principal, role);
      await assertNotLastOwner(tx, workspaceId, before);
      if (!permissionsOf(role).has('team.write')) {
        await revokeInvitations(tx, workspaceId, { createdBy: accountId }, now());
      }
    }
    await updateMember(tx, workspaceId, accountId, { role, staffRef, post: post?.key ?? null, unitId });
    await audit(tx, principal, 'member.changed', `account:${accountId}`, {
      ...(role !== before.role && { role: { from: before.role, to: role } }),
      ...(staffRef !== before.staffRef && { staffRef: { from: before.staffRef, to: staffRef } }),
      ...((post?.key ?? null) !== before.post && { post: { from: before.post, to: post?.key ?? null } }),
      ...(unitId !== before.unitId && { unitId: { from: before.unitId, to: unitId } }),
    });
    return { ...before, role, staffRef, post: post?.key ?? null, unitId };
  });
  changed();
  return memberFor(principal, row);
}

/**
 * Removes a member: sessions in this workspace end, open invitations they made are revoked. API keys they made
 * belong to the workspace and go on; answers how many, so that a person can decide. Throws also `team.last-owner`.
 */
export async function dismissMember(
  { db, now, changed }: WorkspacesParts,
  principal: Principal,
  accountId: number,
): Promise<number> {
  const { workspaceId } = principal;
  const keysLeft = await db.transaction().execute(async (tx) => {
    const member = await memberToChange(tx, principal, accountId);
    await assertNotLastOwner(tx, workspaceId, member);
    await removeMember(tx, workspaceId, accountId);
    await revokeInvitations(tx, workspaceId, { createdBy: accountId }, now());
    await audit(tx, principal, 'member.removed', `account:${accountId}`, { role: member.role });
    return countKeysOf(tx, workspaceId, accountId, now());
  });
  changed();
  return keysLeft;
}
