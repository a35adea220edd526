import { join } from 'node:path';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import type { Principal } from '../../platform/http/principal.ts';
import { texts } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { requestRebuild } from '../ingestion/index.ts';
import { audit, checkedZone } from '../workspaces/index.ts';
import type { ExportFile, Manifest } from './manifest.ts';
import { readRows, type TextRow } from './read-rows.ts';
import { inward, quoted, type TableColumn, tableColumns } from './table-columns.ts';
import { exportedTables } from './workspace-tables.ts';

export interface IntakeWork {
  db: Db;
  principal: Principal;
  /** Of files whose sums have been checked. */
  folder: string;
  manifest: Manifest;
  progress(step: string, rows: number): void;
}

/** Numbers above this are refused: the counters behind them belong to every workspace of the house. */
const highestNumber = 1_000_000_000;

/** What a workspace holds that an intake would have to overwrite; null: nothing. */
export async function obstacleOf(db: Db | Tx, workspaceId: number): Promise<string | null> {
  const parts = [
    sql`select 'events' as what, last_seq as n from engine_state where workspace_id = ${workspaceId}`,
    sql`select 'events waiting', coalesce(sum(items), 0) from inbox where workspace_id = ${workspaceId}`,
    ...Object.entries(exportedTables)
      .filter(([, { role }]) => role === 'kept')
      .map(
        ([table]) =>
          sql`select ${sql.lit(table)}, count(*) from ${sql.table(table)} where workspace_id = ${workspaceId}`,
      ),
  ];
  const { rows } = await sql<{ what: string; n: number }>`
    select what, n::bigint as n from (${sql.join(parts, sql` union all `)}) f where n > 0 limit 1`.execute(
    db,
  );
  return rows[0] ? `${rows[0].n} ${rows[0].what}` : null;
}

/**
 * Writes an export into an empty workspace, in one transaction, and asks the engine to compute every fold from the log.
 * The log comes in with the numbers it had, as history: nothing fires. Answers the engine's command.
 * @throws AppError `exports.not-empty`, `exports.damaged`
 */
export async function takeIn(work: IntakeWork): Promise<number> {
  const { db, principal, manifest } = work;
  const { workspaceId } = principal;
  try {
    return await db.transaction().execute(async (tx) => {
      await holdEngine(tx, workspaceId);
      const what = await obstacleOf(tx, workspaceId);
      if (what !== null) throw new AppError('exports.not-empty', { what });
      await takeSettings(tx, workspaceId, manifest);
      let rows = 0;
      for (const file of filesToTake(manifest)) {
        await takeFile(work, tx, file, (taken) => {
          rows += taken;
          work.progress(file.table, rows);
        });
      }
      await assertConsistent(tx, workspaceId, manifest);
      await sql`update engine_state set last_seq = ${manifest.upToSeq}, last_now = ${manifest.lastNow}
        where workspace_id = ${workspaceId}`.execute(tx);
      await audit(tx, principal, 'intake.started', `workspace:${workspaceId}`, {
        from: manifest.workspace.name,
        events: manifest.upToSeq,
        madeAt: manifest.madeAt,
      });
      return requestRebuild(tx, workspaceId, principal.label);
    });
  } catch (error) {
    // a value that no column takes: the sums are right, so somebody made the file that way
    const { code, message } = error as { code?: string; message?: string };
    if (/^2[23]\w{3}$/.test(code ?? '') || error instanceof SyntaxError || error instanceof RangeError) {
      throw new AppError('exports.damaged', { lines: message ?? '' });
    }
    throw error;
  }
}

/** Keeps ticks away until this transaction ends; the generation moves on, so that the engine begins with the command. */
async function holdEngine(tx: Tx, workspaceId: number): Promise<void> {
  await sql`
    insert into engine_state (workspace_id, generation) values (${workspaceId}, 1)
    on conflict (workspace_id) do update set generation = engine_state.generation + 1`.execute(tx);
}

async function takeSettings(tx: Tx, workspaceId: number, { workspace }: Manifest): Promise<void> {
  const zone = checkedZone(workspace.zone, 'workspace.zone');
  await sql`
    update workspaces set zone = ${zone}, currency = ${workspace.currency},
      settings = settings || ${JSON.stringify(workspace.settings)}::jsonb
    where id = ${workspaceId}`.execute(tx);
}

function filesToTake(manifest: Manifest): ExportFile[] {
  const files = manifest.files.filter(
    ({ table }) => table === 'events' || exportedTables[table]?.role === 'kept',
  );
  if (
    new Set(files.map(({ table }) => table)).size < files.length ||
    !files.some(({ table }) => table === 'events')
  ) {
    throw new RangeError('each table has one file, and there is one of events');
  }
  return files;
}

/** Rows of one statement: their texts are held in memory twice. */
async function takeFile(
  { folder, manifest, principal: { workspaceId } }: IntakeWork,
  tx: Tx,
  file: ExportFile,
  taken: (rows: number) => void,
): Promise<void> {
  const table = file.table === 'events' ? 'log' : file.table;
  const known = new Map((await tableColumns(tx, table)).map((column) => [column.name, column]));
  const columns = file.columns.map(({ name }) => {
    const column = known.get(name);
    if (!column) throw new RangeError(`${file.name}: there is no column ${name}`);
    return column;
  });
  const kinds = file.columns.map(({ name, kind }) => ({ name, kind }));
  let rows = 0;
  for await (const batch of readRows(join(folder, file.name), manifest.format, kinds)) {
    if (batch.length === 0) continue;
    await insertRows(tx, workspaceId, table, columns, batch);
    rows += batch.length;
    taken(batch.length);
  }
  if (rows !== file.rows) throw new RangeError(`${file.name}: ${rows} rows instead of ${file.rows}`);
  if (known.has('id')) await moveCounter(tx, workspaceId, table);
}

async function insertRows(
  tx: Tx,
  workspaceId: number,
  table: string,
  columns: readonly TableColumn[],
  rows: readonly TextRow[],
): Promise<void> {
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  const values = columns.map((column) =>
    // what came by a file fires nothing, wherever the log is read
    table === 'log' && column.name === 'history' ? 'true' : inward(column),
  );
  const lists = columns.map((_, at) => sql`${texts(rows.map((row) => row[at] ?? null))}::text[]`);
  await sql`
    insert into ${sql.raw(quoted(table))} (workspace_id, ${sql.raw(names)}) overriding system value
    select ${workspaceId}::int, ${sql.raw(values.join(', '))} from unnest(${sql.join(lists)}) as x (${sql.raw(names)})`.execute(
    tx,
  );
}

/** What is made from now on gets numbers after those that came. */
async function moveCounter(tx: Tx, workspaceId: number, table: string): Promise<void> {
  const { rows } = await sql<{ counter: string | null; last: number }>`
    select pg_get_serial_sequence(${quoted(table)}, 'id') as counter, coalesce(max(id), 0)::bigint as last
    from ${sql.raw(quoted(table))} where workspace_id = ${workspaceId}`.execute(tx);
  const { counter, last } = rows[0] as { counter: string | null; last: number };
  if (last > highestNumber) throw new RangeError(`${table}: the number ${last} is too high`);
  if (!counter || last === 0) return;
  await sql`select setval(${counter}::regclass, ${last})
    where ${last}::bigint > (select last_value from ${sql.raw(counter)})`.execute(tx);
}

/** The log must be one that the engine could have written. */
async function assertConsistent(tx: Tx, workspaceId: number, { upToSeq }: Manifest): Promise<void> {
  const { rows } = await sql<{ fault: string | null }>`
    select case
      when exists (select 1 from log where workspace_id = ${workspaceId} and (seq > ${upToSeq} or seq < 1))
        then 'an event is numbered beyond the end of the log'
      when exists (select 1 from log l where l.workspace_id = ${workspaceId} and l.source <> 0 and not exists (
          select 1 from identities i where i.workspace_id = l.workspace_id and i.home = l.source))
        then 'an event belongs to nobody known'
      when (select max(home) from identities where workspace_id = ${workspaceId})
          >= (select next_home from identity_state where workspace_id = ${workspaceId})
        then 'a number of an identity is given twice'
      end as fault`.execute(tx);
  if (rows[0]?.fault) throw new RangeError(rows[0].fault);
}
