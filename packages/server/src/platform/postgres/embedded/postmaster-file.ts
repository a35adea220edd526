import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running PostgreSQL says of itself in `postmaster.pid`. */
export interface PostmasterFile {
  pid: number;
  socketFolder: string;
}

/** Reads `postmaster.pid`; undefined when there is none, or when its process is not a PostgreSQL (any more). */
export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!(pid > 1) || !isPostgres(pid)) return undefined;
  return { pid, socketFolder: lines[4]?.split(',')[0] ?? '' };
}

/** Process numbers are reused, in containers at once: a number alone proves nothing. */
function isPostgres(pid: number): boolean {
  try {
    const name =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^\d+ \((.*)\) (.).*$/s, '$2 $1')
        : execFileSync('ps', ['-o', 'state=,comm=', '-p', String(pid)], { encoding: 'utf8' });
    return !name.startsWith('Z') && /postgres/.test(name);
  } catch {
    return false;
  }
}

/** Whether the process is still there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
