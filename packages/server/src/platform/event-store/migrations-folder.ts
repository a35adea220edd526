import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface EventMigration {
  /** Position, from 1. */
  number: number;
  sql: string;
}

/** The engine's migrations in order. They lie beside the package's sources and beside its bundle, hence the walk upwards. */
export function eventMigrations(engine: 'duckdb' | 'clickhouse'): EventMigration[] {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'migrations', 'events', engine))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`migrations/events/${engine} not found above ${import.meta.url}`);
    folder = parent;
  }
  const found = join(folder, 'migrations', 'events', engine);
  return readdirSync(found)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort()
    .map((name) => ({ number: Number(name.slice(0, 4)), sql: readFileSync(join(found, name), 'utf8') }));
}
