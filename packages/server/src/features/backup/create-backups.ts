import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupStatus } from '@yutang/contracts/backup';
import { AppError, formatError } from '@yutang/core/errors';
import type { CopyProgress } from '../../platform/backup/create-backup.ts';
import { type Manifest, readManifest } from '../../platform/backup/manifest.ts';
import { backupSize } from '../../platform/backup/restore-backup.ts';
import type { Feature } from '../../platform/feature.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { backupRoutes } from './backup-routes.ts';

export interface BackupsDeps {
  db: Db;
  /** `<data>/backups` */
  folder: string;
  /** Makes one into `target`. */
  run(target: string, progress: (progress: CopyProgress) => void): Promise<Manifest>;
  now: () => number;
}

export interface Backups {
  feature: Feature;
  /** Begins one; it goes on after the answer. @throws AppError `backup.running`, `backup.not-empty` */
  start(name?: string): BackupStatus;
  /** Newest first. */
  list(): BackupStatus[];
  /** Waits for the one that is running, if any. */
  settled(): Promise<void>;
}

/** Backups of the whole installation, made while it works, one at a time. */
export function createBackups(deps: BackupsDeps): Backups {
  const { folder, now } = deps;
  /** Those of this process: what runs, and what failed. What is done is on disk. */
  const mine = new Map<string, BackupStatus>();
  let running: { name: string; over: Promise<void> } | undefined;

  function start(name = nameOf(now())): BackupStatus {
    if (running) throw new AppError('backup.running', { name: running.name });
    const target = join(folder, name);
    if (existsSync(target)) throw new AppError('backup.not-empty', { folder: target });
    const status: BackupStatus = {
      name,
      folder: target,
      state: 'running',
      startedAt: now(),
      finishedAt: null,
      rows: 0,
      expectedRows: 0,
      bytes: 0,
      detail: '',
    };
    mine.set(name, status);
    const over = deps
      .run(target, ({ step, rows, expectedRows, bytes }) => {
        Object.assign(status, { detail: step, rows, expectedRows, bytes });
      })
      .then(
        (manifest) =>
          void Object.assign(status, doneStatus(name, target, manifest), { startedAt: status.startedAt }),
        (error: unknown) => void Object.assign(status, { state: 'failed', detail: reasonOf(error) }),
      )
      .then(() => {
        status.finishedAt = now();
        running = undefined;
      });
    running = { name, over };
    return status;
  }

  function list(): BackupStatus[] {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => !name.endsWith('.partial')) : [];
    const onDisk = names
      .filter((name) => !mine.has(name))
      .flatMap((name) => readStatus(name, join(folder, name)));
    return [...mine.values(), ...onDisk].sort((a, b) => b.startedAt - a.startedAt);
  }

  return {
    feature: { name: 'backup', routes: (app) => backupRoutes(app, { db: deps.db, start, list }) },
    start,
    list,
    settled: async () => running?.over,
  };
}

function readStatus(name: string, folder: string): BackupStatus[] {
  try {
    return [doneStatus(name, folder, readManifest(folder))];
  } catch {
    // something else lies there
    return [];
  }
}

function doneStatus(name: string, folder: string, manifest: Manifest): BackupStatus {
  const tables = manifest.tables.reduce((total, table) => total + table.rows, 0);
  const rows = manifest.events.reduce((total, events) => total + events.rows, tables);
  return {
    name,
    folder,
    state: 'done',
    startedAt: manifest.madeAt,
    finishedAt: manifest.madeAt,
    rows,
    expectedRows: rows,
    bytes: backupSize(manifest),
    detail: '',
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof AppError) return formatError(error.code, error.params, 'en');
  return error instanceof Error ? error.message : String(error);
}

/** `2026-11-21T08-00-00Z`: sorts by time, and is a file name everywhere. */
function nameOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}
