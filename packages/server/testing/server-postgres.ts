import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { chooseRunAs } from '../src/platform/postgres/embedded/run-as.ts';

const programs = '/usr/lib/postgresql/15/bin';

/** Whether this machine has the oldest PostgreSQL we promise to work on. */
export const hasPostgres15 = existsSync(join(programs, 'initdb'));

export interface ServerPostgres {
  url: string;
  stop(): Promise<void>;
}

/** A PostgreSQL 15 of the distribution, as an administrator would run one, in a temporary folder on a private socket. */
export async function startPostgres15(): Promise<ServerPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'yutang-pg15-'));
  const who = chooseRunAs(folder);
  chmodSync(folder, 0o700);
  if (who) chownSync(folder, who.uid, who.gid);
  const as = { uid: who?.uid, gid: who?.gid, cwd: folder, env: { LC_ALL: 'C', TZ: 'Asia/Shanghai' } };
  execFileSync(
    join(programs, 'initdb'),
    ['-D', join(folder, 'data'), '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'],
    { ...as, stdio: 'pipe' },
  );
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'max_connections=200',
  ];
  const args = ['-D', join(folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(join(programs, 'postgres'), args, { ...as, stdio: 'ignore' });
  const url = `postgres://owner@/postgres?host=${encodeURIComponent(folder)}`;
  for (let waits = 0; !(await answers(url)); waits++) {
    if (child.exitCode !== null || waits > 400) throw new Error('PostgreSQL 15 did not start');
    await sleep(25);
  }
  return {
    url,
    async stop() {
      child.kill('SIGINT');
      if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    client.end().catch(() => {});
  }
}
