import { createClickhouseStore } from '../src/platform/event-store/clickhouse/clickhouse-store.ts';
import { createDuckdbStore } from '../src/platform/event-store/duckdb/duckdb-store.ts';
import { randomEvents } from '../src/platform/event-store/random-events.ts';

/**
 * A process that appends to an event store until somebody kills it, and prints the watermark after every
 * acknowledged batch. Arguments: folder of DuckDB or address of ClickHouse, batch size.
 */
const [target = '', size = '500'] = process.argv.slice(2);
const store = target.startsWith('clickhouse')
  ? createClickhouseStore(target)
  : createDuckdbStore({ folder: target, memoryLimit: 2 ** 29, threads: 1 });
await store.open(1);
let from = (await store.watermark(1)) + 1;
for (;;) {
  const upTo = from + Number(size) - 1;
  const moves = [{ source: 1 + (upTo % 100), customer: 1 + (upTo % 7), seq: upTo }];
  await store.append(1, { rows: randomEvents(Number(size), upTo, from), moves, upTo });
  process.stdout.write(`${upTo}\n`);
  if (upTo % (Number(size) * 20) === 0) await store.settleMoves(1);
  from = upTo + 1;
}
