import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { databaseOfLane } from './lane.ts';

const main = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url));

export interface StartOptions {
  /** Settings besides those a test always needs and the stores of the lane. */
  env?: Record<string, string>;
  /** Use this data folder and leave it behind: for restarts. Default: a new one that `stop` removes. */
  dataFolder?: string;
  command?: 'start' | 'demo';
  args?: string[];
  /** How long it may take to listen; default 60 s (the first start makes a database cluster). */
  timeoutMs?: number;
}

/** A real server in a process of its own, as a user starts it; spoken to over HTTP only. */
export interface RunningServer {
  url: string;
  dataFolder: string;
  child: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Milliseconds from spawn to listening. */
  startedIn: number;
  /** Polite end (SIGTERM), waits for it. */
  stop(): Promise<void>;
  /** kill −9, waits until the process is gone. */
  kill(): Promise<void>;
}

/** Starts the built server on a free port and waits until it answers `/health/ready`. */
export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const own = options.dataFolder === undefined;
  // who brings a data folder of his own also says on which stores it stands
  const lane = own ? await databaseOfLane() : undefined;
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'yutang-server-'));
  const started = performance.now();
  const child = spawn(process.execPath, [main, options.command ?? 'start', ...(options.args ?? [])], {
    env: {
      ...process.env,
      PORT: '0',
      YUTANG_DATA: dataFolder,
      LOG_LEVEL: 'warn',
      ...lane?.env,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await listening(child, () => printed, options.timeoutMs ?? 60_000);
  const startedIn = performance.now() - started;
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await gone;
    }
  }
  return {
    url,
    dataFolder,
    child,
    startedIn,
    output: () => printed,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM');
      await lane?.close();
      if (own) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function listening(child: ChildProcess, output: () => string, timeoutMs: number): Promise<string> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const address = /(http:\/\/[\w.:[\]]+:\d+)/.exec(output())?.[1];
    if (address && (await answers(`${address}/health/ready`))) return address;
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${output()}`);
    if (performance.now() > end) {
      child.kill('SIGKILL');
      throw new Error(`The server did not listen within ${timeoutMs} ms:\n${output()}`);
    }
    await sleep(25);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
