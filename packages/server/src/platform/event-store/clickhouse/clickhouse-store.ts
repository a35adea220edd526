import { bindQuestion } from '../bind-question.ts';
import { clickhouseDialect } from '../dialect.ts';
import type { EventStore } from '../event-store.ts';
import { createTurns } from '../in-turn.ts';
import { parseClickhouseAddress } from './address.ts';
import type { ClickhouseNode } from './clickhouse-node.ts';
import { rewriteQuestion } from './rewrite-question.ts';
import { findShards } from './shards.ts';
import {
  appendBatch,
  eraseSources,
  loadDatabase,
  retractOrigin,
  settlePending,
  type WorkspaceDatabase,
} from './workspace-database.ts';

/** Settings a question runs under. `global`: the inner set of an `in` is made once and sent to the shards. */
const askSettings = {
  readonly: 2,
  result_overflow_mode: 'break',
  distributed_product_mode: 'global',
  // what is missing on the right of a join is null, as everywhere else
  join_use_nulls: 1,
};

/**
 * The event store on ClickHouse, one node or a cluster of shards; a database a workspace. Written for 18.16 and up,
 * tested on 18.16. Only one process may append to a workspace; any number may ask.
 */
export function createClickhouseStore(url: string): EventStore {
  const address = parseClickhouseAddress(url);
  const inTurn = createTurns();
  const databases = new Map<number, WorkspaceDatabase>();
  let shards: Promise<ClickhouseNode[]> | undefined;

  function nodes(): Promise<ClickhouseNode[]> {
    shards ??= findShards(address).catch((error: unknown) => {
      shards = undefined;
      throw error;
    });
    return shards;
  }

  const nameOf = (workspaceId: number): string => `${address.prefix}_${workspaceId}`;

  async function loaded(workspaceId: number): Promise<WorkspaceDatabase> {
    const known = databases.get(workspaceId);
    if (known) return known;
    const database = await loadDatabase(nameOf(workspaceId), await nodes(), address.cluster);
    databases.set(workspaceId, database);
    return database;
  }

  const write = <T>(workspaceId: number, work: (database: WorkspaceDatabase) => Promise<T>): Promise<T> =>
    inTurn(workspaceId, async () => work(await loaded(workspaceId)));

  const table = address.cluster === null ? 'events_local' : 'events_all';

  return {
    open: (workspaceId) =>
      databases.has(workspaceId) ? Promise.resolve() : write(workspaceId, async () => undefined),
    watermark: (workspaceId) => write(workspaceId, async ({ watermark }) => watermark),
    append: (workspaceId, batch) => write(workspaceId, (database) => appendBatch(database, batch)),
    query: async <Row>(workspaceId: number, question: Parameters<EventStore['query']>[1]) => {
      const { sql, limit, timeoutMs } = bindQuestion(clickhouseDialect, question);
      const database = databases.get(workspaceId) ?? (await write(workspaceId, async (each) => each));
      const rows = await (database.shards[0] as ClickhouseNode).read<Row>(
        rewriteQuestion(sql, { table, watermark: database.watermark, pending: database.pending }),
        {
          database: database.name,
          settings: {
            ...askSettings,
            max_result_rows: limit,
            max_execution_time: Math.ceil(timeoutMs / 1000) + 1,
          },
          timeoutMs,
        },
      );
      // whole blocks are let through
      return rows.length > limit ? rows.slice(0, limit) : rows;
    },
    settleMoves: (workspaceId) => write(workspaceId, settlePending),
    retract: (workspaceId, origin, upTo) =>
      write(workspaceId, (database) => retractOrigin(database, origin, upTo)),
    erase: (workspaceId, sources) => write(workspaceId, (database) => eraseSources(database, sources)),
    drop: (workspaceId) =>
      inTurn(workspaceId, async () => {
        databases.delete(workspaceId);
        const all = await nodes();
        await Promise.all(all.map((node) => node.run(`drop database if exists ${nameOf(workspaceId)}`)));
      }),
    audit: async (workspaceId) => {
      const database = await write(workspaceId, async (each) => each);
      const [row] = await (database.shards[0] as ClickhouseNode).read<
        Record<'n' | 'd' | 'low' | 'high', number>
      >(`select count() as n, uniqExact(seq) as d, min(seq) as low, max(seq) as high from ${table}`, {
        database: database.name,
      });
      if (!row) throw new Error('an aggregate answered no row');
      return { rows: row.n, distinct: row.d, minSeq: row.low, maxSeq: row.high };
    },
    describe: async () => {
      const [first] = await nodes();
      const [row] = await (first as ClickhouseNode).read<{ version: string }>('select version() as version');
      return { engine: 'clickhouse', version: row?.version ?? '' };
    },
    close: async () => {
      databases.clear();
      shards = undefined;
    },
  };
}
