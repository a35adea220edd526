import { describe, it } from 'vitest';
import { clickhouseMissing, startClickhouse } from '../../../../testing/clickhouse.ts';
import { describeEventStore } from '../event-store.testsuite.ts';
import { createClickhouseStore } from './clickhouse-store.ts';

const missing = clickhouseMissing();
const slow =
  'select count(*) as n from events where (select count() from numbers(100000000000) where sin(number) > 2) = 0';

if (missing) {
  describe('event store: ClickHouse', () => {
    console.warn(`event store on ClickHouse not tested: ${missing}`);
    it.skip(`needs the server: ${missing}`, () => {});
  });
} else {
  for (const [name, count] of [
    ['one node', 1],
    ['two shards', 2],
  ] as const) {
    describeEventStore(
      `ClickHouse, ${name}`,
      async () => {
        const server = await startClickhouse(count);
        return { open: async () => createClickhouseStore(server.url), cleanup: server.stop };
      },
      slow,
    );
  }
}
