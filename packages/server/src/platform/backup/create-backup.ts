import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '@yutang/core/errors';
import pg from 'pg';
import type { EventStore } from '../event-store/event-store.ts';
import { typeParsers } from '../postgres/type-parsers.ts';
import { copyEventsOut, type Partition } from './event-copy.ts';
import { type EventsCopy, type Manifest, writeManifest } from './manifest.ts';
import { storeFile } from './stored-file.ts';
import { copyTableOut, listTables, readSequences } from './table-copy.ts';

/** How far a backup or restore has come. */
export interface CopyProgress {
  /** What is being done: `table log`, `events 1`, `checking`. */
  step: string;
  rows: number;
  /** An estimate while a backup runs. */
  expectedRows: number;
  bytes: number;
}

/** Where a workspace's log stands in the backup's snapshot. */
export interface LogCursor {
  workspaceId: number;
  /** Last `seq` of the log. */
  seq: number;
  /** First `seq` the log still holds; 0 when it holds none. */
  firstSeq: number;
}

/** What a backup has to ask of tables that belong to engine and features, on the backup's own connection. */
export interface BackupQuestions {
  cursors(client: pg.ClientBase): Promise<LogCursor[]>;
  /** Who each home belongs to in the snapshot. */
  partition(client: pg.ClientBase, workspaceId: number): Promise<Partition>;
  /** Changes whenever stored events were rewritten (undo of an import, erasure): then the copy is begun anew. */
  rewrites(client: pg.ClientBase): Promise<string>;
}

export interface BackupOptions {
  /** Folder to make; must not exist or be empty. */
  target: string;
  databaseUrl: string;
  events: EventStore;
  questions: BackupQuestions;
  /** Version of the platform, for the manifest. */
  version: string;
  /** Epoch ms. */
  now: number;
  /** The file `YUTANG_SECRET` was made into; leave it out when the administrator keeps the secret. */
  secretFile?: string;
  progress?: (progress: CopyProgress) => void;
}

/**
 * Copies everything while the server works: the database as of one instant (one repeatable-read snapshot, each log at
 * its `seq`), and the events up to that `seq`. Whatever happens, `target` is either whole or not there.
 *
 * @throws AppError `backup.not-empty`, `backup.log-gap`, `server.disk-full`
 */
export async function createBackup(options: BackupOptions): Promise<Manifest> {
  const { target } = options;
  if (existsSync(target) && (await readdir(target)).length > 0) {
    throw new AppError('backup.not-empty', { folder: target });
  }
  const partial = `${target}.partial`;
  try {
    for (let attempt = 1; ; attempt++) {
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial, { recursive: true, mode: 0o700 });
      const manifest = await copyAll(options, partial);
      if (manifest === 'rewritten' && attempt < 5) continue;
      if (manifest === 'rewritten')
        throw new Error('Stored events were rewritten during each of five attempts');
      writeManifest(partial, manifest);
      await syncFolder(partial);
      await rm(target, { recursive: true, force: true });
      await rename(partial, target);
      return manifest;
    }
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if ((error as { code?: string }).code === 'ENOSPC') throw new AppError('server.disk-full');
    throw error;
  }
}

async function copyAll(options: BackupOptions, folder: string): Promise<Manifest | 'rewritten'> {
  const { questions, events } = options;
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: 'yutang backup',
    types: typeParsers,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const rewrites = await questions.rewrites(client);
    const cursors = await questions.cursors(client);
    const planned = await Promise.all(cursors.map((cursor) => planEvents(events, cursor)));
    const tables = await listTables(client);
    const progress: CopyProgress = { step: '', rows: 0, expectedRows: 0, bytes: 0 };
    progress.expectedRows =
      sum(tables.map((table) => table.estimate)) + sum(planned.map((plan) => plan.upTo));
    const report = (step: string, rows: number, bytes: number) => {
      progress.step = step;
      progress.rows += rows;
      progress.bytes += bytes;
      options.progress?.({ ...progress, expectedRows: Math.max(progress.expectedRows, progress.rows) });
    };

    const copies: Manifest['tables'] = [];
    for (const table of tables) {
      report(`table ${table.name}`, 0, 0);
      const copy = await copyTableOut(client, folder, table);
      report(`table ${table.name}`, copy.rows, copy.file.bytes);
      copies.push(copy);
    }
    const sequences = await readSequences(client);
    const eventCopies: EventsCopy[] = [];
    for (const { workspaceId, seq, upTo } of planned) {
      const partition = await questions.partition(client, workspaceId);
      const copy = await copyEventsOut(events, folder, workspaceId, upTo, partition, (rows) =>
        report(`events ${workspaceId}`, rows, 0),
      );
      report(`events ${workspaceId}`, 0, sum(copy.files.map((file) => file.bytes)));
      eventCopies.push({ workspaceId, seq, upTo, ...copy });
    }
    const server = await describeServer(client);
    await client.query('commit');
    // a new snapshot: has anything been rewritten since the first?
    if ((await questions.rewrites(client)) !== rewrites) return 'rewritten';
    return {
      format: 1,
      version: options.version,
      madeAt: options.now,
      ...server,
      eventEngine: Object.values(await events.describe()).join(' '),
      tables: copies,
      sequences,
      events: eventCopies,
      secret: await copySecret(options.secretFile, folder),
    };
  } finally {
    await client.end().catch(() => {});
  }
}

/** Up to which `seq` events come from the store; the rest must still be in the log. */
async function planEvents(events: EventStore, cursor: LogCursor): Promise<LogCursor & { upTo: number }> {
  await events.open(cursor.workspaceId);
  const upTo = Math.min(await events.watermark(cursor.workspaceId), cursor.seq);
  if (upTo < cursor.seq && (cursor.firstSeq === 0 || cursor.firstSeq > upTo + 1)) {
    throw new AppError('backup.log-gap', {
      workspace: cursor.workspaceId,
      stored: upTo,
      log: cursor.firstSeq,
    });
  }
  return { ...cursor, upTo };
}

async function describeServer(client: pg.ClientBase): Promise<Pick<Manifest, 'postgres' | 'migrations'>> {
  const version = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  const { rows } = await client.query<Manifest['migrations'][number]>(
    'select number, name, checksum from migrations order by number',
  );
  return { postgres: version.rows[0]?.version ?? '', migrations: rows };
}

async function copySecret(secretFile: string | undefined, folder: string): Promise<Manifest['secret']> {
  if (!secretFile) return null;
  return storeFile(folder, 'secret.gz', Readable.from([await readFile(secretFile)], { objectMode: false }));
}

/** The names in a folder reach the disk only when the folder itself is synced. */
async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    const path = join(folder, entry);
    if ((await stat(path)).isDirectory()) await syncFolder(path);
  }
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
