import { spawnSync } from 'node:child_process';
import { startClickhouse } from '../../packages/server/testing/clickhouse.ts';
import { startPostgres15 } from '../../packages/server/testing/server-postgres.ts';

/**
 * Runs a command with a server of the lane's kind beside it:
 * `run-lane.ts postgres15|clickhouse|clickhouse-cluster -- command …`. The server is ended with the command.
 */
const [lane = '', separator, ...command] = process.argv.slice(2);
if (separator !== '--' || command.length === 0) {
  console.error('usage: run-lane.ts <lane> -- <command …>');
  process.exit(2);
}

interface Server {
  env: Record<string, string>;
  stop(): Promise<void>;
}

const lanes: Record<string, () => Promise<Server>> = {
  async postgres15() {
    const server = await startPostgres15();
    return { env: { TEST_DATABASE_URL: server.url, YUTANG_LANE: 'postgres15' }, stop: server.stop };
  },
  async clickhouse() {
    const server = await startClickhouse(1);
    return { env: { TEST_EVENTS_URL: server.url, YUTANG_LANE: 'clickhouse' }, stop: server.stop };
  },
  async 'clickhouse-cluster'() {
    const server = await startClickhouse(2);
    return { env: { TEST_EVENTS_URL: server.url, YUTANG_LANE: 'clickhouse-cluster' }, stop: server.stop };
  },
};

const start = lanes[lane];
if (!start) {
  console.error(`unknown lane ${lane}; there are ${Object.keys(lanes).join(', ')}`);
  process.exit(2);
}
const server = await start();
const { status } = spawnSync(command[0] as string, command.slice(1), {
  stdio: 'inherit',
  env: { ...process.env, ...server.env },
});
await server.stop();
process.exit(status ?? 1);
