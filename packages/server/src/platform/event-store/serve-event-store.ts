import type { MessagePort } from 'node:worker_threads';
import type { EventStore } from './event-store.ts';
import { type StoreAnswer, type StoreRequest, toWire } from './event-store-wire.ts';

/** Answers the requests of one client; as many ports as there are clients may be served. `onWake`: the log has grown. */
export function serveEventStore(store: EventStore, port: MessagePort, onWake: () => void = () => {}): void {
  port.on('message', async (request: StoreRequest) => {
    if ('wake' in request) return onWake();
    const { id, method, args } = request;
    let answer: StoreAnswer;
    try {
      const call = store[method] as (...args: unknown[]) => Promise<unknown>;
      answer = { id, result: await call(...args) };
    } catch (error) {
      answer = { id, fault: toWire(error) };
    }
    port.postMessage(answer);
  });
}
