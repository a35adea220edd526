import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import pino from 'pino';
import { createFeatures } from '../app.ts';
import { createEventStoreClient } from '../platform/event-store/event-store-client.ts';
import { createInbox } from '../platform/inbox/inbox.ts';
import { createNotifications } from '../platform/notifications/notifications.ts';
import { createDb } from '../platform/postgres/create-db.ts';
import { yieldToHttp } from '../platform/threads/yield-to-http.ts';
import { createEngine } from './engine.ts';

/** What main hands to the engine's thread. */
export interface EngineWorkerData {
  databaseUrl: string;
  /** The database is the embedded one. */
  embedded: boolean;
  logLevel: string;
  /** Door to the thread that holds the event store. */
  eventsPort: MessagePort;
}

/** What the engine tells main once a second when it worked: events logged, wall ms by stage. */
export interface EngineFigures {
  events: number;
  stages: Record<string, number>;
}

/** What main may say to the engine. */
export type EngineMessage = 'wake' | 'clock-moved' | 'stop';

yieldToHttp();
const { databaseUrl, embedded, logLevel, eventsPort } = workerData as EngineWorkerData;
const log = pino({ level: logLevel, name: 'engine' });
const { db, close } = createDb(databaseUrl, { poolSize: 3, applicationName: 'yutang engine reads' });
const events = createEventStoreClient(eventsPort);
const { features, workspaces, identity } = createFeatures({
  db,
  events,
  inbox: createInbox({ db }),
  notifications: createNotifications(databaseUrl, () => undefined),
  publicUrl: null,
  wake: () => undefined,
  dataFolder: null,
  door: null,
});
const engine = createEngine({
  databaseUrl,
  backendYields: embedded,
  features,
  resolver: identity.resolver,
  events,
  log,
  async clock(workspaceId) {
    const [{ zone }, now] = await Promise.all([
      workspaces.getWorkspace(workspaceId),
      workspaces.workspaceClock(workspaceId),
    ]);
    return { now: now(), zone };
  },
});

parentPort?.on('message', (message: EngineMessage) => {
  if (message === 'wake') engine.wake();
  if (message === 'clock-moved') workspaces.changed();
  if (message === 'stop') void stop();
});

async function stop(): Promise<void> {
  await engine.stop();
  await close();
  process.exit(0);
}

// what the ticks cost, for /metrics, counted where it is asked for
setInterval(() => {
  const figures = engine.times.take();
  if (figures.events > 0) parentPort?.postMessage(figures satisfies EngineFigures);
}, 1000).unref();

void engine.run();
