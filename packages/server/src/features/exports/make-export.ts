import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExportFormat } from '@yutang/contracts/exports';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import { eventColumns } from '../../platform/event-store/event-columns.ts';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { version } from '../../platform/version.ts';
import type { ExportFile, FileColumn, Manifest } from './manifest.ts';
import { eventRows, fetched, readStanding, rewritesOf, type Standing, tableRows } from './read-house.ts';
import { tableColumns } from './table-columns.ts';
import { exportedTables } from './workspace-tables.ts';
import { type Row, writeRows } from './write-rows.ts';

export interface ExportProgress {
  step: string;
  rows: number;
  expectedRows: number;
}

export interface ExportWork {
  db: Db;
  events: EventStore;
  workspaceId: number;
  format: ExportFormat;
  /** A folder that is not there yet; it appears whole or not at all. */
  target: string;
  now: number;
  progress(progress: ExportProgress): void;
}

/** How long an export waits for what was accepted to be known. */
const patienceMs = 10_000;

/**
 * Writes a whole workspace as of one instant into a folder: the log, what people decided, tables for readers, and last
 * the manifest. @throws AppError `exports.disturbed`, `server.disk-full`
 */
export async function makeExport(work: ExportWork): Promise<Manifest> {
  const { db, workspaceId, target } = work;
  await quiet(db, workspaceId);
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  try {
    const before = await db.transaction().execute((tx) => rewritesOf(tx, workspaceId));
    const manifest = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => writeAll(work, tx, partial));
    await writeFile(join(partial, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, {
      mode: 0o600,
    });
    await rename(partial, target);
    // the event store is not in the snapshot: what was taken out of it meanwhile is half in, half out; and who is erased
    // from here on deletes what stands at its place
    const after = await db.transaction().execute((tx) => rewritesOf(tx, workspaceId));
    if (before !== after) {
      await rm(target, { recursive: true, force: true });
      throw new AppError('exports.disturbed');
    }
    const parent = await open(dirname(target), 'r');
    await parent.sync().finally(() => parent.close());
    return manifest;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if ((error as { code?: string }).code === 'ENOSPC') throw new AppError('server.disk-full');
    throw error;
  }
}

/** Waits a while until everything accepted is in the log; where events never stop arriving, some will be left out. */
async function quiet(db: Db, workspaceId: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    const { rows } = await sql<{ waits: boolean }>`
      select exists (select 1 from inbox where workspace_id = ${workspaceId})
        or exists (select 1 from engine_drafts where workspace_id = ${workspaceId})
        or exists (select 1 from engine_commands where workspace_id = ${workspaceId} and state = 'waiting') as waits`.execute(
      db,
    );
    if (!rows[0]?.waits) return;
    await sleep(100);
  }
}

const logColumns: FileColumn[] = eventColumns.map(({ name, kind }) => ({
  name,
  kind: name === 'props' || name === 'meta' ? 'json' : kind,
}));

const lineColumns: FileColumn[] = [
  { name: 'order_id', kind: 'text' },
  { name: 'line', kind: 'int' },
  { name: 'sku', kind: 'text' },
  { name: 'name', kind: 'text' },
  { name: 'quantity', kind: 'number' },
  { name: 'price_minor', kind: 'int' },
];

async function writeAll(work: ExportWork, tx: Tx, folder: string): Promise<Manifest> {
  const { events, workspaceId, format, progress } = work;
  const standing = await readStanding(tx, workspaceId);
  const expectedRows =
    standing.lastSeq + 2 * (standing.counts.identities ?? 0) + (standing.counts.orders ?? 0);
  const files: ExportFile[] = [];
  let rows = 0;
  async function add(
    table: string,
    role: ExportFile['role'],
    columns: readonly FileColumn[],
    batches: AsyncIterable<Row[]>,
  ): Promise<void> {
    const name = `${table}.${format}`;
    async function* told() {
      for await (const batch of batches) {
        rows += batch.length;
        progress({ step: table, rows, expectedRows: Math.max(rows, expectedRows) });
        yield batch;
      }
    }
    const written = await writeRows(join(folder, name), format, columns, told());
    const named = columns.map((column) => ({ name: column.name, kind: column.kind }));
    files.push({ name, table, role, columns: named, ...written });
  }
  await add(
    'events',
    'log',
    logColumns,
    eventRows(events, tx, workspaceId, standing.lastSeq) as AsyncIterable<never>,
  );
  for (const [table, rule] of Object.entries(exportedTables)) {
    const columns = await tableColumns(tx, table);
    await add(table, rule.role, columns, tableRows(tx, workspaceId, table, columns, rule));
  }
  await add('order_lines', 'answer', lineColumns, orderLines(tx, workspaceId));
  const logged = files[0]?.rows ?? 0;
  return manifestOf(work, standing, files, await readSchema(tx), { events: logged, ...standing.counts });
}

function orderLines(tx: Tx, workspaceId: number): AsyncGenerator<Row[]> {
  return fetched(
    tx,
    sql`select o.order_id, l.n as line, l.value->>'sku' as sku, l.value->>'name' as name,
      (l.value->>'quantity')::float8 as quantity, (l.value->>'priceMinor')::bigint as price_minor
    from orders o, jsonb_array_elements(o.lines) with ordinality as l (value, n)
    where o.workspace_id = ${sql.lit(workspaceId)} order by o.order_id, l.n`,
  );
}

function manifestOf(
  { format, now }: ExportWork,
  { name, zone, currency, language, settings, lastSeq, lastNow, waiting }: Standing,
  files: ExportFile[],
  schema: number,
  counts: Record<string, number>,
): Manifest {
  return {
    what: 'yutang-workspace',
    layout: 1,
    version,
    schema,
    format,
    madeAt: now,
    upToSeq: lastSeq,
    lastNow,
    waiting,
    workspace: { name, zone, currency, language, settings },
    counts,
    files,
  };
}

/** The highest migration of this database: what the columns of the files follow. */
export async function readSchema(db: Db | Tx): Promise<number> {
  const { rows } = await sql<{ schema: number }>`
    select coalesce(max(number), 0)::int as schema from migrations`.execute(db);
  return rows[0]?.schema ?? 0;
}
