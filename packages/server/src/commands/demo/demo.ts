import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createTrickle, demoSimulation } from '@yutang/core/simulation';
import { sql } from 'kysely';
import pino from 'pino';
import { readConfig } from '../../config.ts';
import { type House, migrationFolder } from '../../open-house.ts';
import { createDb } from '../../platform/postgres/create-db.ts';
import { startEmbeddedPostgres } from '../../platform/postgres/embedded/start-embedded-postgres.ts';
import { migrate } from '../../platform/postgres/migrate.ts';
import { startHouse } from '../start.ts';
import { countDeliveries } from './count-deliveries.ts';
import { type DemoWorkspace, isDemoOf, keepDemo, makeDemo, readDemo } from './demo-workspace.ts';
import { eventOf, fillDemo } from './fill-demo.ts';

/** `yutang demo`: the platform with a workspace of the simulated brand, into which simulated people keep coming. */
export async function demo(): Promise<number> {
  const started = performance.now();
  const config = readConfig();
  const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel });
  const known = readDemo(config.dataFolder);
  const ready = known ?? (await fill(config.dataFolder, config.databaseUrl, log));
  const house = await startHouse({ ...config, logLevel: log.level });
  if (!(await isDemoOf(house.database.db, ready))) {
    await house.close();
    console.error(
      `The demo kept in ${join(config.dataFolder, 'demo.json')} is of another database. Remove that file to fill a new one here, or start with the database it was made in.`,
    );
    return 1;
  }
  if (!known) await exported(house, ready.workspaceId);
  keepComing(house, ready, log);
  const address = config.publicUrl ?? house.url;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`
Ready in ${seconds} s.  Everything here is simulated.  以下数据均为模拟。
  Console  ${address}
  Login    ${ready.login}  /  ${ready.password}
  Yours    curl -u ${ready.writeKey}: ${address}/v1/track -H 'content-type: application/json' \\
             -d '{"userId":"me","event":"Product Added","properties":{"sku":"S1","price":199}}'
`);
  return 0;
}

async function fill(
  dataFolder: string,
  databaseUrl: string | null,
  log: pino.Logger,
): Promise<DemoWorkspace> {
  mkdirSync(dataFolder, { recursive: true });
  const lines = {
    info: () => undefined,
    warn: (line: string) => log.warn(line),
    error: (line: string) => log.error(line),
  };
  const server = databaseUrl ? undefined : await startEmbeddedPostgres({ dataFolder, log: lines });
  const url = databaseUrl ?? (server?.url as string);
  try {
    await migrate(url, { folder: migrationFolder });
    const { db, close } = createDb(url, { applicationName: 'yutang demo' });
    const made = await makeDemo(db, Date.now());
    const tty = process.stdout.isTTY;
    await fillDemo({
      db,
      databaseUrl: url,
      demo: made,
      simulation: { ...demoSimulation, endAt: made.endAt, truth: false },
      log,
      progress: (done, total, events) => {
        if (tty) process.stdout.write(`\rSimulating 小满妈妈: day ${done} of ${total}, ${events} events `);
      },
    });
    if (tty) process.stdout.write('\n');
    await close();
    const filled = { ...made, filled: true };
    keepDemo(dataFolder, filled);
    return filled;
  } finally {
    await server?.stop();
  }
}

/** Waits until the event store has everything, so that the first page already answers in full. */
async function exported(house: House, workspaceId: number): Promise<void> {
  const { rows } = await sql<{ last_seq: number }>`
    select last_seq from engine_state where workspace_id = ${workspaceId}`.execute(house.database.db);
  while ((await house.events.watermark(workspaceId)) < (rows[0]?.last_seq ?? 0)) {
    await wait(100);
  }
}

/** A trickle of simulated people goes on arriving while the demo runs. */
function keepComing(house: House, ready: DemoWorkspace, log: pino.Logger): void {
  const trickle = createTrickle({ ...demoSimulation, endAt: ready.endAt }, { from: Date.now() });
  const steps = trickle.prepare();
  const tell = () => {
    const arrived = trickle.until(Date.now()).map((item) => eventOf(item, ready));
    if (arrived.length > 0) {
      house.inbox
        .post(house.database.db, ready.workspaceId, arrived)
        .then(() => countDeliveries(house.database.db, ready.workspaceId, arrived))
        .catch((error: unknown) => log.warn({ err: error }, 'the trickle rests'));
    }
  };
  // living up to now takes as long as the simulation itself; between its steps this thread answers pages
  const prepare = () => {
    if (steps.next().done) setInterval(tell, 3000).unref();
    else setTimeout(prepare, 20).unref();
  };
  setTimeout(prepare, 3000).unref();
}
