import type { Role } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { WorkspacesTables } from './workspaces-tables.ts';

/** One invitation as the team page shows it. */
export interface InvitationRow {
  id: number;
  workspaceId: number;
  role: Role;
  staffRef: string | null;
  post: string | null;
  unitId: number | null;
  note: string;
  createdBy: string;
  createdAt: number;
  expiresAt: number;
  usedAt: number | null;
  usedBy: string | null;
  revokedAt: number | null;
}

function selectInvitations(db: Db) {
  return db
    .withTables<WorkspacesTables>()
    .selectFrom('invitations as i')
    .leftJoin('accounts as a', 'a.id', 'i.used_by')
    .select(['i.id', 'i.workspace_id as workspaceId', 'i.role', 'i.staff_ref as staffRef', 'i.note'])
    .select(['i.post', 'i.unit_id as unitId'])
    .select(['i.created_by_label as createdBy', 'i.created_at as createdAt', 'i.expires_at as expiresAt'])
    .select(['i.used_at as usedAt', 'a.name as usedBy', 'i.revoked_at as revokedAt']);
}

/** The newest 200 invitations of a workspace. */
export function listInvitations(db: Db, workspaceId: number): Promise<InvitationRow[]> {
  return selectInvitations(db)
    .where('i.workspace_id', '=', workspaceId)
    .orderBy('i.id', 'desc')
    .limit(200)
    .execute();
}

/** The invitation of a token in whatever state, or undefined. */
export function readInvitation(db: Db, tokenHash: Buffer): Promise<InvitationRow | undefined> {
  return selectInvitations(db).where('i.token_hash', '=', tokenHash).executeTakeFirst();
}

/** An invitation to be written. */
export interface InvitationMake {
  workspaceId: number;
  tokenHash: Buffer;
  role: Role;
  staffRef: string | null;
  post: string | null;
  unitId: number | null;
  note: string;
  createdBy: number | null;
  createdByLabel: string;
  expiresAt: number;
}

/** Writes an invitation and answers its id. */
export async function insertInvitation(tx: Tx, make: InvitationMake, now: number): Promise<number> {
  const made = await tx
    .withTables<WorkspacesTables>()
    .insertInto('invitations')
    .values({
      workspace_id: make.workspaceId,
      token_hash: make.tokenHash,
      role: make.role,
      staff_ref: make.staffRef,
      post: make.post,
      unit_id: make.unitId,
      note: make.note,
      created_by: make.createdBy,
      created_by_label: make.createdByLabel,
      created_at: now,
      expires_at: make.expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

/** Uses an open invitation up for an account; false when it is not open (any more). */
export async function takeInvitation(
  tx: Tx,
  tokenHash: Buffer,
  accountId: number,
  now: number,
): Promise<boolean> {
  const taken = await tx
    .withTables<WorkspacesTables>()
    .updateTable('invitations')
    .set({ used_at: now, used_by: accountId })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** Revokes open invitations of a workspace: one, or all that an account made. Answers how many. */
export async function revokeInvitations(
  tx: Tx,
  workspaceId: number,
  which: { id: number } | { createdBy: number },
  now: number,
): Promise<number> {
  const revoked = await tx
    .withTables<WorkspacesTables>()
    .updateTable('invitations')
    .set({ revoked_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id' in which ? 'id' : 'created_by', '=', 'id' in which ? which.id : which.createdBy)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(revoked.numUpdatedRows);
}
