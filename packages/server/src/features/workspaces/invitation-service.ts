import type {
  Invitation,
  InvitationAcceptance,
  InvitationDraft,
  InvitationIssued,
} from '@yutang/contracts/team';
import { AppError } from '@yutang/core/errors';
import { day } from '@yutang/core/time';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../platform/http/principal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { createAccount, findLogin, normaliseLogin } from './account-store.ts';
import { audit } from './audit.ts';
import { type InvitationRow, insertInvitation, readInvitation, takeInvitation } from './invitation-store.ts';
import { addMember } from './member-store.ts';
import { assertStrong, hashPassword } from './password.ts';
import { proveAccount } from './session-service.ts';
import { moveSession } from './session-store.ts';
import { assertGrantable, postNamed } from './team-service.ts';
import { isToken, newToken, tokenHash } from './token.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

/** An invitation as the team page shows it. */
export function invitationView(row: InvitationRow, now: number): Invitation {
  const { id, role, staffRef, post, unitId, note, createdBy, createdAt, expiresAt, usedBy } = row;
  const open = row.expiresAt > now ? 'open' : 'expired';
  const state = row.usedAt !== null ? 'used' : row.revokedAt !== null ? 'revoked' : open;
  return { id, role, staffRef, post, unitId, note, createdBy, createdAt, expiresAt, usedBy, state };
}

/** Makes an invitation; its token is shown this once. Throws `team.not-grantable`, `team.owner-in-unit`, `request.invalid`. */
export async function invite(
  { db, now }: WorkspacesParts,
  principal: Principal,
  draft: InvitationDraft,
): Promise<InvitationIssued> {
  const { workspaceId, accountId, label } = principal;
  const role = draft.post === undefined ? draft.role : (await postNamed(db, workspaceId, draft.post)).role;
  assertGrantable(principal, role);
  if (draft.unitId !== undefined && role === 'owner') throw new AppError('team.owner-in-unit');
  const token = newToken('yi');
  const at = now();
  const row = {
    role,
    staffRef: draft.staffRef ?? null,
    post: draft.post ?? null,
    unitId: draft.unitId ?? null,
    note: draft.note ?? '',
    expiresAt: at + (draft.days ?? 7) * day,
  };
  const id = await db.transaction().execute(async (tx) => {
    const make = {
      ...row,
      workspaceId,
      tokenHash: tokenHash(token),
      createdBy: accountId,
      createdByLabel: label,
    };
    const made = await insertInvitation(tx, make, at);
    await audit(tx, principal, 'invitation.created', `invitation:${made}`, {
      role,
      ...(row.post !== null && { post: row.post }),
      ...(row.unitId !== null && { unitId: row.unitId }),
    });
    return made;
  });
  const invitation: Invitation = { id, ...row, createdBy: label, createdAt: at, state: 'open', usedBy: null };
  return { invitation, token, path: `/join/${token}` };
}

/** The open invitation of a token. Throws `invitation.invalid`. */
export async function openInvitation({ db, now }: WorkspacesParts, token: string): Promise<InvitationRow> {
  const row = isToken('yi', token) ? await readInvitation(db, tokenHash(token)) : undefined;
  if (!row || invitationView(row, now()).state !== 'open') throw new AppError('invitation.invalid');
  return row;
}

/** Who accepts: somebody known, or an account to be made in the transaction that accepts. */
interface Guest {
  label: string;
  accountId(tx: Tx): Promise<number>;
}

/**
 * Accepts an invitation and answers the token of a new session, or undefined when the session of the request goes on
 * (then in the new workspace). An invitation makes one member, however many accept at once.
 * Throws `invitation.invalid`, `invitation.account-needed`, `session.wrong-credentials`, `request.conflict`.
 */
export async function acceptInvitation(
  parts: WorkspacesParts,
  token: string,
  acceptance: InvitationAcceptance,
  request: FastifyRequest,
): Promise<string | undefined> {
  const invitation = await openInvitation(parts, token);
  const { workspaceId, role, staffRef, post, unitId } = invitation;
  const session = acceptance.login === undefined ? await parts.sessions.of(request) : undefined;
  const guest: Guest = session
    ? { label: session.name, accountId: async () => session.accountId }
    : await guestOf(parts, acceptance, request.ip);
  const opened = await parts.db.transaction().execute(async (tx) => {
    const accountId = await guest.accountId(tx);
    const at = parts.now();
    if (!(await takeInvitation(tx, tokenHash(token), accountId, at)))
      throw new AppError('invitation.invalid');
    if (!(await addMember(tx, { workspaceId, accountId, role, staffRef, post, unitId }, at))) {
      throw new AppError('request.conflict', { what: 'membership' });
    }
    const actor = { workspaceId, accountId, keyId: null, label: guest.label, ip: request.ip };
    await audit(tx, actor, 'member.joined', `account:${accountId}`, { role, invitation: invitation.id });
    if (!session) return parts.sessions.open(tx, accountId, workspaceId, request);
    await moveSession(tx, session.id, workspaceId);
    return undefined;
  });
  parts.changed();
  return opened;
}

async function guestOf(parts: WorkspacesParts, acceptance: InvitationAcceptance, ip: string): Promise<Guest> {
  const { login, password, name, language = 'zh' } = acceptance;
  if (login === undefined) throw new AppError('invitation.account-needed', { field: 'body.login' });
  if (password === undefined) throw new AppError('invitation.account-needed', { field: 'body.password' });
  if (await findLogin(parts.db, login)) {
    const account = await proveAccount(parts, { login, password }, ip);
    return { label: account.name, accountId: async () => account.id };
  }
  if (name === undefined) throw new AppError('invitation.account-needed', { field: 'body.name' });
  assertStrong(password, normaliseLogin(login), 'body.password');
  const passwordHash = await hashPassword(password);
  return {
    label: name,
    accountId: (tx) => createAccount(tx, { login, name, passwordHash, language }, parts.now()),
  };
}
