import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createClickhouseStore } from './clickhouse/clickhouse-store.ts';
import { createDuckdbStore } from './duckdb/duckdb-store.ts';
import type { EventStore } from './event-store.ts';

export interface EventStoreSettings {
  /** `clickhouse://user:password@host:port/?cluster=name`; null = DuckDB files below the data folder. */
  eventsUrl: string | null;
  dataFolder: string;
  /** DuckDB only: bytes for all workspaces together; default a quarter of the machine. */
  memoryLimit?: number;
}

/**
 * Makes the event store the settings ask for. With DuckDB call it once, in one thread of the process; others use
 * `createEventStoreClient`. Touches nothing outside until its first call.
 */
export function createEventStore(settings: EventStoreSettings): EventStore {
  if (settings.eventsUrl !== null) return createClickhouseStore(settings.eventsUrl);
  const folder = join(settings.dataFolder, 'events');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return createDuckdbStore({
    folder,
    ...(settings.memoryLimit === undefined ? {} : { memoryLimit: settings.memoryLimit }),
  });
}
