import type { SavedQuery, SavedQueryDraft, SavedQueryPatch } from '@yutang/contracts/sql';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

interface SavedRow {
  id: number;
  name: string;
  text: string;
  account_id: number | null;
  owner: string;
  created_at: number;
  updated_at: number;
}

const columns = sql.raw('id, name, text, account_id, owner, created_at, updated_at');

function show(row: SavedRow, { accountId }: Principal): SavedQuery {
  return {
    id: row.id,
    name: row.name,
    text: row.text,
    owner: row.owner,
    own: row.account_id !== null && row.account_id === accountId,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** One page of the workspace's saved queries by name. */
export async function listSaved(
  db: Db,
  principal: Principal,
  query: { limit?: number; cursor?: string },
): Promise<{ items: SavedQuery[]; nextCursor: string | null }> {
  const limit = query.limit ?? 50;
  const after = decodeCursor(query.cursor, ['string', 'number']);
  const { rows } = await sql<SavedRow>`
    select ${columns} from sql_queries where workspace_id = ${principal.workspaceId}
      ${after ? sql`and (name, id) > (${after[0]}, ${after[1]})` : sql``}
    order by name, id limit ${limit + 1}`.execute(db);
  const page = cutPage(rows, limit, (row) => [row.name, row.id]);
  return { items: page.items.map((row) => show(row, principal)), nextCursor: page.nextCursor };
}

export async function insertSaved(
  tx: Tx,
  principal: Principal,
  draft: SavedQueryDraft,
  now: number,
): Promise<SavedQuery> {
  const { rows } = await sql<SavedRow>`
    insert into sql_queries (workspace_id, name, text, account_id, owner, created_at, updated_at)
    values (${principal.workspaceId}, ${draft.name.trim()}, ${draft.text}, ${principal.accountId}, ${principal.label},
      ${now}, ${now}) returning ${columns}`.execute(tx);
  return show(one(rows), principal);
}

/** Changes a saved query of one's own, or as administrator anybody's. @throws AppError `request.not-found` */
export async function updateSaved(
  tx: Tx,
  principal: Principal,
  id: number,
  patch: SavedQueryPatch,
  now: number,
): Promise<SavedQuery> {
  const { rows } = await sql<SavedRow>`
    update sql_queries set name = coalesce(${patch.name?.trim() ?? null}, name), text = coalesce(${patch.text ?? null}, text),
      updated_at = ${now}
    where workspace_id = ${principal.workspaceId} and id = ${id} and ${mine(principal)} returning ${columns}`.execute(
    tx,
  );
  return show(one(rows, id), principal);
}

export async function deleteSaved(tx: Tx, principal: Principal, id: number): Promise<void> {
  const { rows } = await sql<SavedRow>`
    delete from sql_queries where workspace_id = ${principal.workspaceId} and id = ${id} and ${mine(principal)}
    returning ${columns}`.execute(tx);
  one(rows, id);
}

function mine({ role, accountId }: Principal) {
  return role === 'owner' || role === 'admin'
    ? sql`true`
    : sql`account_id is not distinct from ${accountId}::bigint`;
}

function one(rows: SavedRow[], id = 0): SavedRow {
  const row = rows[0];
  if (!row) throw new AppError('request.not-found', { what: `saved query ${id} of your own` });
  return row;
}
