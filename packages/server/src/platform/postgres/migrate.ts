import { AppError } from '@yutang/core/errors';
import pg from 'pg';
import { type Migration, readMigrations } from './migration-files.ts';

/** Any number that nothing else locks: two processes that migrate at once take turns. */
const migrationLock = 7_788_001;
const oldestServer = 15;

export interface MigrateOptions {
  /** Folder of `NNNN_name.sql`: `packages/server/migrations/operational`, from source and from the bundle alike. */
  folder: string;
  /** Stop after this number; for tests of upgrades. */
  upTo?: number;
  log?: (message: string) => void;
}

/**
 * Brings the operational database up to date: forward only, one transaction each, checksums recorded in the table
 * `migrations`. Safe when several processes do it at once. Answers the names of what it applied.
 *
 * @throws AppError `store.migration-edited`, `store.migration-order`, `store.migration-missing`,
 *   `store.migration-failed`, `store.server-too-old`, `store.encoding`
 */
export async function migrate(url: string, options: MigrateOptions): Promise<string[]> {
  const known = readMigrations(options.folder);
  const client = new pg.Client({ connectionString: url, application_name: 'yutang migrate' });
  client.on('error', () => {});
  await client.connect();
  try {
    await checkServer(client);
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(`set client_min_messages = warning`);
    await client.query(`create table if not exists migrations (
      number int primary key,
      name text not null,
      checksum text not null,
      applied_at bigint not null,
      took_ms int not null
    )`);
    const pending = pendingOf(known, await appliedTo(client));
    if (pending.length > 0) await dropMadeViews(client);
    const applied: string[] = [];
    for (const migration of pending) {
      if (options.upTo !== undefined && migration.number > options.upTo) break;
      options.log?.(`Applying migration ${migration.name}`);
      await apply(client, migration);
      applied.push(migration.name);
    }
    return applied;
  } finally {
    // the advisory lock goes with the connection
    await client.end().catch(() => {});
  }
}

/** A migration as recorded in the database. */
export interface AppliedMigration {
  number: number;
  name: string;
  checksum: string;
}

async function appliedTo(client: pg.ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'select number, name, checksum from migrations order by number',
  );
  return rows;
}

/** What is still to be applied, or why the set of files and the database do not fit together. */
export function pendingOf(known: Migration[], applied: AppliedMigration[]): Migration[] {
  const byNumber = new Map(known.map((migration) => [migration.number, migration]));
  for (const done of applied) {
    const file = byNumber.get(done.number);
    if (!file) throw new AppError('store.migration-missing', { name: done.name });
    if (file.checksum !== done.checksum) throw new AppError('store.migration-edited', { name: file.name });
  }
  const last = applied.at(-1);
  const done = new Set(applied.map((migration) => migration.number));
  const pending = known.filter((migration) => !done.has(migration.number));
  const early = last && pending.find((migration) => migration.number < last.number);
  if (early) throw new AppError('store.migration-order', { name: early.name, applied: last.name });
  return pending;
}

/** Views that code makes anew at their next use (the SQL door's) would hold columns fast that a migration changes. */
async function dropMadeViews(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(nspname) as name from pg_namespace
     where nspname ~ '^door_[0-9]+_(full|masked)$' and obj_description(oid, 'pg_namespace') like 'yutang door %'`,
  );
  for (const { name } of rows) await client.query(`drop schema ${name} cascade`);
}

async function apply(client: pg.ClientBase, migration: Migration): Promise<void> {
  const began = Date.now();
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query(
      'insert into migrations (number, name, checksum, applied_at, took_ms) values ($1, $2, $3, $4, $5)',
      [migration.number, migration.name, migration.checksum, began, Date.now() - began],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    if (!(error instanceof pg.DatabaseError)) throw error;
    throw new AppError('store.migration-failed', {
      name: migration.name,
      detail: placeOf(error, migration.sql),
    });
  }
}

/** The server's message, with the line of the file it points at. */
function placeOf(error: pg.DatabaseError, text: string): string {
  if (!error.position) return error.message;
  return `${error.message} (line ${text.slice(0, Number(error.position)).split('\n').length})`;
}

async function checkServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`,
  );
  const major = Math.floor(Number(rows[0]?.version) / 10_000);
  if (major < oldestServer)
    throw new AppError('store.server-too-old', { found: major, needed: oldestServer });
  const encoding = rows[0]?.encoding ?? '';
  if (encoding !== 'UTF8') throw new AppError('store.encoding', { found: encoding });
}
