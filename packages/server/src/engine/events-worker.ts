import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import pino from 'pino';
import { createEventStore } from '../platform/event-store/create-event-store.ts';
import { serveEventStore } from '../platform/event-store/serve-event-store.ts';
import { createExporter } from './exporter.ts';

/** What main hands to the thread that holds the event store. */
export interface EventsWorkerData {
  databaseUrl: string;
  eventsUrl: string | null;
  dataFolder: string;
  logLevel: string;
}

/** What main may say: a new client's port, or the end. */
export type EventsMessage = { connect: MessagePort } | 'stop';

const { databaseUrl, eventsUrl, dataFolder, logLevel } = workerData as EventsWorkerData;
const log = pino({ level: logLevel, name: 'events' });
const store = createEventStore({ eventsUrl, dataFolder });
const exporter = createExporter({ databaseUrl, store, log });

parentPort?.on('message', (message: EventsMessage) => {
  if (message === 'stop') void stop();
  else serveEventStore(store, message.connect, exporter.wake);
});

async function stop(): Promise<void> {
  await exporter.stop();
  await store.close();
  process.exit(0);
}

void exporter.run();
