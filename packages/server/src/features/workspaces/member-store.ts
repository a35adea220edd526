import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import type { Role } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { WorkspacesTables } from './workspaces-tables.ts';

/** Who joins what as what. */
export interface MemberDraft {
  workspaceId: number;
  accountId: number;
  role: Role;
  staffRef?: string | null | undefined;
  /** The unit of the organisation the account is held to. */
  unitId?: number | null | undefined;
  post?: string | null | undefined;
}

/** Makes an account a member; false when it already is one. Throws `account.trial`: such an account stays in demos. */
export async function addMember(tx: Tx, draft: MemberDraft, now: number): Promise<boolean> {
  const { rows: barred } = await sql`
    select 1 from accounts a, workspaces w
    where a.id = ${draft.accountId} and a.trial and w.id = ${draft.workspaceId} and w.kind <> 'demo'`.execute(
    tx,
  );
  if (barred.length > 0) throw new AppError('account.trial');
  const made = await tx
    .withTables<WorkspacesTables>()
    .insertInto('members')
    .values({
      workspace_id: draft.workspaceId,
      account_id: draft.accountId,
      role: draft.role,
      staff_ref: draft.staffRef ?? null,
      unit_id: draft.unitId ?? null,
      post: draft.post ?? null,
      joined_at: now,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'account_id']).doNothing())
    .executeTakeFirst();
  return made.numInsertedOrUpdatedRows === 1n;
}

/** One member as the team page shows it. */
export interface MemberRow {
  accountId: number;
  login: string;
  name: string;
  role: Role;
  staffRef: string | null;
  post: string | null;
  unitId: number | null;
  joinedAt: number;
  lastSeenAt: number | null;
}

/** The members of a workspace, oldest first; all of them, or one account. */
export function listMembers(db: Db, workspaceId: number, accountId?: number): Promise<MemberRow[]> {
  return db
    .withTables<WorkspacesTables>()
    .selectFrom('members as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['a.id as accountId', 'a.login', 'a.name', 'm.role'])
    .select(['m.staff_ref as staffRef', 'm.joined_at as joinedAt'])
    .select(['m.post', 'm.unit_id as unitId'])
    .select((eb) =>
      eb
        .selectFrom('sessions as s')
        .select((s) => s.fn.max('s.last_seen_at').as('at'))
        .whereRef('s.account_id', '=', 'm.account_id')
        .whereRef('s.workspace_id', '=', 'm.workspace_id')
        .as('lastSeenAt'),
    )
    .where('m.workspace_id', '=', workspaceId)
    .$if(accountId !== undefined, (query) => query.where('m.account_id', '=', accountId ?? 0))
    .orderBy('m.joined_at')
    .orderBy('a.id')
    .execute();
}

/** Lets changes of one team happen one after another, so that two owners cannot demote each other at once. */
export async function lockTeam(tx: Tx, workspaceId: number): Promise<void> {
  await sql`select id from workspaces where id = ${workspaceId} for update`.execute(tx);
}

/** How many owners a workspace has. */
export async function countOwners(tx: Tx, workspaceId: number): Promise<number> {
  const { owners } = await tx
    .withTables<WorkspacesTables>()
    .selectFrom('members')
    .select((eb) => eb.fn.countAll<number>().as('owners'))
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow();
  return owners;
}

/** Changes what a member is. */
export async function updateMember(
  tx: Tx,
  workspaceId: number,
  accountId: number,
  change: { role: Role; staffRef: string | null; post: string | null; unitId: number | null },
): Promise<void> {
  await tx
    .withTables<WorkspacesTables>()
    .updateTable('members')
    .set({
      role: change.role,
      staff_ref: change.staffRef,
      post: change.post,
      unit_id: change.unitId,
    })
    .where('workspace_id', '=', workspaceId)
    .where('account_id', '=', accountId)
    .execute();
}

/** Ends a membership and the account's sessions in that workspace. */
export async function removeMember(tx: Tx, workspaceId: number, accountId: number): Promise<void> {
  const tables = tx.withTables<WorkspacesTables>();
  for (const table of ['members', 'sessions'] as const) {
    await tables
      .deleteFrom(table)
      .where('workspace_id', '=', workspaceId)
      .where('account_id', '=', accountId)
      .execute();
  }
}

/** The workspace an account was in last, else the one it joined first; undefined when it is a member of none. */
export async function homeOf(db: Db, accountId: number): Promise<number | undefined> {
  const row = await db
    .withTables<WorkspacesTables>()
    .selectFrom('members as m')
    .leftJoin('sessions as s', (join) =>
      join.onRef('s.account_id', '=', 'm.account_id').onRef('s.workspace_id', '=', 'm.workspace_id'),
    )
    .select('m.workspace_id')
    .where('m.account_id', '=', accountId)
    .orderBy(sql`s.last_seen_at desc nulls last`)
    .orderBy('m.joined_at')
    .orderBy('m.workspace_id')
    .limit(1)
    .executeTakeFirst();
  return row?.workspace_id;
}

/** The workspaces an account is a member of, ascending. */
export async function workspacesOf(db: Db, accountId: number): Promise<number[]> {
  const rows = await db
    .withTables<WorkspacesTables>()
    .selectFrom('members')
    .select('workspace_id')
    .where('account_id', '=', accountId)
    .orderBy('workspace_id')
    .execute();
  return rows.map((row) => row.workspace_id);
}
