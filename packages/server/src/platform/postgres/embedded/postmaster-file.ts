import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running PostgreSQL says of itself in `postmaster.pid`. */
export interface PostmasterFile {
  pid: number;
  socketFolder: string;
  /** It says it takes connections. */
  ready: boolean;
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
  return { pid, socketFolder: lines[4]?.split(',')[0] ?? '', ready: lines[7]?.trim() === 'ready' };
}

/**
 * Makes what a dead server has left harmless for the next one. Call it when `readPostmasterFile` finds none alive.
 *
 * PostgreSQL itself copes with a dead number in its file, but not with one that another process bears by now (usual
 * in containers), or an unburied one. The file must not be removed: it also names the shared memory by which PostgreSQL
 * sees that orphans of a killed server are still writing. So the number becomes ours, which PostgreSQL takes for stale,
 * as we are its parent.
 */
export function retireLeftovers(cluster: string, socketFolder: string): void {
  const file = join(cluster, 'postmaster.pid');
  try {
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [String(process.pid), ...rest].join('\n'));
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock'])
    rmSync(join(socketFolder, name), { force: true });
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
