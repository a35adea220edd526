import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createEventStoreClient, type EventStoreClient } from '../platform/event-store/event-store-client.ts';
import type { EventsMessage, EventsWorkerData } from './events-worker.ts';
import { startThread } from './start-thread.ts';

/** The running thread that holds the event store and exports the log into it. */
export interface EventsThread {
  /** The store, for this thread. */
  store: EventStoreClient;
  /** A door for another thread: pass it in `workerData` and `transferList`, and wrap it by `createEventStoreClient` there. */
  connect(): MessagePort;
  /**
   * Settles when the thread ended without being asked to. The process must then end too: what the dead thread had
   * open may still be open, and a second open would destroy it.
   */
  lost: Promise<Error>;
  stop(): Promise<void>;
}

/** Starts the thread. */
export function startEvents(settings: EventsWorkerData): EventsThread {
  const worker = startThread('events-worker', settings);
  let stopping = false;
  const lost = new Promise<Error>((resolve) => {
    let cause = new Error('the event store’s thread ended');
    worker.on('error', (error) => {
      cause = error instanceof Error ? error : new Error(String(error));
    });
    worker.on('exit', () => {
      if (!stopping) resolve(cause);
    });
  });
  const connect = (): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ connect: port1 } satisfies EventsMessage, [port1]);
    return port2;
  };
  return {
    store: createEventStoreClient(connect()),
    connect,
    lost,
    stop: async () => {
      stopping = true;
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('stop' satisfies EventsMessage);
      await ended;
    },
  };
}
