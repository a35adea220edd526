import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connection, type Launch, probe, stopPostmaster } from './postmaster.ts';
import { isAlive, readPostmasterFile } from './postmaster-file.ts';
import { settingsPrint } from './settings.ts';

/** A server that outlived the process that had started it. */
export interface Adopted {
  pid: number;
  socketFolder: string;
}

/**
 * After a kill −9 of its parent the server lives on. It is ours when it proves, by the password exchange (SCRAM
 * proves both sides), that it runs on our cluster; it is kept when it was started with today's programs and
 * settings. Otherwise it is stopped and undefined is returned: start a new one.
 */
export async function adoptPostmaster(
  launch: Launch,
  log: (message: string) => void,
): Promise<Adopted | undefined> {
  const folder = launch.cluster.folder;
  const found = readPostmasterFile(folder);
  if (!found) return undefined;
  const until = Date.now() + 30_000;
  while (isAlive(found.pid) && Date.now() < until) {
    const state = await probe(launch, found.socketFolder);
    if (state === 'foreign') break;
    if (state === 'ready') {
      if ((await printOf(launch, found.socketFolder)) === settingsPrint(launch.args)) return found;
      break;
    }
    // going down, or its socket was swept away: half a second of silence is enough to tell
    if (state === 'away' && Date.now() > until - 29_500) break;
    await sleep(25);
  }
  if (isAlive(found.pid)) log(`Stopping the PostgreSQL (process ${found.pid}) of an earlier run`);
  await stopPostmaster(folder, found.pid);
  return undefined;
}

async function printOf(launch: Launch, socketFolder: string): Promise<string | undefined> {
  const client = new pg.Client(connection(launch, socketFolder, 'postgres'));
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ print: string | null }>(
      `select current_setting('yutang.settings', true) as print`,
    );
    return rows[0]?.print ?? undefined;
  } catch {
    return undefined;
  } finally {
    client.end().catch(() => {});
  }
}
