import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import pino from 'pino';
import { createEventStore, type EventStoreSettings } from '../platform/event-store/create-event-store.ts';
import { serveEventStore } from '../platform/event-store/serve-event-store.ts';
import { yieldToHttp } from '../platform/threads/yield-to-http.ts';
import { createExporter } from './exporter.ts';

/** What main hands to the thread that holds the event store, the only one that opens it. */
export interface EventsWorkerData {
  settings: EventStoreSettings;
  databaseUrl: string;
  /** The database is the embedded one. */
  embedded: boolean;
  logLevel: string;
  /** One end of each door; the other ends go to `createEventStoreClient` in the threads that ask. */
  ports: MessagePort[];
}

/** What main may say. */
export type EventsMessage = 'stop';

yieldToHttp();
const { settings, databaseUrl, embedded, logLevel, ports } = workerData as EventsWorkerData;
const log = pino({ level: logLevel, name: 'events' });
const store = createEventStore(settings);
// ClickHouse merges in the background what each append brings: two a second are easy for it, ten are not
const shared = settings.eventsUrl !== null;
const exporter = createExporter({
  databaseUrl,
  backendYields: embedded,
  store,
  log,
  pollMs: shared ? 500 : 100,
  shared,
});
for (const port of ports) serveEventStore(store, port, exporter.wake);

parentPort?.on('message', (message: EventsMessage) => {
  if (message === 'stop') void stop();
});

async function stop(): Promise<void> {
  await exporter.stop();
  await store.close();
  process.exit(0);
}

void exporter.run();
