import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { eventColumns, keptByErasure } from '../event-columns.ts';
import type { AppendBatch, EventRow } from '../event-store.ts';
import { eventMigrations } from '../migrations-folder.ts';
import type { ClickhouseNode } from './clickhouse-node.ts';
import { customerExpression } from './rewrite-question.ts';
import { encodeEvents, encodeInts, insertColumns } from './row-binary.ts';
import { shardingKey, shardOf } from './shards.ts';

/** One workspace's database on every shard. Calls that write must come one at a time. */
export interface WorkspaceDatabase {
  name: string;
  shards: ClickhouseNode[];
  watermark: number;
  /** Moves that `customer_then` does not know yet. */
  pending: Map<number, number>;
  /** Whether rows above the watermark may be there: after a start, and after an append that failed. */
  inDoubt: boolean;
}

/** Makes databases and tables where they are missing, on every shard, and reads where they stand. */
export async function loadDatabase(
  name: string,
  shards: ClickhouseNode[],
  cluster: string | null,
): Promise<WorkspaceDatabase> {
  await Promise.all(
    shards.map(async (node) => {
      await node.run(`create database if not exists ${name}`);
      const call = { database: name };
      await node.run(
        'create table if not exists migrations (number Int64) engine = MergeTree order by number',
        call,
      );
      const done = await node.read<{ number: number }>('select distinct number from migrations', call);
      for (const { number, sql } of eventMigrations('clickhouse')) {
        if (done.some((each) => each.number === number)) continue;
        for (const statement of statementsOf(sql)) await node.run(statement, call);
        await node.run(`insert into migrations values (${number})`, call);
      }
    }),
  );
  if (cluster !== null) {
    const engine = `Distributed(${cluster}, ${name}, events_local, ${shardingKey})`;
    await onAll(
      shards,
      name,
      `create table if not exists events_all as ${name}.events_local engine = ${engine}`,
    );
  }
  const marks = await Promise.all(
    shards.map(async (node) => {
      const call = { database: name };
      const [appended] = await node.read<{ at: number }>('select max(up_to) as at from appended', call);
      const [settled] = await node.read<{ at: number }>('select max(seq) as at from settled', call);
      return { appended: appended?.at ?? 0, settled: settled?.at ?? 0 };
    }),
  );
  const watermark = Math.min(...marks.map(({ appended }) => appended));
  const settled = Math.min(...marks.map((mark) => mark.settled));
  const moves = await (shards[0] as ClickhouseNode).read<{ source: number; owner: number }>(
    `select source, argMax(customer, seq) as owner from moves_local
     where seq > ${settled} and seq <= ${watermark} group by source order by source`,
    { database: name },
  );
  const database = { name, shards, watermark, pending: new Map<number, number>(), inDoubt: true };
  database.pending = await onlyUnsettled(
    database,
    new Map(moves.map(({ source, owner }) => [source, owner])),
  );
  return database;
}

/**
 * Exactly once without transactions: rows go straight to each shard's own table, one insert a shard; the batch is
 * recorded when all shards have answered. After a doubt: wait until no insert of ours runs, read which rows above
 * the watermark are there, and insert only what is missing.
 */
export async function appendBatch(database: WorkspaceDatabase, batch: AppendBatch): Promise<void> {
  const { name, shards, watermark } = database;
  if (batch.upTo <= watermark) return;
  const parts: EventRow[][] = shards.map(() => []);
  for (const row of batch.rows) {
    if (row.seq > watermark && row.seq <= batch.upTo) parts[shardOf(row, shards.length)]?.push(row);
  }
  const there = database.inDoubt ? await doubtfulRows(database, batch.upTo) : new Set<number>();
  database.inDoubt = true;
  const moves = encodeInts(batch.moves.map(({ source, customer, seq }) => [source, customer, seq]));
  await Promise.all(
    shards.map(async (node, shard) => {
      const rows = (parts[shard] ?? []).filter(({ seq }) => !there.has(seq));
      if (rows.length > 0) {
        await insert(node, name, `events_local (${insertColumns})`, encodeEvents(rows, watermark), watermark);
      }
      if (moves.length > 0) await insert(node, name, 'moves_local (source, customer, seq)', moves, watermark);
    }),
  );
  const mark = encodeInts([[watermark, batch.upTo]]);
  await Promise.all(shards.map((node) => insert(node, name, 'appended (append_id, up_to)', mark, watermark)));
  const latest = [...batch.moves].sort((a, b) => a.seq - b.seq);
  const moved = await onlyUnsettled(
    database,
    new Map(latest.map(({ source, customer }) => [source, customer])),
  );
  for (const { source } of latest) database.pending.delete(source);
  for (const [source, customer] of moved) database.pending.set(source, customer);
  database.watermark = batch.upTo;
  database.inDoubt = false;
}

/**
 * Rows above the watermark that an interrupted append did bring to any shard. Those beyond the new batch go: they
 * will come again.
 */
async function doubtfulRows(
  { name, shards, watermark }: WorkspaceDatabase,
  upTo: number,
): Promise<Set<number>> {
  // An insert that was cut off may lie in a socket, not yet known to the server as running.
  await wait(100);
  const found = await Promise.all(
    shards.map(async (node) => {
      for (let tries = 0; ; tries += 1) {
        const running = await node.read(
          `select 1 from system.processes where query_id like '${name}-append-%'`,
        );
        if (running.length === 0) break;
        if (tries > 600) throw new Error(`an interrupted insert into ${name} does not end`);
        await wait(50);
      }
      const sql = `select seq from events_local where seq > ${watermark}`;
      const rows = await node.read<{ seq: number }>(sql, { database: name });
      if (rows.some(({ seq }) => seq > upTo)) await mutate(node, name, `delete where seq > ${upTo}`);
      return rows.map(({ seq }) => seq);
    }),
  );
  return new Set(found.flat());
}

async function insert(
  node: ClickhouseNode,
  database: string,
  into: string,
  data: Uint8Array,
  watermark: number,
): Promise<void> {
  const queryId = `${database}-append-${watermark}-${randomUUID()}`;
  await node.run(`insert into ${into} format RowBinary`, { database, data, queryId });
}

const manyMoves = 1000;
const sourcesAtOnce = 5000;

/**
 * Every question carries the pending moves in its text. After an undone import all homes are sent again, nearly all
 * of which are where they were: those are left out. A handful is not worth the look.
 */
async function onlyUnsettled(
  { name, shards }: Pick<WorkspaceDatabase, 'name' | 'shards'>,
  moves: Map<number, number>,
): Promise<Map<number, number>> {
  if (moves.size < manyMoves) return moves;
  const unsettled = new Map<number, number>();
  for (const part of inParts([...moves.keys()])) {
    const found = await Promise.all(
      shards.map((node) =>
        node.read<{ source: number; customer_then: number }>(
          `select distinct source, customer_then from events_local where source in (${part})`,
          { database: name },
        ),
      ),
    );
    for (const { source, customer_then } of found.flat()) {
      const customer = moves.get(source);
      if (customer !== undefined && customer !== customer_then) unsettled.set(source, customer);
    }
  }
  return unsettled;
}

/** Writes the pending moves into the rows. Questions answer the same before, while and after. */
export async function settlePending(database: WorkspaceDatabase): Promise<number> {
  const { name, shards, pending, watermark } = database;
  if (pending.size === 0) return 0;
  let changed = 0;
  for (const sources of inParts([...pending.keys()])) {
    const today = customerExpression(
      new Map(sources.map((source) => [source, pending.get(source) as number])),
    );
    const which = `source in (${sources})`;
    const counts = await Promise.all(
      shards.map(async (node) => {
        const count = await countWhere(node, name, `${which} and customer_then <> ${today}`);
        if (count > 0) await mutate(node, name, `update customer_then = ${today} where ${which}`);
        return count;
      }),
    );
    changed += sum(counts);
  }
  await onAll(shards, name, `insert into settled values (${watermark})`);
  pending.clear();
  return changed;
}

function inParts(sources: readonly number[]): number[][] {
  const parts: number[][] = [];
  for (let at = 0; at < sources.length; at += sourcesAtOnce)
    parts.push(sources.slice(at, at + sourcesAtOnce));
  return parts;
}

export async function retractOrigin(
  database: WorkspaceDatabase,
  origin: number,
  upTo: number,
): Promise<number> {
  // never null: a mutation of 18.16 also deletes where the condition is null
  const which = `ifNull(origin = ${origin}, 0) and seq <= ${upTo}`;
  const removed = await Promise.all(
    database.shards.map(async (node) => {
      const count = await countWhere(node, database.name, which);
      if (count > 0) await mutate(node, database.name, `delete where ${which}`);
      return count;
    }),
  );
  return sum(removed);
}

const emptyValue = { int: 'toInt64(0)', flag: '0', text: "''" };
const blanked = [
  ...eventColumns.map(({ name, kind, nullable }) =>
    keptByErasure.has(name)
      ? name
      : name === 'props' || name === 'meta'
        ? "'{}'"
        : nullable
          ? 'null'
          : emptyValue[kind],
  ),
  'emptyArrayString()',
  'emptyArrayString()',
  'append_id',
].join(', ');

/**
 * The home is part of the key and no key column can be updated: blank copies first, then the originals go. For the
 * moment in between a person's events count twice; interrupted and repeated, it ends with one blank row each.
 */
export async function eraseSources(database: WorkspaceDatabase, sources: readonly number[]): Promise<void> {
  const known = sources.filter((source) => source > 0);
  if (known.length === 0) return;
  const { name, shards, pending } = database;
  const which = `source in (${known})`;
  await Promise.all(
    shards.map(async (node) => {
      if ((await countWhere(node, name, which)) === 0) return;
      await node.run(
        `insert into events_local (${insertColumns}) select ${blanked} from events_local
         where ${which} and seq not in (select seq from events_local where source = 0)`,
        { database: name },
      );
      await mutate(node, name, `delete where ${which}`);
    }),
  );
  for (const source of known) pending.delete(source);
}

/** Changes rows in the background, as ClickHouse does, and waits for the end. */
async function mutate(node: ClickhouseNode, database: string, change: string): Promise<void> {
  await node.run(`alter table events_local ${change}`, { database });
  for (let tries = 0; tries < 12_000; tries += 1) {
    const left = await node.read(
      `select 1 from system.mutations where database = '${database}' and table = 'events_local' and not is_done`,
    );
    if (left.length === 0) return;
    await wait(Math.min(20 + tries * 5, 200));
  }
  throw new Error(`a mutation of ${database} does not end: ${change.slice(0, 100)}`);
}

async function countWhere(node: ClickhouseNode, database: string, which: string): Promise<number> {
  const [row] = await node.read<{ n: number }>(`select count() as n from events_local where ${which}`, {
    database,
  });
  return row?.n ?? 0;
}

async function onAll(shards: readonly ClickhouseNode[], database: string, sql: string): Promise<void> {
  await Promise.all(shards.map((node) => node.run(sql, { database })));
}

/** A migration's statements: 18.16 takes one a call, and no comment before it. */
const statementsOf = (sql: string): string[] =>
  sql
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
