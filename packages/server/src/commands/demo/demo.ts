import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AppError } from '@yutang/core/errors';
import { brand, demoSimulation } from '@yutang/core/simulation';
import { sql } from 'kysely';
import pino from 'pino';
import { readConfig } from '../../config.ts';
import { type Demo, nextOpening } from '../../features/demo/index.ts';
import { type House, migrationFolder } from '../../open-house.ts';
import { createDb } from '../../platform/postgres/create-db.ts';
import { startEmbeddedPostgres } from '../../platform/postgres/embedded/start-embedded-postgres.ts';
import { migrate } from '../../platform/postgres/migrate.ts';
import { startHouse } from '../start.ts';
import { type DemoWorkspace, isDemoOf, keepDemo, makeDemo, openAt, readDemo } from './demo-workspace.ts';
import { fillDemo } from './fill-demo.ts';

/**
 * `yutang demo [--people <n>] [--days <n>]`: the platform with a workspace of the simulated brand, into which simulated
 * people keep coming. A size counts when the demo is filled; later starts find it as it is.
 */
export async function demo(args: string[] = []): Promise<number> {
  const started = performance.now();
  const size = readSize(args);
  const config = readConfig();
  const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel });
  const known = readDemo(config.dataFolder);
  const ready = known ?? (await fill(config.dataFolder, config.databaseUrl, size, log));
  const house = await startHouse({ ...config, logLevel: log.level });
  if (!(await isDemoOf(house.database.db, ready))) {
    await house.close();
    console.error(
      `The demo kept in ${join(config.dataFolder, 'demo.json')} is of another database. Remove that file to fill a new one here, or start with the database it was made in.`,
    );
    return 1;
  }
  if (!known) await exported(house, ready.workspaceId);
  const address = config.publicUrl ?? house.url;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`
Ready in ${seconds} s.  Everything here is simulated.  以下数据均为模拟。
  Stage    ${house.url}/demo      customer · guide · console, side by side
  Console  ${address}           ${ready.login} / ${ready.password}
  Yours    curl -u ${ready.writeKey}: ${address}/v1/track -H 'content-type: application/json' \\
             -d '{"userId":"me","event":"Product Added","properties":{"sku":"S1","price":199}}'
`);
  return 0;
}

/** How many people over how many days. @throws AppError `settings.invalid` */
function readSize(args: string[]): { people: number; days: number } {
  const { values } = parseArgs({
    args,
    options: { people: { type: 'string' }, days: { type: 'string' } },
    strict: false,
  });
  const { people, days } = demoSimulation;
  const size = { people: Number(values.people ?? people), days: Number(values.days ?? days) };
  const wrong = Object.entries(size).find(([, value]) => !Number.isInteger(value) || value < 1);
  if (wrong) throw new AppError('settings.invalid', { problems: `--${wrong[0]} is not a whole number` });
  return size;
}

async function fill(
  dataFolder: string,
  databaseUrl: string | null,
  size: { people: number; days: number },
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
    const endAt = nextOpening(Date.now(), brand.zone);
    const simulation: Demo['simulation'] = { ...demoSimulation, ...size, endAt };
    const made = await makeDemo(db, simulation);
    const tty = process.stdout.isTTY;
    await fillDemo({
      db,
      databaseUrl: url,
      demo: made,
      simulation: { ...simulation, truth: false },
      log,
      progress: (done, total, events) => {
        if (tty) process.stdout.write(`\rSimulating 小满妈妈: day ${done} of ${total}, ${events} events `);
      },
    });
    if (tty) process.stdout.write('\n');
    await openAt(db, made.workspaceId, endAt);
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
