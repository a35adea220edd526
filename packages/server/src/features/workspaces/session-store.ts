import type { Role } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { WorkspacesTables } from './workspaces-tables.ts';

/** A session to be written. */
export interface SessionDraft {
  tokenHash: Buffer;
  accountId: number;
  workspaceId: number;
  ip: string;
  userAgent: string;
}

/** Writes a session and answers its id; clears away what of the account's sessions began before `expired`. */
export async function insertSession(
  tx: Tx,
  draft: SessionDraft,
  now: number,
  expired: number,
): Promise<number> {
  const tables = tx.withTables<WorkspacesTables>();
  await tables
    .deleteFrom('sessions')
    .where('account_id', '=', draft.accountId)
    .where('created_at', '<', expired)
    .execute();
  const made = await tables
    .insertInto('sessions')
    .values({
      token_hash: draft.tokenHash,
      account_id: draft.accountId,
      workspace_id: draft.workspaceId,
      created_at: now,
      last_seen_at: now,
      ip: draft.ip,
      user_agent: draft.userAgent.slice(0, 300),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

/** A session with its account, once per workspace the account is a member of. */
export interface SessionRow {
  id: number;
  accountId: number;
  login: string;
  name: string;
  language: 'zh' | 'en';
  trial: boolean;
  workspaceId: number;
  createdAt: number;
  lastSeenAt: number;
  memberOf: number;
  role: Role;
  staffRef: string | null;
  post: string | null;
  /** Of a post the workspace made itself. */
  postPermissions: string[] | null;
  postHome: string | null;
  unitId: number | null;
  workspaceName: string;
  workspaceKind: 'real' | 'demo' | 'test';
}

/** All there is to know about a token's session; no rows for an unknown token, a disabled account or one without workspace. */
export function readSession(db: Db, tokenHash: Buffer): Promise<SessionRow[]> {
  return db
    .withTables<WorkspacesTables>()
    .selectFrom('sessions as s')
    .innerJoin('accounts as a', 'a.id', 's.account_id')
    .innerJoin('members as m', 'm.account_id', 's.account_id')
    .innerJoin('workspaces as w', 'w.id', 'm.workspace_id')
    .leftJoin('posts as p', (join) =>
      join.onRef('p.workspace_id', '=', 'm.workspace_id').onRef('p.key', '=', 'm.post'),
    )
    .select(['s.id', 's.account_id as accountId', 's.workspace_id as workspaceId'])
    .select(['s.created_at as createdAt', 's.last_seen_at as lastSeenAt'])
    .select(['a.login', 'a.name', 'a.language', 'a.trial'])
    .select([
      'm.workspace_id as memberOf',
      'm.role',
      'm.staff_ref as staffRef',
      'm.post',
      'm.unit_id as unitId',
    ])
    .select(['p.permissions as postPermissions', 'p.home as postHome'])
    .select(['w.name as workspaceName', 'w.kind as workspaceKind'])
    .where('s.token_hash', '=', tokenHash)
    .where('a.disabled', '=', false)
    .orderBy('m.workspace_id')
    .execute();
}

/** Notes that a session was used. */
export async function touchSession(db: Db, id: number, now: number): Promise<void> {
  await db
    .withTables<WorkspacesTables>()
    .updateTable('sessions')
    .set({ last_seen_at: now })
    .where('id', '=', id)
    .execute();
}

/** Puts a session into another workspace. */
export async function moveSession(tx: Tx, id: number, workspaceId: number): Promise<void> {
  await tx
    .withTables<WorkspacesTables>()
    .updateTable('sessions')
    .set({ workspace_id: workspaceId })
    .where('id', '=', id)
    .execute();
}

/** The living sessions of an account, last used first. */
export function listSessions(db: Db, accountId: number, aliveAfter: { created: number; seen: number }) {
  return db
    .withTables<WorkspacesTables>()
    .selectFrom('sessions')
    .select(['id', 'ip', 'user_agent as userAgent'])
    .select(['created_at as createdAt', 'last_seen_at as lastSeenAt'])
    .where('account_id', '=', accountId)
    .where('created_at', '>', aliveAfter.created)
    .where('last_seen_at', '>', aliveAfter.seen)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** Ends sessions of an account: one, all but one, or all. Answers how many. */
export async function deleteSessions(
  tx: Tx,
  accountId: number,
  which: { only?: number; except?: number },
): Promise<number> {
  const done = await tx
    .withTables<WorkspacesTables>()
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .$if(which.only !== undefined, (query) => query.where('id', '=', which.only ?? 0))
    .$if(which.except !== undefined, (query) => query.where('id', '<>', which.except ?? 0))
    .executeTakeFirst();
  return Number(done.numDeletedRows);
}
