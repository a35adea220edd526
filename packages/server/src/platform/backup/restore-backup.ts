import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { AppError } from '@yutang/core/errors';
import pg from 'pg';
import type { EventStore } from '../event-store/event-store.ts';
import { migrate } from '../postgres/migrate.ts';
import { readMigrations } from '../postgres/migration-files.ts';
import type { CopyProgress } from './create-backup.ts';
import { copyEventsIn } from './event-copy.ts';
import { filesOf, findDamage, type Manifest, readManifest } from './manifest.ts';
import { readStoredFile } from './stored-file.ts';
import { copyTablesIn, listTables, quoted } from './table-copy.ts';

export interface RestoreOptions {
  /** Folder of the backup. */
  source: string;
  /** An empty database. */
  databaseUrl: string;
  /** An empty event store. */
  events: EventStore;
  /** Folder of the operational migrations. */
  migrations: string;
  /** Where the secret of the backup goes; leave it out when `YUTANG_SECRET` is set. */
  secretFile?: string;
  progress?: (progress: CopyProgress) => void;
}

/**
 * Makes an empty installation what the backup was. Checks every file first; the database is filled in one transaction
 * that is committed after the events are in. Older backups are brought to this version afterwards.
 *
 * @throws AppError `restore.not-a-backup`, `restore.damaged` (one line for each fault), `restore.target-not-empty`,
 *   `restore.newer-backup`, `server.disk-full`
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const manifest = readManifest(options.source);
  const expectedRows =
    manifest.tables.reduce((total, table) => total + table.rows, 0) +
    manifest.events.reduce((total, events) => total + events.rows, 0);
  const progress: CopyProgress = { step: 'checking', rows: 0, expectedRows, bytes: 0 };
  const report = (step: string, rows: number, bytes = 0) => {
    progress.step = step;
    progress.rows += rows;
    progress.bytes += bytes;
    options.progress?.({ ...progress });
  };
  report('checking', 0);
  const damage = await findDamage(options.source, manifest, (bytes) => report('checking', 0, bytes));
  if (damage.length > 0) throw new AppError('restore.damaged', { lines: damage.join('\n') });
  checkMigrations(manifest, options.migrations);
  await checkEventsEmpty(options.events, manifest);
  checkSecretFree(options.secretFile, manifest);
  await fillDatabase(options, manifest, report);
  await migrate(options.databaseUrl, { folder: options.migrations });
  return manifest;
}

async function fillDatabase(
  options: RestoreOptions,
  manifest: Manifest,
  report: (step: string, rows: number) => void,
): Promise<void> {
  const { source, databaseUrl, events } = options;
  await checkDatabaseEmpty(databaseUrl, manifest);
  await migrate(databaseUrl, { folder: options.migrations, upTo: manifest.migrations.at(-1)?.number ?? 0 });
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'yutang restore' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin');
    await copyTablesIn(client, source, manifest, (rows, table) => report(`table ${table}`, rows));
    for (const copy of manifest.events) {
      await copyEventsIn(events, source, copy, (rows) => report(`events ${copy.workspaceId}`, rows));
    }
    await checkEventsArrived(events, manifest);
    await restoreSecret(options, manifest);
    await client.query('commit');
    report('statistics', 0);
    await client.query('analyze');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    for (const { workspaceId } of manifest.events) await events.drop(workspaceId).catch(() => {});
    const { code } = error as { code?: string };
    if (code === 'ENOSPC' || code === '53100') throw new AppError('server.disk-full');
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** This version must know each migration of the backup, as it was. */
function checkMigrations(manifest: Manifest, folder: string): void {
  const known = readMigrations(folder);
  const byNumber = new Map(known.map((migration) => [migration.number, migration]));
  for (const done of manifest.migrations) {
    const file = byNumber.get(done.number);
    if (!file) {
      throw new AppError('restore.newer-backup', { backup: done.name, known: known.at(-1)?.name ?? 'none' });
    }
    if (file.checksum !== done.checksum) throw new AppError('store.migration-edited', { name: file.name });
  }
}

/** Nothing there, or the schema of the backup with nothing in it (an earlier restore that failed). */
async function checkDatabaseEmpty(url: string, manifest: Manifest): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const tables = await listTables(client);
    const { rows: made } = await client.query<{ table: string | null }>(
      `select to_regclass('migrations') as table`,
    );
    const { rows: applied } = made[0]?.table
      ? await client.query<{ name: string }>('select name from migrations order by number')
      : { rows: [] };
    const asBackup =
      applied.map((row) => row.name).join() === manifest.migrations.map((done) => done.name).join();
    if (tables.length > 0 && !asBackup) {
      throw new AppError('restore.target-not-empty', { what: `table ${tables[0]?.name}` });
    }
    for (const { name } of tables) {
      const { rows } = await client.query<{ any: boolean }>(
        `select exists (select from ${quoted(name)}) as any`,
      );
      if (rows[0]?.any) throw new AppError('restore.target-not-empty', { what: `table ${name}` });
    }
  } finally {
    await client.end().catch(() => {});
  }
}

async function checkEventsEmpty(events: EventStore, manifest: Manifest): Promise<void> {
  for (const { workspaceId } of manifest.events) {
    await events.open(workspaceId);
    const { rows } = await events.audit(workspaceId);
    if (rows > 0 || (await events.watermark(workspaceId)) > 0) {
      throw new AppError('restore.target-not-empty', { what: `events of workspace ${workspaceId}` });
    }
  }
}

async function checkEventsArrived(events: EventStore, manifest: Manifest): Promise<void> {
  for (const { workspaceId, rows, upTo } of manifest.events) {
    const found = await events.audit(workspaceId);
    const watermark = await events.watermark(workspaceId);
    if (found.rows !== rows || found.distinct !== rows || watermark !== upTo) {
      throw new Error(
        `Workspace ${workspaceId}: the event store holds ${found.rows} rows (${found.distinct} distinct) up to ${watermark}; expected ${rows} up to ${upTo}`,
      );
    }
  }
}

function checkSecretFree(secretFile: string | undefined, manifest: Manifest): void {
  if (secretFile && manifest.secret && existsSync(secretFile) && readFileSync(secretFile, 'utf8').trim()) {
    throw new AppError('restore.target-not-empty', { what: secretFile });
  }
}

async function restoreSecret(options: RestoreOptions, manifest: Manifest): Promise<void> {
  if (!options.secretFile || !manifest.secret) return;
  await mkdir(dirname(options.secretFile), { recursive: true });
  const text = await buffer(readStoredFile(options.source, manifest.secret));
  await writeFile(options.secretFile, text, { mode: 0o600 });
}

/** Bytes of all files of a backup, for people. */
export function backupSize(manifest: Manifest): number {
  return filesOf(manifest).reduce((total, file) => total + file.bytes, 0);
}
