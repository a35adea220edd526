import { join, resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { migrationFolder } from '../open-house.ts';
import { restoreBackup } from '../platform/backup/restore-backup.ts';
import { openStores } from './open-stores.ts';
import { showProgress } from './show-progress.ts';

/**
 * `yutang restore <folder>`: fills an empty installation from a backup. The target is what the settings say:
 * `YUTANG_DATA`, or `DATABASE_URL` and `EVENTS_URL`. The server must not run.
 */
export async function restore(args: string[]): Promise<number> {
  const [source] = args;
  if (!source) {
    console.error('yutang restore <folder of the backup>');
    return 2;
  }
  const config = readConfig();
  const stores = await openStores(config);
  try {
    const progress = showProgress();
    const manifest = await restoreBackup({
      source: resolve(source),
      databaseUrl: stores.databaseUrl,
      events: stores.events,
      migrations: migrationFolder,
      ...(config.secret ? {} : { secretFile: join(config.dataFolder, 'secret') }),
      progress: progress.show,
    });
    progress.end();
    const events = manifest.events.reduce((total, copy) => total + copy.rows, 0);
    const tables = manifest.tables.reduce((total, table) => total + table.rows, 0);
    console.log(`Restored ${events} events and ${tables} rows of ${manifest.tables.length} tables.`);
    if (config.secret && manifest.secret) {
      console.log(
        'YUTANG_SECRET is set: it must be the one the backup was made with, or sealed credentials stay sealed.',
      );
    }
    return 0;
  } finally {
    await stores.close();
  }
}
