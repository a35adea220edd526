import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '@yutang/core/errors';
import type { Binaries } from './binaries.ts';
import { canReach, ownerOf, type RunAs } from './run-as.ts';

/** A database cluster on disk, ready to be started. */
export interface Cluster {
  folder: string;
  password: string;
}

/** Environment of every program of PostgreSQL: the host's locale may not exist in it, its zone must not matter. */
export const programEnvironment = { LC_ALL: 'C', LANG: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };

/**
 * How to name the cluster to a program that runs as `who`. When that user cannot walk down to the folder (a data
 * folder in root's home), the program is started *in* it and told "here": the kernel asks for no right on the way.
 */
export function clusterArgument(folder: string, who: RunAs): string {
  return process.platform === 'linux' && !canReach(folder, who) ? '/proc/self/cwd' : folder;
}

/** Opens the cluster in `home`, or makes it: a half-made one of an interrupted first start is thrown away. */
export async function openCluster(
  home: string,
  binaries: Binaries,
  who: RunAs,
  sync: boolean,
): Promise<Cluster> {
  const folder = join(home, 'cluster');
  const passwordFile = join(home, 'password');
  if (existsSync(join(folder, 'PG_VERSION'))) {
    checkOwner(folder, who);
    const found = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
    if (Number(found) !== binaries.major) {
      throw new AppError('store.other-major', { found, expected: binaries.major });
    }
    if (!existsSync(passwordFile)) {
      throw new AppError('store.embedded-damaged', { detail: `${passwordFile} is missing` });
    }
    return { folder, password: readFileSync(passwordFile, 'utf8').trim() };
  }
  const password = randomBytes(24).toString('hex');
  const fresh = join(home, 'cluster.new');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  if (who) chownSync(fresh, who.uid, who.gid);
  await initialise(fresh, binaries, who, password, sync);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  chmodSync(passwordFile, 0o600);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return { folder, password };
}

/** Files copied by hand as root come out as root's: that is put right. Anything else is for a person to decide. */
function checkOwner(folder: string, who: RunAs): void {
  const owner = ownerOf(folder);
  const uid = who?.uid ?? process.getuid?.();
  if (!owner || uid === undefined || owner.uid === uid) return;
  if (!who || owner.uid !== 0) {
    throw new AppError('store.folder-not-ours', { folder, owner: owner.uid, user: uid });
  }
  giveTo(folder, who);
}

function giveTo(path: string, who: { uid: number; gid: number }): void {
  chownSync(path, who.uid, who.gid);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) giveTo(inner, who);
    else if (entry.isFile()) chownSync(inner, who.uid, who.gid);
  }
}

async function initialise(
  folder: string,
  binaries: Binaries,
  who: RunAs,
  password: string,
  sync: boolean,
): Promise<void> {
  const options = ['--username=yutang', '--locale=C', '--encoding=UTF8', '--auth=scram-sha-256'];
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (who) chownSync(passwordFile, who.uid, who.gid);
  const relative = join('..', basename(passwordFile));
  const args = ['-D', clusterArgument(folder, who), ...options, `--pwfile=${relative}`];
  if (!sync) args.push('--no-sync');
  const child = spawn(binaries.initdb, args, {
    cwd: folder,
    env: programEnvironment,
    uid: who?.uid,
    gid: who?.gid,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => rmSync(passwordFile, { force: true }));
  if (code === 0) return;
  rmSync(folder, { recursive: true, force: true });
  if (/No space left on device/.test(said)) throw new AppError('server.disk-full');
  if (/could not look up effective user ID/.test(said)) {
    throw new AppError('store.user-unknown', { uid: who?.uid ?? process.getuid?.() ?? 0 });
  }
  const detail = said.split('\n').filter((line) => /error|fatal|invalid|could not/i.test(line));
  throw new AppError('store.embedded-failed', { detail: detail.join('; ') || `code ${code}`, log: 'above' });
}
