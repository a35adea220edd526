import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickhouseMissing, startClickhouse, type TestClickhouse } from '../../../../testing/clickhouse.ts';
import { appendUntilKilled } from '../../../../testing/kill-appending.ts';
import type { EventStore } from '../event-store.ts';
import { randomEvents } from '../random-events.ts';
import { createClickhouseStore } from './clickhouse-store.ts';

const missing = clickhouseMissing();
if (missing) console.warn(`crashes of ClickHouse not tested: ${missing}`);

describe.skipIf(missing)('a ClickHouse event store that is interrupted', { timeout: 180_000 }, () => {
  let server: TestClickhouse;
  let store: EventStore;
  beforeAll(async () => {
    server = await startClickhouse(2);
    store = createClickhouseStore(server.url);
  }, 60_000);
  afterAll(() => server?.stop());

  it('loses and doubles nothing when the appending process is killed −9', async () => {
    for (let round = 0; round < 5; round += 1) {
      const acknowledged = await appendUntilKilled(server.url, 20 + Math.random() * 400);
      const fresh = createClickhouseStore(server.url);
      const watermark = await fresh.watermark(1);
      expect(watermark).toBeGreaterThanOrEqual(acknowledged);
      expect(watermark).toBeLessThanOrEqual(acknowledged + 500);
      // another cut than before: what is there already stays, what is beyond comes again
      await fresh.append(1, {
        rows: randomEvents(100, round, watermark + 1),
        moves: [],
        upTo: watermark + 100,
      });
      const [visible] = await fresh.query(1, { sql: 'select count(*) as n, max(seq) as high from events' });
      expect(visible).toEqual({ n: watermark + 100, high: watermark + 100 });
      const audit = await fresh.audit(1);
      expect(audit).toEqual({
        rows: watermark + 100,
        distinct: watermark + 100,
        minSeq: 1,
        maxSeq: watermark + 100,
      });
    }
  });

  it('loses and doubles nothing when a shard dies between and during batches', async () => {
    let acknowledged = 0;
    let faults = 0;
    const appendNext = async (): Promise<void> => {
      const rows = randomEvents(1000, acknowledged, acknowledged + 1);
      const moves = [{ source: 1 + (acknowledged % 90), customer: 5, seq: acknowledged + 1 }];
      try {
        await store.append(2, { rows, moves, upTo: acknowledged + 1000 });
        acknowledged += 1000;
      } catch {
        faults += 1;
        await wait(50);
      }
    };
    for (let round = 0; round < 4; round += 1) {
      const node = round % 2;
      const dying = wait(20 + Math.random() * 150).then(() => server.kill(node));
      const until = acknowledged + 3000;
      const before = faults;
      while (acknowledged < until && faults < before + 3) await appendNext();
      await dying;
      await appendNext();
      await server.start(node);
      await appendNext();
    }
    expect(faults).toBeGreaterThan(0);
    expect(await store.watermark(2)).toBe(acknowledged);
    expect(await store.audit(2)).toEqual({
      rows: acknowledged,
      distinct: acknowledged,
      minSeq: 1,
      maxSeq: acknowledged,
    });
  });

  it('shows no row of a batch before all shards hold it, and says when the store is away', async () => {
    await store.append(3, { rows: randomEvents(1000, 1), moves: [], upTo: 1000 });
    await server.kill(1);
    const rows = randomEvents(1000, 2, 1001);
    await expect(store.append(3, { rows, moves: [], upTo: 2000 })).rejects.toMatchObject({
      code: 'server.store-unavailable',
    });
    await server.start(1);
    const seen = await store.query(3, { sql: 'select count(*) as n, max(seq) as high from events' });
    expect(seen).toEqual([{ n: 1000, high: 1000 }]);
    await store.append(3, { rows, moves: [], upTo: 2000 });
    expect(await store.audit(3)).toMatchObject({ rows: 2000, distinct: 2000 });
  });
});
