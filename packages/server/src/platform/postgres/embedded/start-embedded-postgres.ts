import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, rmdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { adoptPostmaster } from './adopt.ts';
import { findBinaries } from './binaries.ts';
import { openCluster } from './cluster.ts';
import { takeOwnerLock } from './owner-lock.ts';
import { connection, describeFailure, type Launch, launchPostmaster, stopPostmaster } from './postmaster.ts';
import { isAlive } from './postmaster-file.ts';
import { chooseRunAs } from './run-as.ts';
import { urlOf } from './running-postgres.ts';
import { type EmbeddedSettings, serverArguments } from './settings.ts';
import { socketFolder } from './socket-folder.ts';

/** What the embedded PostgreSQL reports; pino's logger fits. */
export interface EmbeddedLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface EmbeddedOptions extends EmbeddedSettings {
  dataFolder: string;
  log: EmbeddedLog;
}

export interface EmbeddedPostgres {
  /** Connection string of the database `yutang`. */
  url: string;
  /** The server had outlived an earlier process of ours. */
  adopted: boolean;
  /** Process number of the server now; undefined while it is down. */
  pid(): number | undefined;
  /** The server's own log. */
  logFile: string;
  /** Stops the server and gives the data folder free. Call it last, after every pool is closed. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that comes with us, on data in `<dataFolder>/postgres`, reachable by a private socket only.
 * While we live it is started again whenever it dies (a full disk stops it; it comes back when there is space).
 *
 * @throws AppError `store.already-running`, `store.embedded-unsupported`, `store.embedded-failed`,
 *   `store.other-major`, `store.folder-not-ours`, `store.user-unknown`, `server.disk-full`
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  const home = join(resolve(options.dataFolder), 'postgres');
  mkdirSync(home, { recursive: true });
  const who = chooseRunAs(join(home, 'cluster'));
  // the other user has to pass through to the cluster; what lies beside it is 0600
  if (who) chmodSync(home, 0o711);
  const lock = await takeOwnerLock(join(home, 'owner.json'), options.dataFolder);
  try {
    const binaries = findBinaries(who, home);
    const cluster = await openCluster(home, binaries, who, options.durable !== false);
    const sockets = socketFolder(home, who);
    const args = serverArguments(sockets, binaries.postgres, options);
    const logFile = join(home, 'server.log');
    const launch: Launch = { cluster, program: binaries.postgres, args, who, socketFolder: sockets, logFile };
    const adopted = await adoptPostmaster(launch, (message) => log.info(message));
    const child = adopted ? undefined : await launchPostmaster(launch, (message) => log.warn(message));
    const at = adopted?.socketFolder ?? sockets;
    await ensureDatabase(launch, at);
    const keeper = keepRunning({ ...launch, socketFolder: at }, adopted?.pid ?? child?.pid ?? 0, child, log);
    return {
      url: urlOf(cluster.password, at),
      adopted: adopted !== undefined,
      pid: keeper.pid,
      logFile,
      async stop() {
        await keeper.stop();
        removeEmpty(at);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // something is in it, or it has gone: either is fine
  }
}

async function ensureDatabase(launch: Launch, at: string): Promise<void> {
  const client = new pg.Client(connection(launch, at, 'postgres'));
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query(`select 1 from pg_database where datname = 'yutang'`);
    if (!rowCount) await client.query('create database yutang');
  } finally {
    await client.end();
  }
}

/** Starts the server again when it goes without being asked to, with growing pauses up to 5 s. */
function keepRunning(launch: Launch, first: number, firstChild: ChildProcess | undefined, log: EmbeddedLog) {
  let pid: number | undefined = first;
  let stopping = false;
  const over = (async () => {
    let child = firstChild;
    let pause = 100;
    while (!stopping) {
      if (pid) await gone(pid, child, () => stopping);
      if (stopping) return;
      if (pid) log.error(`PostgreSQL has stopped unexpectedly; starting it again (log: ${launch.logFile})`);
      pid = undefined;
      try {
        child = await launchPostmaster(launch, (message) => log.warn(message));
        pid = child.pid;
        pause = 100;
        log.info('PostgreSQL is back');
      } catch (error) {
        log.error(`PostgreSQL does not start: ${describeFailure(error)}. Next try in ${pause} ms`);
        await sleep(pause, undefined, { ref: false });
        pause = Math.min(pause * 2, 5_000);
      }
    }
  })();
  return {
    pid: () => pid,
    async stop() {
      stopping = true;
      if (pid) await stopPostmaster(launch.cluster.folder, pid);
      else await over;
      // a start that was under way when we were asked to stop
      if (pid && isAlive(pid)) await stopPostmaster(launch.cluster.folder, pid);
    },
  };
}

/** Resolves when the process has gone. Of a child the system tells us; an adopted one has to be watched. */
async function gone(pid: number, child: ChildProcess | undefined, stopping: () => boolean): Promise<void> {
  if (child && child.pid === pid) {
    if (child.exitCode === null && child.signalCode === null) {
      await new Promise((resolve) => child.once('exit', resolve));
    }
    return;
  }
  while (isAlive(pid) && !stopping()) await sleep(250, undefined, { ref: false });
}
