import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { mentions } from './mentions.ts';
import { addProblems, keyOf, type ProblemCount } from './problem-store.ts';

/** What was wrong with an item, as stored. */
export interface StoredProblem {
  field: string;
  code: string;
  reason: string;
}

/** An item refused at the door. A problem without a code is one of the item's form. */
export interface QuarantineDraft {
  workspaceId: number;
  sourceId: number | null;
  receivedAt: number;
  /** What a replay will carry: an item of an import stays history. */
  history: boolean;
  /** Came by a server key: what it says of identities is verified. */
  verified: boolean;
  item: unknown;
  problems: readonly { field: string; code?: string; reason: string }[];
}

/** A row of `quarantine`. */
export interface QuarantineRow {
  id: number;
  source_id: number | null;
  received_at: number;
  history: boolean;
  verified: boolean;
  name: string | null;
  item: string;
  original: string | null;
  problems: StoredProblem[];
  state: 'open' | 'replayed' | 'dismissed';
  closed_at: number | null;
  closed_by: string | null;
}

/** Which items; every part that is given must hold. `code` and `field` are of one and the same problem. */
export interface QuarantineFilter {
  sourceId?: number;
  name?: string;
  code?: string;
  field?: string;
  state?: 'open' | 'replayed' | 'dismissed';
}

/** PostgreSQL's text holds every character but one. */
const storable = (text: string) => text.replaceAll('\0', '\ufffd');

/** The event name an item carries, as far as it carries one. */
export function nameOfItem(item: unknown): string | null {
  if (typeof item !== 'object' || item === null) return null;
  const { event, type } = item as { event?: unknown; type?: unknown };
  const name = typeof event === 'string' ? event : typeof type === 'string' ? type : null;
  return name === null ? null : storable(name.slice(0, 256));
}

const reasonsOf = (problems: readonly StoredProblem[]) =>
  problems.map(({ code, field }) => `${code} ${field}`);

/**
 * Keeps refused items, in the transaction that answers for them, and counts their problems for the report.
 * Answers the new ids in the order of `drafts`.
 */
export async function insertQuarantine(tx: Db | Tx, drafts: readonly QuarantineDraft[]): Promise<number[]> {
  if (drafts.length === 0) return [];
  const counts = new Map<string, ProblemCount>();
  const count = (problem: Omit<ProblemCount, 'count'>) => {
    const known = counts.get(keyOf(problem));
    if (known) known.count++;
    else counts.set(keyOf(problem), { ...problem, count: 1 });
  };
  const rows = drafts.map((draft) => {
    const problems = draft.problems.map(({ field, code = 'invalid', reason }) => ({
      field: storable(field.slice(0, 256)),
      code,
      reason: storable(reason),
    }));
    const name = nameOfItem(draft.item);
    const { workspaceId, receivedAt: at } = draft;
    const common = {
      workspaceId,
      sourceId: draft.sourceId ?? 0,
      name: name ?? '',
      outcome: 'quarantine' as const,
      at,
    };
    count({ ...common, field: '', code: 'item', reason: '' });
    for (const problem of problems) count({ ...common, ...problem });
    return { draft, name, problems, item: JSON.stringify(draft.item) ?? 'null' };
  });
  const inserted = await sql<{ id: number }>`
    insert into quarantine (workspace_id, source_id, received_at, history, verified, name, item, problems, reasons)
    select (r->>'workspaceId')::int, (r->>'sourceId')::int, (r->>'receivedAt')::bigint, (r->>'history')::boolean, (r->>'verified')::boolean,
      names.name, items.item, r->'problems', array(select json_array_elements_text(r->'reasons'))
    from unnest(${rows.map(({ item }) => item)}::text[]) with ordinality as items(item, n)
    join unnest(${rows.map(({ name }) => name)}::text[]) with ordinality as names(name, n) using (n)
    join json_array_elements(${JSON.stringify(
      rows.map(({ draft: { workspaceId, sourceId, receivedAt, history, verified }, problems }) => ({
        workspaceId,
        sourceId,
        receivedAt,
        history,
        verified,
        problems,
        reasons: reasonsOf(problems),
      })),
    )}::json) with ordinality as rest(r, n) using (n)
    order by n returning id`.execute(tx);
  await addProblems(tx, [...counts.values()]);
  return inserted.rows.map((row) => row.id);
}

function conditions(workspaceId: number, filter: QuarantineFilter): RawBuilder<boolean> {
  const parts = [sql`workspace_id = ${workspaceId}`];
  if (filter.state) parts.push(sql`state = ${filter.state}`);
  // 0 stands for "no source" in reports
  if (filter.sourceId !== undefined) parts.push(sql`coalesce(source_id, 0) = ${filter.sourceId}`);
  if (filter.name !== undefined) parts.push(sql`name = ${filter.name}`);
  if (filter.code !== undefined || filter.field !== undefined) {
    const code = filter.code === undefined ? sql`true` : sql`split_part(reason, ' ', 1) = ${filter.code}`;
    const field =
      filter.field === undefined ? sql`true` : sql`substr(reason, strpos(reason, ' ') + 1) = ${filter.field}`;
    parts.push(sql`exists (select 1 from unnest(reasons) as reason where ${code} and ${field})`);
  }
  return sql`${sql.join(parts, sql` and `)}`;
}

const columns = sql`id, source_id, received_at, history, verified, name, item, original, problems, state, closed_at, closed_by`;

/** Items below `before`, newest first. */
export async function readQuarantine(
  db: Db,
  workspaceId: number,
  filter: QuarantineFilter,
  before: number,
  limit: number,
): Promise<QuarantineRow[]> {
  const { rows } = await sql<QuarantineRow>`
    select ${columns} from quarantine
    where ${conditions(workspaceId, filter)} and id < ${before} order by id desc limit ${limit}`.execute(db);
  return rows;
}

/** How many items a filter finds. */
export async function countQuarantine(
  db: Db,
  workspaceId: number,
  filter: QuarantineFilter,
): Promise<number> {
  const { rows } = await sql<{ found: number }>`
    select count(*)::bigint as found from quarantine where ${conditions(workspaceId, filter)}`.execute(db);
  return rows[0]?.found ?? 0;
}

/** Items of a workspace by state. */
export async function countStates(
  db: Db,
  workspaceId: number,
): Promise<Record<QuarantineRow['state'], number>> {
  const { rows } = await sql<{ state: QuarantineRow['state']; found: number }>`
    select state, count(*)::bigint as found from quarantine where workspace_id = ${workspaceId}
    group by state`.execute(db);
  const counts = { open: 0, replayed: 0, dismissed: 0 };
  for (const { state, found } of rows) counts[state] = found;
  return counts;
}

/** Open items by source, name and problem, most frequent first. */
export async function countReasons(db: Db, workspaceId: number, limit: number) {
  const { rows } = await sql<{
    sourceId: number | null;
    name: string | null;
    field: string;
    code: string;
    count: number;
  }>`
    select source_id as "sourceId", name, substr(reason, strpos(reason, ' ') + 1) as field,
      split_part(reason, ' ', 1) as code, count(*)::bigint as count
    from quarantine, unnest(reasons) as reason
    where workspace_id = ${workspaceId} and state = 'open'
    group by source_id, name, reason order by count desc, reason limit ${limit}`.execute(db);
  return rows;
}

/** Items by id, locked in id order until the transaction ends. */
export async function lockItems(
  tx: Tx,
  workspaceId: number,
  ids: readonly number[],
): Promise<QuarantineRow[]> {
  const { rows } = await sql<QuarantineRow>`
    select ${columns} from quarantine
    where workspace_id = ${workspaceId} and id = any(${ids}::bigint[]) order by id for update`.execute(tx);
  return rows;
}

/** Ids of open items a filter finds, oldest first. */
export async function findOpen(
  db: Db,
  workspaceId: number,
  filter: QuarantineFilter,
  after: number,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from quarantine
    where ${conditions(workspaceId, { ...filter, state: 'open' })} and id > ${after}
    order by id limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

/** Moves items on; the caller holds their locks. */
export async function setState(
  tx: Tx,
  workspaceId: number,
  ids: readonly number[],
  state: QuarantineRow['state'],
  closed: { at: number; by: string } | null,
): Promise<void> {
  await sql`
    update quarantine set state = ${state}, closed_at = ${closed?.at ?? null}, closed_by = ${closed?.by ?? null}
    where workspace_id = ${workspaceId} and id = any(${ids}::bigint[])`.execute(tx);
}

/** Puts a corrected item in the place of the one received, which is kept beside it. */
export async function correctItem(
  tx: Tx,
  workspaceId: number,
  id: number,
  item: unknown,
  problems: readonly StoredProblem[],
): Promise<void> {
  await sql`
    update quarantine set original = coalesce(original, item), item = ${JSON.stringify(item)},
      name = ${nameOfItem(item)}, problems = ${JSON.stringify(problems)}, reasons = ${reasonsOf(problems)}::text[]
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
}

/** Items that mention one of these values, as received. */
export async function readMentioning(
  tx: Tx,
  workspaceId: number,
  values: readonly string[],
): Promise<{ receivedAt: number; item: unknown }[]> {
  const { rows } = await sql<{ receivedAt: number; item: string }>`
    select received_at as "receivedAt", item from quarantine
    where workspace_id = ${workspaceId} and ${mentions(sql`item`, values)} order by id limit 1000`.execute(
    tx,
  );
  return rows.map(({ receivedAt, item }) => ({ receivedAt, item: JSON.parse(item) }));
}

/** Forgets every item that mentions one of these values, corrected or not, replayed or not. */
export async function deleteMentioning(
  tx: Tx,
  workspaceId: number,
  values: readonly string[],
): Promise<void> {
  await sql`
    delete from quarantine where workspace_id = ${workspaceId}
      and (${mentions(sql`item`, values)} or ${mentions(sql`coalesce(original, '')`, values)})`.execute(tx);
}
