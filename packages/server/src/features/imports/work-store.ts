import type { RowProblem } from '@yutang/core/imports';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { Checkpoint } from './checkpoint.ts';
import { findImport, type ImportRow, setCommand } from './import-store.ts';

/** A worker not heard of for this long is gone; another may take its import over. */
export const leaseMs = 5000;

/** Work that waits for a worker: imports to run or to undo, oldest first; one at a time for a workspace. */
export async function findWork(db: Db, now: number): Promise<{ workspaceId: number; id: number }[]> {
  const { rows } = await sql<{ workspaceId: number; id: number }>`
    select distinct on (workspace_id) workspace_id as "workspaceId", id from imports
    where state in ('queued', 'running', 'undoing')
      and not exists (
        select 1 from imports busy where busy.workspace_id = imports.workspace_id
          and busy.state in ('running', 'undoing') and busy.heartbeat_at > ${now - leaseMs})
    order by workspace_id, id`.execute(db);
  return rows;
}

/** Takes an import for a worker; undefined when it is not to be had any more. Marks a queued one as running. */
export async function claimWork(
  db: Db,
  workspaceId: number,
  id: number,
  worker: string,
  now: number,
): Promise<ImportRow | undefined> {
  const { rows } = await sql`
    update imports set worker = ${worker}, heartbeat_at = ${now}, fault = null,
      state = case when state = 'queued' then 'running' else state end,
      started_at = coalesce(started_at, ${now})
    where workspace_id = ${workspaceId} and id = ${id} and state in ('queued', 'running', 'undoing')
      and (heartbeat_at is null or heartbeat_at <= ${now - leaseMs} or worker = ${worker})
    returning id`.execute(db);
  return rows.length > 0 ? findImport(db, workspaceId, id) : undefined;
}

/** Tells that the worker lives; false when the import is no longer its. */
export async function heartbeat(
  db: Db,
  row: Pick<ImportRow, 'workspace_id' | 'id' | 'state'>,
  worker: string,
  now: number,
  waiting: boolean,
): Promise<boolean> {
  const { rows } = await sql`
    update imports set heartbeat_at = ${now}, waiting = ${waiting}
    where workspace_id = ${row.workspace_id} and id = ${row.id} and worker = ${worker} and state = ${row.state}
    returning id`.execute(db);
  return rows.length > 0;
}

/** As `heartbeat`, while the worker is busy with something long; changes nothing else. */
export async function touch(
  db: Db,
  row: Pick<ImportRow, 'workspace_id' | 'id'>,
  worker: string,
  now: number,
): Promise<void> {
  await sql`
    update imports set heartbeat_at = ${now}
    where workspace_id = ${row.workspace_id} and id = ${row.id} and worker = ${worker}`.execute(db);
}

/** Gives up what workers of this process hold, so that the next start need not wait for the lease. */
export async function releaseWork(db: Db, worker: string): Promise<void> {
  await sql`update imports set worker = null, heartbeat_at = null where worker = ${worker}`.execute(db);
}

/**
 * Writes the checkpoint, in the transaction that posts the batch. False when the import was paused or taken over
 * meanwhile: then the whole batch must be rolled back.
 */
export async function writeCheckpoint(
  tx: Tx,
  row: Pick<ImportRow, 'workspace_id' | 'id'>,
  worker: string,
  now: number,
  to: Checkpoint,
): Promise<boolean> {
  const { rows } = await sql`
    update imports set byte_offset = ${to.resume.place.offset}, line = ${to.resume.place.line},
      read_to = ${to.resume.readTo}, open_orders = ${JSON.stringify(to.resume.openOrders)}, accepted = ${to.accepted},
      repeated = ${to.repeated}, rejected = ${to.rejected}, events = ${to.events}, progress = ${to.progress},
      busy_ms = ${to.busyMs}, reasons = ${JSON.stringify(to.reasons)}, waiting = false, heartbeat_at = ${now},
      last_inbox_id = coalesce(${to.lastInboxId}, last_inbox_id)
    where workspace_id = ${row.workspace_id} and id = ${row.id} and worker = ${worker} and state = 'running'
    returning id`.execute(tx);
  return rows.length > 0;
}

/** What an import knows of a row or order that was taken in. */
export interface TakenRow {
  key: Buffer;
  import_id: number;
  lines: Buffer | null;
  /** Of an order: the highest part this import gave out, and whether it gave out the first. */
  part: number;
  has_first: boolean;
}

/** What is known of these keys, by whichever import of the source. */
export async function readTaken(
  tx: Db | Tx,
  workspaceId: number,
  sourceId: number,
  keys: readonly Buffer[],
): Promise<TakenRow[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<TakenRow>`
    select key, import_id, lines, part, has_first from imported_rows
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and key = any(${keys}::bytea[])`.execute(
    tx,
  );
  return rows;
}

/** Remembers rows as taken in by an import, in key order. */
export async function writeTaken(
  tx: Tx,
  row: Pick<ImportRow, 'workspace_id' | 'id' | 'source_id'>,
  taken: readonly Omit<TakenRow, 'import_id'>[],
): Promise<void> {
  if (taken.length === 0) return;
  const sorted = [...taken].sort((a, b) => Buffer.compare(a.key, b.key));
  await sql`
    insert into imported_rows (workspace_id, source_id, key, import_id, lines, part, has_first)
    select ${row.workspace_id}, ${row.source_id}, key, ${row.id}, lines, part, has_first from unnest(
      ${sorted.map((each) => each.key)}::bytea[], ${sorted.map((each) => each.lines)}::bytea[],
      ${sorted.map((each) => each.part)}::int[], ${sorted.map((each) => each.has_first)}::boolean[])
      as given (key, lines, part, has_first)
    on conflict (workspace_id, source_id, key, import_id)
      do update set lines = excluded.lines, part = excluded.part, has_first = excluded.has_first`.execute(tx);
}

/** A line of the file with what was wrong with it. */
export interface RejectDraft {
  line: number;
  rejected: boolean;
  problems: RowProblem[];
  text: string;
}

/** Longest piece of a row that a report repeats. */
const longestText = 4000;

/** Keeps rejections and notes; answers the lines that were not known yet. */
export async function insertRejects(
  tx: Tx,
  row: Pick<ImportRow, 'workspace_id' | 'id'>,
  rejects: readonly RejectDraft[],
): Promise<Set<number>> {
  if (rejects.length === 0) return new Set();
  const clean = (text: string) => text.slice(0, longestText).replaceAll('\0', '\ufffd');
  const { rows } = await sql<{ line: number }>`
    insert into import_rejects (workspace_id, import_id, line, rejected, problems, row_text)
    select ${row.workspace_id}, ${row.id}, * from unnest(
      ${rejects.map((each) => each.line)}::bigint[], ${rejects.map((each) => each.rejected)}::boolean[],
      ${rejects.map((each) => JSON.stringify(each.problems))}::json[],
      ${rejects.map((each) => clean(each.text))}::text[])
    on conflict do nothing returning line`.execute(tx);
  return new Set(rows.map((each) => each.line));
}

/** A row of `import_rejects`. */
export interface RejectRow {
  line: number;
  rejected: boolean;
  problems: RowProblem[];
  row_text: string;
}

/** Rejections and notes after `after`, in file order. */
export async function readRejects(
  db: Db,
  workspaceId: number,
  importId: number,
  after: number,
  limit: number,
): Promise<RejectRow[]> {
  const { rows } = await sql<RejectRow>`
    select line, rejected, problems, row_text from import_rejects
    where workspace_id = ${workspaceId} and import_id = ${importId} and line > ${after}
    order by line limit ${limit}`.execute(db);
  return rows;
}

/** Begins the undo: the rows may be taken in again from now on, under message ids of a new generation. */
export async function forgetTaken(
  tx: Tx,
  row: Pick<ImportRow, 'workspace_id' | 'id' | 'source_id'>,
  commandId: number,
): Promise<void> {
  await sql`delete from imported_rows where workspace_id = ${row.workspace_id} and import_id = ${row.id}`.execute(
    tx,
  );
  await sql`
    update import_sources set generation = generation + 1
    where workspace_id = ${row.workspace_id} and id = ${row.source_id}`.execute(tx);
  await setCommand(tx, row.workspace_id, row.id, commandId);
}
