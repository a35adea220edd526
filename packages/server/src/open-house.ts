import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type Worker } from 'node:worker_threads';
import { AppError } from '@yutang/core/errors';
import type { Logger } from 'pino';
import { createAdministration } from './administration.ts';
import { createApp, createFeatures, type Features } from './app.ts';
import type { Config } from './config.ts';
import type { EngineFigures, EngineMessage } from './engine/engine-worker.ts';
import { createEventStoreClient, type EventStoreClient } from './platform/event-store/event-store-client.ts';
import { secretFile } from './platform/files/secret-file.ts';
import type { HttpApp } from './platform/http/http-app.ts';
import { createProxyWatch } from './platform/http/proxy-watch.ts';
import { createInbox, type Inbox } from './platform/inbox/inbox.ts';
import { createMetrics, type Metrics } from './platform/metrics/metrics.ts';
import { createNotifications } from './platform/notifications/notifications.ts';
import { createDb, type OpenDb } from './platform/postgres/create-db.ts';
import { startEmbeddedPostgres } from './platform/postgres/embedded/start-embedded-postgres.ts';
import { migrate } from './platform/postgres/migrate.ts';
import { startThread } from './platform/threads/start-thread.ts';

/** Everything that runs, and how to end it in the right order. */
export interface House {
  url: string;
  app: HttpApp;
  features: Features;
  database: OpenDb;
  databaseUrl: string;
  events: EventStoreClient;
  inbox: Inbox;
  /** The engine asks again where a workspace's clock stands. */
  clockMoved(): void;
  close(): Promise<void>;
}

/** From the bundle (`dist/`) and from source (`src/`) alike, the package's folder is one up. */
const packageFolder = fileURLToPath(new URL('..', import.meta.url));
export const migrationFolder = join(packageFolder, 'migrations', 'operational');
const consoleFolder = join(packageFolder, '..', 'console', 'dist');

/**
 * Opens the stores, starts the threads, listens. The one place where adapters are chosen and built.
 * @throws AppError of the catalogue when a store cannot be opened, the data is in use or the port is taken
 */
export async function openHouse(config: Config, log: Logger): Promise<House> {
  mkdirSync(config.dataFolder, { recursive: true });
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of closing.splice(0).reverse())
      await step().catch((error: unknown) => log.error({ err: error }, 'while closing'));
  };
  try {
    return await open(config, log, closing, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  config: Config,
  log: Logger,
  closing: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<House> {
  const databaseUrl = await openDatabase(config, log, closing);
  await migrate(databaseUrl, { folder: migrationFolder, log: (line) => log.info(line) });
  const database = createDb(databaseUrl, {
    poolSize: 14,
    applicationName: 'yutang http',
    onIdleError: (error) => log.warn({ err: error }, 'an idle connection broke'),
  });
  closing.push(() => database.close());

  const metrics = createMetrics();
  const threads = startThreads(config, databaseUrl, log, metrics);
  closing.push(() => threads.stop());
  const notifications = createNotifications(databaseUrl, (error) =>
    log.warn({ err: error }, 'listening for ticks again in 1 s'),
  );
  closing.push(() => notifications.close());
  const inbox = createInbox({ db: database.db, wake: threads.wakeEngine });
  const secret = config.secret ?? secretFile(join(config.dataFolder, 'secret'));
  const features = createFeatures({
    db: database.db,
    events: threads.events,
    inbox,
    notifications,
    publicUrl: config.publicUrl,
    behindProxy: Boolean(config.trustProxy),
    wake: threads.wakeEngine,
    clockMoved: threads.clockMoved,
    dataFolder: config.dataFolder,
    door: { databaseUrl, secret, local: config.databaseUrl === null },
    webhooks: { secret, privateHosts: config.webhookPrivateHosts },
  });
  closing.push(() => features.close());
  const proxies = createProxyWatch(Date.now);
  const administration = createAdministration({
    config,
    db: database.db,
    databaseUrl,
    events: threads.events,
    migrations: migrationFolder,
    untrustedProxy: proxies.seen,
  });
  closing.push(() => administration.settled());
  const app = await createApp(
    { ...features, features: [...features.features, ...administration.features] },
    {
      logger: log,
      trustProxy: config.trustProxy,
      metrics,
      metricsToken: config.metricsToken,
      proxies,
      consoleFolder: existsSync(consoleFolder) ? consoleFolder : null,
      publicFolder: join(packageFolder, 'dist', 'public'),
      // YUTANG_SECRET, or one made at the first start and kept in the data folder
      secret,
    },
  );
  closing.push(() => app.close());
  const url = await listen(app, config);
  let resumed = true;
  const resume = async () => {
    // one round at a time: the next would do again what this one has not finished
    if (!resumed) return;
    resumed = false;
    await features
      .resume()
      .catch((error: unknown) => log.error({ err: error }, 'unfinished work is tried again in a minute'));
    resumed = true;
  };
  void resume();
  await features.arrive((error) => log.warn({ err: error }, 'the simulated people rest'));
  features.deliver((error) => log.warn({ err: error }, 'a webhook could not be served; it is tried again'));
  const resuming = setInterval(resume, 60_000);
  closing.push(async () => clearInterval(resuming));
  return {
    url,
    app,
    features,
    database,
    databaseUrl,
    events: threads.events,
    inbox,
    clockMoved: threads.clockMoved,
    close,
  };
}

async function openDatabase(
  config: Config,
  log: Logger,
  closing: (() => Promise<unknown>)[],
): Promise<string> {
  if (config.databaseUrl) return config.databaseUrl;
  const server = await startEmbeddedPostgres({
    dataFolder: config.dataFolder,
    log: { info: (line) => log.info(line), warn: (line) => log.warn(line), error: (line) => log.error(line) },
  });
  closing.push(() => server.stop());
  return server.url;
}

interface Threads {
  events: EventStoreClient;
  wakeEngine(): void;
  clockMoved(): void;
  stop(): Promise<void>;
}

/** The events thread (the only one that opens DuckDB) and the engine thread, with a door from the second to the first. */
function startThreads(config: Config, databaseUrl: string, log: Logger, metrics: Metrics): Threads {
  const embedded = !config.databaseUrl;
  const forMain = new MessageChannel();
  const forEngine = new MessageChannel();
  const eventsThread = startThread('events', {
    workerData: {
      settings: { eventsUrl: config.eventsUrl, dataFolder: config.dataFolder },
      databaseUrl,
      embedded,
      logLevel: config.logLevel,
      ports: [forMain.port1, forEngine.port1],
    },
    transferList: [forMain.port1, forEngine.port1],
  });
  const engineThread = startThread('engine', {
    workerData: { databaseUrl, embedded, logLevel: config.logLevel, eventsPort: forEngine.port2 },
    transferList: [forEngine.port2],
  });
  let stopping = false;
  for (const [name, thread] of [
    ['events', eventsThread],
    ['engine', engineThread],
  ] as const) {
    thread.on('error', (error) => log.fatal({ err: error }, `the ${name} thread failed`));
    thread.on('exit', (code) => {
      if (stopping) return;
      // a thread that died took unknown state with it: the process ends, and what is durable is taken up again at start
      log.fatal({ code }, `the ${name} thread ended; so does this process`);
      process.kill(process.pid, 'SIGTERM');
    });
  }
  engineThread.on('message', ({ events, stages }: EngineFigures) => {
    metrics.add('yutang_tick_events_total', '', events);
    for (const [stage, ms] of Object.entries(stages)) {
      metrics.add('yutang_tick_stage_seconds_total', `{stage="${stage}"}`, ms / 1000);
    }
  });
  const tell = (message: EngineMessage) => engineThread.postMessage(message);
  let nudged = false;
  return {
    events: createEventStoreClient(forMain.port2),
    wakeEngine() {
      if (nudged) return;
      nudged = true;
      // one message for all that arrives in 2 ms
      setTimeout(() => {
        nudged = false;
        tell('wake');
      }, 2);
    },
    clockMoved: () => tell('clock-moved'),
    async stop() {
      stopping = true;
      tell('stop');
      await exited(engineThread);
      eventsThread.postMessage('stop');
      await exited(eventsThread);
    },
  };
}

/** Waits for a thread to end by itself, 20 s at most. */
async function exited(thread: Worker): Promise<void> {
  if (thread.threadId === -1) return;
  const timer = setTimeout(() => void thread.terminate(), 20_000);
  await once(thread, 'exit');
  clearTimeout(timer);
}

async function listen(app: HttpApp, config: Config): Promise<string> {
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    if ((error as { code?: string }).code === 'EADDRINUSE') {
      throw new AppError('settings.port-taken', { port: config.port, host: config.host });
    }
    throw error;
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const host = config.host.includes(':')
    ? `[${config.host}]`
    : config.host === '0.0.0.0'
      ? '127.0.0.1'
      : config.host;
  return `http://${host}:${port}`;
}
