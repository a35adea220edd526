import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

interface Line {
  ready?: boolean;
  url?: string;
  adopted?: boolean;
  pid?: number;
  code?: string;
  params?: Record<string, unknown>;
  fault?: string;
  level?: string;
  message?: string;
  stillAlive?: boolean;
  stopped?: boolean;
}

/** A process of ours with an embedded PostgreSQL in it. */
export interface EmbeddedProcess {
  child: ChildProcess;
  /** All it said so far. */
  lines: Line[];
  /** Waits for a line. Fails when the process ends without it. */
  until(matches: (line: Line) => boolean): Promise<Line>;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface RunOptions {
  uid?: number;
  maxConnections?: number;
  cwd?: string;
}

const script = fileURLToPath(new URL('./run-embedded.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');
const alive = new Set<ChildProcess>();

/** Starts such a process on `folder`. */
export function runEmbedded(folder: string, options: RunOptions = {}): EmbeddedProcess {
  const args = ['--import', tsx, script, folder];
  if (options.maxConnections) args.push(String(options.maxConnections));
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // a process group of its own, so that a test can press Ctrl-C on it
    detached: true,
    cwd: options.cwd,
    uid: options.uid,
    gid: options.uid,
    env: { PATH: process.env.PATH, LC_ALL: 'zh_CN.UTF-8', TZ: 'Asia/Shanghai' },
  });
  alive.add(child);
  const lines: Line[] = [];
  let errors = '';
  const listeners = new Set<() => void>();
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  createInterface(child.stdout).on('line', (text) => {
    lines.push(JSON.parse(text));
    for (const listener of listeners) listener();
  });
  const ended = once(child, 'close').then(() => {
    alive.delete(child);
    for (const listener of listeners) listener();
  });
  return {
    child,
    lines,
    until: (matches) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find(matches);
          if (found) resolve(found);
          else if (!alive.has(child))
            reject(new Error(`It ended, having said ${JSON.stringify(lines)} ${errors}`));
          else return;
          listeners.delete(look);
        };
        listeners.add(look);
        look();
      }),
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
}

/** Starts one and waits until it takes connections. */
export async function runReady(
  folder: string,
  options: RunOptions = {},
): Promise<EmbeddedProcess & { url: string; adopted: boolean; pid: number }> {
  const started = runEmbedded(folder, options);
  const { url = '', adopted = false, pid = 0 } = await started.until((line) => line.ready === true);
  return { ...started, url, adopted, pid };
}

/** One that does not start: its error code and parameters. */
export async function refused(
  folder: string,
  options: RunOptions = {},
): Promise<{ code?: string; params?: Record<string, unknown> }> {
  const { code, params } = await runEmbedded(folder, options).until((line) => line.code !== undefined);
  return { code, params };
}

/** Runs one statement on a connection of its own. */
export async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    client.end().catch(() => {});
  }
}

/** Ends, in order, whatever a failed test has left. */
export async function endAll(): Promise<void> {
  await Promise.all(
    [...alive].map(async (child) => {
      child.kill('SIGTERM');
      await once(child, 'close');
    }),
  );
}
