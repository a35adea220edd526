import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStore } from '../event-store.testsuite.ts';
import { createDuckdbStore } from './duckdb-store.ts';

describeEventStore(
  'DuckDB',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yutang-events-'));
    return {
      open: async () => createDuckdbStore({ folder, memoryLimit: 2 ** 30 }),
      cleanup: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
  'select count(*) as n from events a cross join events b cross join events c where a.seq + b.seq > c.seq * 2.5',
);
