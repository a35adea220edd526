import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopPostmaster } from '../src/platform/postgres/embedded/postmaster.ts';
import { readPostmasterFile } from '../src/platform/postgres/embedded/postmaster-file.ts';
import { startEmbeddedPostgres } from '../src/platform/postgres/embedded/start-embedded-postgres.ts';

const prefix = 'yutang-test-';

export interface TestCluster {
  /** Administrator's connection string; its database is not a test's. */
  url: string;
  stop(): Promise<void>;
}

/** The server of one test run: `TEST_DATABASE_URL`, or an embedded one of our own that forgets on a power cut. */
export async function startTestCluster(): Promise<TestCluster> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const quiet = { info: () => {}, warn: () => {}, error: (message: string) => console.error(message) };
  const server = await startEmbeddedPostgres({
    dataFolder: folder,
    log: quiet,
    durable: false,
    maxConnections: 200,
  });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ends and removes what a killed test run has left. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    const folder = join(tmpdir(), name);
    if (
      !pid ||
      runs(Number(pid)) ||
      statSync(folder, { throwIfNoEntry: false })?.uid !== process.getuid?.()
    ) {
      continue;
    }
    const cluster = join(folder, 'postgres', 'cluster');
    const left = readPostmasterFile(cluster);
    if (left) await stopPostmaster(cluster, left.pid, 2_000);
    rmSync(folder, { recursive: true, force: true });
  }
}

function runs(pid: number): boolean {
  try {
    // a number may have been given anew; only a node process can be a test run
    return process.platform !== 'linux' || /node|vitest/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}
