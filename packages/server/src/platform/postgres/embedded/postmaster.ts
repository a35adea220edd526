import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@yutang/core/errors';
import pg from 'pg';
import { type Cluster, clusterArgument, programEnvironment } from './cluster.ts';
import { isAlive, readPostmasterFile, retireLeftovers } from './postmaster-file.ts';
import type { RunAs } from './run-as.ts';
import { ensureSocketFolder } from './socket-folder.ts';

const largestLog = 10 * 1024 * 1024;

/** All that is needed to start the server of one cluster, again and again. */
export interface Launch {
  cluster: Cluster;
  program: string;
  args: string[];
  who: RunAs;
  socketFolder: string;
  logFile: string;
}

/** Connection settings for one database of the cluster. */
export function connection(launch: Launch, socketFolder: string, database: string): pg.ClientConfig {
  return {
    host: socketFolder,
    port: 5432,
    user: 'yutang',
    password: launch.cluster.password,
    database,
    connectionTimeoutMillis: 5_000,
    application_name: 'yutang start',
  };
}

/**
 * Starts the server process in a session of its own, so that Ctrl-C and a closing terminal do not reach it: we stop
 * it last, ourselves. Resolves when it takes connections. When orphans of a killed server are still at work, waits for
 * them to notice, up to 30 s.
 */
export async function launchPostmaster(
  launch: Launch,
  warn: (message: string) => void,
): Promise<ChildProcess> {
  for (const until = Date.now() + 30_000; ; await sleep(200)) {
    if (!readPostmasterFile(launch.cluster.folder)) {
      retireLeftovers(launch.cluster.folder, launch.socketFolder);
    }
    try {
      return await launchOnce(launch, warn);
    } catch (error) {
      if (!/pre-existing shared memory block/.test(describeFailure(error)) || Date.now() > until) throw error;
    }
  }
}

async function launchOnce(launch: Launch, warn: (message: string) => void): Promise<ChildProcess> {
  const { cluster, who } = launch;
  ensureSocketFolder(launch.socketFolder, who);
  const { fd, from } = openLog(launch.logFile);
  const child = spawn(launch.program, ['-D', clusterArgument(cluster.folder, who), ...launch.args], {
    cwd: cluster.folder,
    env: programEnvironment,
    uid: who?.uid,
    gid: who?.gid,
    detached: true,
    stdio: ['ignore', fd, fd],
  });
  closeSync(fd);
  let failed: Error | undefined;
  child.on('error', (error) => {
    failed = error;
  });
  child.unref();
  const began = Date.now();
  for (let waits = 1; ; waits++) {
    if (failed) throw failed;
    if (child.exitCode !== null || child.signalCode !== null) throw startFailure(launch.logFile, from);
    // its word first: a connection that is refused leaves a line in the log
    const says = readPostmasterFile(cluster.folder);
    if (says?.pid === child.pid && says?.ready && (await probe(launch, launch.socketFolder)) === 'ready') {
      return child;
    }
    if (waits % 200 === 0) {
      const seconds = Math.round((Date.now() - began) / 1000);
      warn(`PostgreSQL is still starting after ${seconds} s (recovering after a crash)`);
    }
    await sleep(waits < 40 ? 15 : 50);
  }
}

/** What went wrong, in one line for the log. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof AppError)) return String(error);
  return `${error.code} ${Object.values(error.params).join(' · ')}`.trim();
}

/** Whether the server at that socket is ready for us. `foreign`: it answers, and does not know our password. */
export async function probe(
  launch: Launch,
  socketFolder: string,
): Promise<'ready' | 'starting' | 'away' | 'foreign'> {
  const client = new pg.Client(connection(launch, socketFolder, 'postgres'));
  client.on('error', () => {});
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (code === '28P01' || code === '28000') return 'foreign';
    return /^57P0|^53300/.test(code) ? 'starting' : 'away';
  } finally {
    client.end().catch(() => {});
  }
}

/**
 * Stops a server: no new work, running transactions are rolled back, a checkpoint is written. One that has not gone
 * after `patienceMs` is stopped at once; it recovers at the next start.
 */
export async function stopPostmaster(cluster: string, pid: number, patienceMs = 60_000): Promise<void> {
  for (const [signal, wait] of [
    ['SIGINT', patienceMs],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (readPostmasterFile(cluster)?.pid !== pid && !isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const until = Date.now() + wait; Date.now() < until; await sleep(10)) {
      if (!isAlive(pid)) return;
    }
  }
}

function openLog(file: string): { fd: number; from: number } {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestLog) renameSync(file, `${file}.1`);
  const fd = openSync(file, 'a', 0o600);
  return { fd, from: fstatSync(fd).size };
}

/** Why it did not start, in its own words: what it wrote to the log since `from`. */
function startFailure(logFile: string, from: number): AppError {
  const said = tailOf(logFile, from);
  if (/No space left on device|File too large|Disk quota exceeded/.test(said))
    return new AppError('server.disk-full');
  const telling = said.split('\n').filter((line) => /FATAL|PANIC|error while loading/.test(line));
  const detail =
    telling.at(-1)?.replace(/^.*?(FATAL|PANIC): */, '') ??
    (said.trim().split('\n').at(-1) || 'no reason given');
  return new AppError('store.embedded-failed', { detail, log: logFile });
}

/** What was written to the log since `from`, at most the last 16 kB. */
export function tailOf(logFile: string, from: number): string {
  const fd = openSync(logFile, 'r');
  try {
    const { size } = fstatSync(fd);
    const start = Math.max(from, size - 16_384);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    readSync(fd, buffer, 0, buffer.length, start);
    return buffer.toString('utf8');
  } finally {
    closeSync(fd);
  }
}
