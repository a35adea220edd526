import type { ImportState } from '@yutang/contracts/imports';
import type { ErrorParams } from '@yutang/core/errors';
import type { ImportKind, ImportSpec, RowCode } from '@yutang/core/imports';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** One reason of rejections, counted over the import. */
export interface ReasonCount {
  column: string | null;
  code: RowCode;
  params?: ErrorParams;
  note?: boolean;
  count: number;
}

/** A row of `imports`, with the names it refers to. Times are epoch ms. */
export interface ImportRow {
  workspace_id: number;
  id: number;
  file_id: number;
  file_name: string;
  source_id: number;
  source: string;
  generation: number;
  origin: number;
  kind: ImportKind;
  spec: ImportSpec;
  state: ImportState;
  byte_offset: number;
  line: number;
  read_to: number;
  open_orders: [orderId: string, firstLine: number][];
  accepted: number;
  repeated: number;
  rejected: number;
  events: number;
  progress: number;
  busy_ms: number;
  waiting: boolean;
  reasons: ReasonCount[];
  last_inbox_id: number | null;
  command_id: number | null;
  fault: string | null;
  created_at: number;
  created_by: string;
  started_at: number | null;
  finished_at: number | null;
}

const columns = sql`i.workspace_id, i.id, i.file_id, f.name as file_name, i.source_id, s.name as source, s.generation,
  i.origin, i.kind, i.spec, i.state, i.byte_offset, i.line, i.read_to, i.open_orders, i.accepted, i.repeated, i.rejected, i.events, i.progress,
  i.busy_ms, i.waiting, i.reasons, i.last_inbox_id, i.command_id, i.fault, i.created_at, i.created_by, i.started_at,
  i.finished_at`;
const from = sql`imports i
  join import_files f on f.workspace_id = i.workspace_id and f.id = i.file_id
  join import_sources s on s.workspace_id = i.workspace_id and s.id = i.source_id`;

export async function findImport(
  db: Db | Tx,
  workspaceId: number,
  id: number,
): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select ${columns} from ${from} where i.workspace_id = ${workspaceId} and i.id = ${id}::bigint`.execute(
    db,
  );
  return rows[0];
}

/** As `findImport`, locked until the transaction ends. */
export async function lockImport(tx: Tx, workspaceId: number, id: number): Promise<ImportRow | undefined> {
  await sql`select 1 from imports where workspace_id = ${workspaceId} and id = ${id}::bigint for update`.execute(
    tx,
  );
  return findImport(tx, workspaceId, id);
}

/** Imports below `before`, newest first. */
export async function listImports(
  db: Db,
  workspaceId: number,
  before: number,
  limit: number,
): Promise<ImportRow[]> {
  const { rows } = await sql<ImportRow>`
    select ${columns} from ${from} where i.workspace_id = ${workspaceId} and i.id < ${before}::bigint
    order by i.id desc limit ${limit}`.execute(db);
  return rows;
}

/** The id of the source of this name, made when it is new. */
export async function ensureSource(tx: Tx, workspaceId: number, name: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into import_sources (workspace_id, name) values (${workspaceId}, ${name})
    on conflict (workspace_id, name) do update set name = excluded.name returning id`.execute(tx);
  return rows[0]?.id as number;
}

/** The id of a source that has been imported from; undefined for a new one. */
export async function findSource(db: Db, workspaceId: number, name: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select id from import_sources where workspace_id = ${workspaceId} and name = ${name}`.execute(db);
  return rows[0]?.id;
}

export interface ImportDraft {
  fileId: number;
  sourceId: number;
  origin: number;
  spec: ImportSpec;
  createdAt: number;
  createdBy: string;
}

export async function insertImport(tx: Tx, workspaceId: number, draft: ImportDraft): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into imports (workspace_id, file_id, source_id, origin, kind, spec, state, line, created_at, created_by)
    values (${workspaceId}, ${draft.fileId}, ${draft.sourceId}, ${draft.origin}, ${draft.spec.kind},
      ${JSON.stringify(draft.spec)}, 'queued', 1, ${draft.createdAt}, ${draft.createdBy}) returning id`.execute(
    tx,
  );
  return rows[0]?.id as number;
}

/** Origins of the imports that came from a source before. */
export async function originsOf(tx: Tx, workspaceId: number, sourceId: number): Promise<number[]> {
  const { rows } = await sql<{ origin: number }>`
    select origin from imports where workspace_id = ${workspaceId} and source_id = ${sourceId}`.execute(tx);
  return rows.map((row) => row.origin);
}

/** Moves an import on to another state; the caller holds its lock. A worker that runs it sees that at its next batch. */
export async function setImportState(
  tx: Tx,
  workspaceId: number,
  id: number,
  state: ImportState,
  change: { fault?: string | null; finishedAt?: number | null } = {},
): Promise<void> {
  await sql`
    update imports set state = ${state}, waiting = false, worker = null, heartbeat_at = null,
      fault = ${change.fault ?? null}, finished_at = ${change.finishedAt ?? null}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
}

/** Whether an import of a file is in one of these states. */
export async function fileHasImport(
  tx: Tx,
  workspaceId: number,
  fileId: number,
  states: readonly ImportState[],
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from imports where workspace_id = ${workspaceId} and file_id = ${fileId}
      and state = any(${states}) limit 1`.execute(tx);
  return rows.length > 0;
}

/** The engine's command that takes an import back; null when none is under way. */
export async function setCommand(
  tx: Tx,
  workspaceId: number,
  id: number,
  commandId: number | null,
): Promise<void> {
  await sql`
    update imports set command_id = ${commandId} where workspace_id = ${workspaceId} and id = ${id}`.execute(
    tx,
  );
}
