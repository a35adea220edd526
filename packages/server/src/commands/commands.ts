import { AppError } from '@yutang/core/errors';
import { type Config, readConfig } from '../config.ts';
import { createDb } from '../platform/postgres/create-db.ts';
import { lookAtEmbeddedPostgres } from '../platform/postgres/embedded/running-postgres.ts';
import { version } from '../platform/version.ts';
import { backup } from './backup.ts';
import { demo } from './demo/demo.ts';
import { doctor } from './doctor.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { openStores } from './open-stores.ts';
import { resetPassword } from './reset-password.ts';
import { restore } from './restore.ts';
import { start } from './start.ts';

/** Every `yutang` command by name; each answers the process's exit code, or stays running. */
export const commands: Record<string, (args: string[]) => Promise<number>> = {
  start,
  demo,
  doctor,
  import: importCommand,
  export: exportCommand,
  backup,
  restore,
  'reset-password': resetPasswordCommand,
  async version() {
    console.log(version);
    return 0;
  },
  async help() {
    console.log(
      `yutang ${version}\n\n${Object.keys(commands)
        .map((name) => `  yutang ${name}`)
        .join('\n')}`,
    );
    return 0;
  },
};

/** `yutang reset-password <login> [password]`: prints the new password; works beside a running server. */
async function resetPasswordCommand([login, password]: string[]): Promise<number> {
  if (!login)
    throw new AppError('request.invalid', {
      field: 'login',
      reason: 'is missing: yutang reset-password <login>',
    });
  const database = await openDatabase(readConfig());
  const { db, close } = createDb(database.url, { poolSize: 1, applicationName: 'yutang reset-password' });
  try {
    console.log(await resetPassword(db, login, password));
    return 0;
  } finally {
    await close();
    await database.close();
  }
}

/** The server's database, the embedded one of a running server, or the embedded one opened for a moment. */
async function openDatabase(config: Config): Promise<{ url: string; close(): Promise<void> }> {
  const running = config.databaseUrl ?? lookAtEmbeddedPostgres(config.dataFolder).url;
  if (running) return { url: running, close: async () => undefined };
  const stores = await openStores(config);
  return { url: stores.databaseUrl, close: stores.close };
}
