import type { DuckDBConnection } from '@duckdb/node-api';
import { eventColumns, keptByErasure } from '../event-columns.ts';
import type { AppendBatch, MoveRow } from '../event-store.ts';
import { eventMigrations } from '../migrations-folder.ts';
import { writeRows } from './write-rows.ts';

/** One workspace's attached file through its only writing connection. Calls must come one at a time. */
export interface EventFile {
  connection: DuckDBConnection;
  catalog: string;
  watermark: number;
  /** Number of moves the physical rows do not know yet. */
  pending: number;
}

/** Brings a file's tables up to date and reads where it stands. */
export async function loadEventFile(connection: DuckDBConnection, catalog: string): Promise<EventFile> {
  await connection.run(`use ${catalog}`);
  await connection.run('create table if not exists migrations (number integer not null)');
  const applied = new Set(await firstColumn(connection, 'select number from migrations'));
  for (const { number, sql } of eventMigrations('duckdb')) {
    if (applied.has(number)) continue;
    await transact(connection, async () => {
      await connection.run(sql);
      await connection.run(`insert into migrations values (${number})`);
    });
  }
  const file = { connection, catalog, watermark: 0, pending: 0 };
  await reloadState(file);
  await connection.run(eventsView(file.pending > 0));
  return file;
}

/** Reads from the file where it stands: after a fault memory may be wrong about what was committed, the file never. */
export async function reloadState(file: EventFile): Promise<void> {
  const [watermark = 0] = await firstColumn(file.connection, 'select seq from watermark');
  const [pending = 0] = await firstColumn(file.connection, 'select count(*) from moves');
  file.watermark = watermark;
  file.pending = pending;
}

/** Rows, moves and watermark in one transaction of the file: after a crash either all are there or none. */
export async function appendBatch(file: EventFile, batch: AppendBatch): Promise<void> {
  if (batch.upTo <= file.watermark) return;
  const rows = batch.rows.filter(({ seq }) => seq > file.watermark && seq <= batch.upTo);
  let pending = file.pending;
  await transact(file.connection, async () => {
    if (rows.length > 0) {
      const appender = await file.connection.createAppender('event_rows', 'main', file.catalog);
      try {
        writeRows(appender, rows);
      } finally {
        appender.closeSync();
      }
    }
    if (batch.moves.length > 0) pending = await addMoves(file, batch.moves);
    await file.connection.run(`update watermark set seq = ${batch.upTo}`);
  });
  file.watermark = batch.upTo;
  file.pending = pending;
}

/** After an undone import every home of the workspace may come at once: appended and thinned out as sets. */
async function addMoves(file: EventFile, moves: readonly MoveRow[]): Promise<number> {
  const { connection } = file;
  const appender = await connection.createAppender('moves', 'main', file.catalog);
  try {
    for (const move of moves) {
      appender.appendBigInt(BigInt(move.source));
      appender.appendBigInt(BigInt(move.customer));
      appender.appendBigInt(BigInt(move.seq));
      appender.endRow();
    }
  } finally {
    appender.closeSync();
  }
  await connection.run(
    'delete from moves where (source, seq) not in (select (source, max(seq)) from moves group by source)',
  );
  if (file.pending === 0) await connection.run(eventsView(true));
  const [pending = 0] = await firstColumn(connection, 'select count(*) from moves');
  return pending;
}

/** Writes the pending moves into the rows and forgets them. Answers rows changed. */
export async function settleMoves(file: EventFile): Promise<number> {
  if (file.pending === 0) return 0;
  const { connection } = file;
  const changed = await transact(connection, async () => {
    const result = await connection.run(
      `update event_rows set customer = m.customer from moves m
       where event_rows.source = m.source and event_rows.customer <> m.customer`,
    );
    await connection.run('delete from moves');
    await connection.run(eventsView(false));
    return result.rowsChanged;
  });
  file.pending = 0;
  return changed;
}

/** Removes an undone import's rows. */
export async function retractOrigin(file: EventFile, origin: number, upTo: number): Promise<number> {
  const result = await file.connection.run(
    `delete from event_rows where origin = ${origin} and seq <= ${upTo}`,
  );
  return result.rowsChanged;
}

/** Empties what an erased person's events may not keep. */
export async function eraseSources(file: EventFile, sources: readonly number[]): Promise<void> {
  const known = sources.filter((source) => source > 0);
  if (known.length === 0) return;
  const list = known.join(', ');
  await transact(file.connection, async () => {
    await file.connection.run(`update event_rows set ${emptied} where source in (${list})`);
    await file.connection.run(`delete from moves where source in (${list})`);
  });
  // The old values stay in the file until its blocks are written anew.
  await file.connection.run(`checkpoint ${file.catalog}`).catch(() => undefined);
}

const emptyValue = { int: '0', flag: 'false', text: "''" };
const emptied = eventColumns
  .filter(({ name }) => !keptByErasure.has(name))
  .map(({ name, kind, nullable }) =>
    name === 'props' || name === 'meta'
      ? `${name} = '{}'`
      : `${name} = ${nullable ? 'null' : emptyValue[kind]}`,
  )
  .join(', ');

function eventsView(hasMoves: boolean): string {
  if (!hasMoves) return 'create or replace view events as select * from event_rows';
  return `create or replace view events as
    select e.* replace (coalesce(m.customer, e.customer) as customer)
    from event_rows e left join moves m on m.source = e.source`;
}

async function transact<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  await connection.run('begin');
  try {
    const result = await work();
    await connection.run('commit');
    return result;
  } catch (error) {
    await connection.run('rollback').catch(() => undefined);
    throw error;
  }
}

async function firstColumn(connection: DuckDBConnection, sql: string): Promise<number[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRows().map(([value]) => Number(value));
}
