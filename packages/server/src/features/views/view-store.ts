import type { SavedView, ViewDraft, ViewedList, ViewPatch, ViewQuery } from '@yutang/contracts/views';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

interface ViewRow {
  id: number;
  list: ViewedList;
  name: string;
  query: string;
  account_id: number | null;
  made_by: number | null;
  made_by_label: string;
  updated_at: number;
}

const columns = sql.raw('id, list, name, query, account_id, made_by, made_by_label, updated_at');

/** One page of the caller's own views of a list and of the workspace's, by name. */
export async function listViews(
  db: Db,
  principal: Principal,
  { list, limit = 50, cursor }: ViewQuery,
): Promise<{ items: SavedView[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor, ['string', 'number']);
  const { rows } = await sql<ViewRow>`
    select ${columns} from saved_views
    where workspace_id = ${principal.workspaceId} and list = ${list}
      and (account_id is null or account_id = ${principal.accountId})
      ${after ? sql`and (name, id) > (${after[0]}, ${after[1]})` : sql``}
    order by name, id limit ${limit + 1}`.execute(db);
  const page = cutPage(rows, limit, (row) => [row.name, row.id]);
  return { items: page.items.map((row) => show(row, principal)), nextCursor: page.nextCursor };
}

/** Keeps a view; `at`: epoch ms. */
export async function insertView(
  tx: Tx,
  principal: Principal,
  { list, name, query, shared }: ViewDraft,
  at: number,
): Promise<SavedView> {
  const { workspaceId, accountId, label } = principal;
  const { rows } = await sql<ViewRow>`
    insert into saved_views (workspace_id, list, name, query, account_id, made_by, made_by_label, updated_at)
    values (${workspaceId}, ${list}, ${name.trim()}, ${query}, ${shared ? null : accountId}, ${accountId}, ${label}, ${at})
    returning ${columns}`.execute(tx);
  return show(one(rows), principal);
}

/**
 * Changes a view the caller may change. One that becomes personal belongs to who takes it back. Throws `request.not-found`.
 */
export async function updateView(
  tx: Tx,
  principal: Principal,
  id: number,
  { name, query, shared }: ViewPatch,
  at: number,
): Promise<SavedView> {
  const belongs =
    shared === undefined
      ? sql`account_id`
      : shared
        ? sql`null::bigint`
        : sql`coalesce(account_id, ${principal.accountId}::bigint)`;
  const { rows } = await sql<ViewRow>`
    update saved_views set name = coalesce(${name?.trim() ?? null}, name), query = coalesce(${query ?? null}, query),
      account_id = ${belongs}, updated_at = ${at}
    where workspace_id = ${principal.workspaceId} and id = ${id} and ${mayChange(principal)}
    returning ${columns}`.execute(tx);
  return show(one(rows, id), principal);
}

/** Deletes a view the caller may change. Throws `request.not-found`. */
export async function deleteView(tx: Tx, principal: Principal, id: number): Promise<void> {
  const { rows } = await sql<ViewRow>`
    delete from saved_views where workspace_id = ${principal.workspaceId} and id = ${id} and ${mayChange(principal)}
    returning ${columns}`.execute(tx);
  one(rows, id);
}

/** A value at least this long is in a search for nobody else. */
const tellingLength = 6;

/** Takes a search that names one of these values out of every view; the rest of the view stays. */
export async function forgetInViews(tx: Tx, workspaceId: number, values: readonly string[]): Promise<void> {
  const bare = (text: string) => text.toLowerCase().replace(/[\s()-]/g, '');
  const gone = values.map(bare);
  const { rows } = await sql<Pick<ViewRow, 'id' | 'query'>>`
    select id, query from saved_views where workspace_id = ${workspaceId} and query like '%q=%' for update`.execute(
    tx,
  );
  for (const { id, query } of rows) {
    const params = new URLSearchParams(query);
    const asked = bare(params.get('q') ?? '');
    if (!gone.some((value) => (value.length < tellingLength ? asked === value : asked.includes(value))))
      continue;
    params.delete('q');
    await sql`update saved_views set query = ${params.toString()}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
  }
}

const administers = ({ role, ownStaff, within }: Principal): boolean =>
  (role === 'owner' || role === 'admin') && ownStaff === null && within === null;

/** One's own, and the workspace's where one made them or administers it. */
function mayChange(principal: Principal) {
  const { accountId } = principal;
  return administers(principal)
    ? sql`(account_id is null or account_id = ${accountId})`
    : sql`((account_id is null and made_by = ${accountId}) or account_id = ${accountId})`;
}

function show(row: ViewRow, principal: Principal): SavedView {
  const own = principal.accountId !== null && row.made_by === principal.accountId;
  return {
    id: row.id,
    list: row.list,
    name: row.name,
    query: row.query,
    shared: row.account_id === null,
    editable: own || row.account_id !== null || administers(principal),
    by: row.made_by_label,
    updatedAt: row.updated_at,
  };
}

function one(rows: ViewRow[], id = 0): ViewRow {
  const row = rows[0];
  if (!row) throw new AppError('request.not-found', { what: `view ${id} that you may change` });
  return row;
}
