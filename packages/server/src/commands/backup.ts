import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { BackupList, BackupStatus } from '@yutang/contracts/backup';
import { AppError } from '@yutang/core/errors';
import { type Config, readConfig } from '../config.ts';
import { backupQuestions } from '../features/backup/index.ts';
import { createBackup } from '../platform/backup/create-backup.ts';
import { lookAtEmbeddedPostgres } from '../platform/postgres/embedded/running-postgres.ts';
import { version } from '../platform/version.ts';
import { findServer } from './find-server.ts';
import { openStores } from './open-stores.ts';
import { showProgress } from './show-progress.ts';

/**
 * `yutang backup [name]`: a copy of everything into `<data>/backups/<name>`. A running server makes it itself and needs
 * an API key with `backup.run` (`--key`); when none runs, the stores are opened here, and a path may be given.
 */
export async function backup(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { type: 'string' }, url: { type: 'string' } },
  });
  const config = readConfig();
  const server = values.url ?? (await findServer(config));
  if (server) return askServer(server, positionals[0], values.key);
  const name = positionals[0] ?? `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  const isPath = isAbsolute(name) || /[/\\]/.test(name);
  return copyHere(config, isPath ? resolve(name) : join(config.dataFolder, 'backups', name));
}

async function copyHere(config: Config, target: string): Promise<number> {
  if (!config.databaseUrl && !lookAtEmbeddedPostgres(config.dataFolder).exists) {
    throw new AppError('backup.nothing', { folder: config.dataFolder });
  }
  const stores = await openStores(config);
  try {
    const progress = showProgress();
    const secretFile = join(config.dataFolder, 'secret');
    await createBackup({
      target,
      databaseUrl: stores.databaseUrl,
      events: stores.events,
      questions: backupQuestions,
      version,
      now: Date.now(),
      ...(config.secret || !existsSync(secretFile) ? {} : { secretFile }),
      progress: progress.show,
    });
    progress.end();
    console.log(`Backed up to ${target}`);
    return 0;
  } finally {
    await stores.close();
  }
}

async function askServer(url: string, name: string | undefined, key: string | undefined): Promise<number> {
  if (!key) {
    console.error(
      `Yutang runs at ${url}: give an API key with the scope backup.run (--key), or stop it first.`,
    );
    return 2;
  }
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const begun = await fetch(`${url}/api/backup`, {
    method: 'POST',
    headers,
    body: JSON.stringify(name ? { name } : {}),
  });
  if (!begun.ok) {
    console.error(((await begun.json()) as { title?: string }).title ?? `HTTP ${begun.status}`);
    return 1;
  }
  let status = (await begun.json()) as BackupStatus;
  const progress = showProgress();
  while (status.state === 'running') {
    await sleep(500);
    const { items } = (await (await fetch(`${url}/api/backup`, { headers })).json()) as BackupList;
    status = items.find((item) => item.name === status.name) ?? {
      ...status,
      state: 'failed',
      detail: 'it is gone',
    };
    progress.show({ step: status.detail, rows: status.rows, expectedRows: status.expectedRows });
  }
  progress.end();
  if (status.state === 'failed') console.error(status.detail);
  else console.log(`Backed up to ${status.folder} (${status.rows} rows, ${status.bytes} bytes)`);
  return status.state === 'failed' ? 1 : 0;
}
