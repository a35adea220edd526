import type { MessagePort } from 'node:worker_threads';
import { AppError } from '@yutang/core/errors';
import type { EventStore } from './event-store.ts';
import { type AskableMethod, fromWire, type StoreAnswer, type StoreRequest } from './event-store-wire.ts';

/** The event store as seen from another thread. */
export interface EventStoreClient extends EventStore {
  /** Tells the exporter beside the store that the log has grown; without it, it looks every 100 ms. */
  wake(): void;
}

/**
 * The port to the event store over a message port whose other end `serveEventStore` holds. Errors arrive with code
 * and params. When the store's thread is gone every call fails with `server.store-unavailable`. `close` closes this
 * door only; the store stays open for others.
 */
export function createEventStoreClient(port: MessagePort): EventStoreClient {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let closed = false;

  port.on('message', (answer: StoreAnswer) => {
    const asker = waiting.get(answer.id);
    if (!asker) return;
    waiting.delete(answer.id);
    if (waiting.size === 0) port.unref();
    if ('fault' in answer) asker.reject(fromWire(answer.fault));
    else asker.resolve(answer.result);
  });
  port.on('close', () => {
    closed = true;
    for (const { reject } of waiting.values()) reject(new AppError('server.store-unavailable'));
    waiting.clear();
  });
  // A thread that waits for nothing else may end.
  port.unref();

  function ask<T>(method: AskableMethod, ...args: unknown[]): Promise<T> {
    if (closed) return Promise.reject(new AppError('server.store-unavailable'));
    lastId += 1;
    const id = lastId;
    return new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      port.ref();
      port.postMessage({ id, method, args } satisfies StoreRequest);
    });
  }

  return {
    open: (workspaceId) => ask('open', workspaceId),
    watermark: (workspaceId) => ask('watermark', workspaceId),
    append: (workspaceId, batch) => ask('append', workspaceId, batch),
    query: (workspaceId, question) => ask('query', workspaceId, question),
    settleMoves: (workspaceId) => ask('settleMoves', workspaceId),
    retract: (workspaceId, origin, upTo) => ask('retract', workspaceId, origin, upTo),
    erase: (workspaceId, sources) => ask('erase', workspaceId, sources),
    drop: (workspaceId) => ask('drop', workspaceId),
    audit: (workspaceId) => ask('audit', workspaceId),
    describe: () => ask('describe'),
    wake: () => {
      if (!closed) port.postMessage({ wake: true } satisfies StoreRequest);
    },
    close: async () => port.close(),
  };
}
