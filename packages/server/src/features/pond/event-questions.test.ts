import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChannelBook } from '@yutang/core/channels';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickhouseMissing, startClickhouse, type TestClickhouse } from '../../../testing/clickhouse.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { createClickhouseStore } from '../../platform/event-store/clickhouse/clickhouse-store.ts';
import { createDuckdbStore } from '../../platform/event-store/duckdb/duckdb-store.ts';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import { randomEvents } from '../../platform/event-store/random-events.ts';
import { askConversion } from './conversion-question.ts';
import { askCosts } from './cost-question.ts';

const missing = clickhouseMissing();
if (missing) console.warn(`pond questions are not tried on ClickHouse: ${missing}`);
const rows = randomEvents(4000, 7).map((row, index) => ({
  ...row,
  channel: ['douyin', '抖音', 'wecom', null, 'website'][index % 5] as string | null,
  cost_minor: index % 3 === 0 ? index % 50 : null,
  name: index % 7 === 0 ? 'Order Paid' : 'Ad Clicked',
  order_id: index % 7 === 0 ? `o${index % 300}` : null,
}));

let database: TestDatabase;
let duckdb: EventStore;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'yutang-pond-'));
  duckdb = createDuckdbStore({ folder, threads: 1 });
});
afterAll(async () => {
  await duckdb.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function answers(events: EventStore) {
  const workspaceId = 1;
  await events.open(workspaceId);
  await events.append(workspaceId, { rows, moves: [], upTo: rows.length });
  const book = createChannelBook([]);
  const spellings = ['douyin', '抖音', 'wecom', 'website'];
  const input = { workspaceId, book, spellings, from: 0, to: 4_000_000_000_000 };
  return {
    conversion: await askConversion({ db: database.db, events }, input),
    costs: await askCosts(events, { ...input, currency: 'CNY' }),
    none: await askConversion({ db: database.db, events }, { ...input, spellings: [] }),
  };
}

describe('reports of the pond', () => {
  it('count what TypeScript counts', async () => {
    const { conversion, costs, none } = await answers(duckdb);
    const book = createChannelBook([]);
    const seen = (channels: string[]) =>
      new Set(
        rows
          .filter(
            (row) => channels.includes(row.channel ?? '') && row.family !== 'system' && row.customer > 0,
          )
          .map((row) => row.customer),
      ).size;
    expect(conversion.total.exposed).toBe(seen(['douyin', '抖音']));
    expect(conversion.byChannel.map(({ channel, exposed }) => [channel, exposed])).toEqual(
      [
        ['douyin', seen(['douyin', '抖音'])],
        ['wecom', seen(['wecom'])],
        ['website', seen(['website'])],
      ].sort((a, b) => (b[1] as number) - (a[1] as number)),
    );
    expect(none.total).toEqual({ exposed: 0, settled: 0, toPrivate: 0, rate: null });
    const paid = rows.filter(
      (row) =>
        row.cost_minor !== null &&
        row.channel !== null &&
        book.classOf(row.channel === '抖音' ? 'douyin' : row.channel) === 'public',
    );
    const [outside] = costs.byDomainClass;
    expect(outside).toMatchObject({
      domainClass: 'public',
      reaches: paid.length,
      costMinor: paid.reduce((sum, row) => sum + (row.cost_minor ?? 0), 0),
      people: new Set(paid.map((row) => (row.customer > 0 ? row.customer : -row.seq))).size,
    });
  });

  it.skipIf(missing)(
    `answer the same on ClickHouse, one node and two shards`,
    async () => {
      const expected = await answers(duckdb);
      for (const nodes of [1, 2]) {
        const server: TestClickhouse = await startClickhouse(nodes);
        const store = createClickhouseStore(server.url);
        try {
          expect(await answers(store), `${nodes} nodes`).toEqual(expected);
        } finally {
          await store.close();
          await server.stop();
        }
      }
    },
    120_000,
  );
});
