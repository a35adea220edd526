import type { ServerResponse } from 'node:http';
import type { LiveMessage, StreamEvent } from '@yutang/contracts/sources';
import type { Notifications } from '../../platform/notifications/notifications.ts';

const mostInAMessage = 50;
const leastPauseMs = 200;
const heartbeatMs = 15_000;

export interface LiveDeps {
  notifications: Notifications;
  /** Events with `seq > after`, newest `limit` of them, oldest first; `skipped` lie between. */
  read(
    workspaceId: number,
    after: number,
    limit: number,
  ): Promise<{ events: StreamEvent[]; lastSeq: number; skipped: number }>;
  lastSeq(workspaceId: number): Promise<number>;
}

export interface LiveStream {
  /** Serves one listener until it goes away. `since`: go on after this seq (Last-Event-ID). */
  serve(
    response: ServerResponse,
    workspaceId: number,
    since: number | null,
    mask: (event: StreamEvent) => StreamEvent,
  ): Promise<void>;
  /** Ends every open stream. */
  close(): void;
}

/** Sends what was logged, at most 50 events every 200 ms a listener: more nobody can read, and `skipped` says so. */
export function createLiveStream(deps: LiveDeps): LiveStream {
  const open = new Set<ServerResponse>();
  return {
    async serve(response, workspaceId, since, mask) {
      let after = since ?? (await deps.lastSeq(workspaceId));
      let busy = false;
      let again = false;
      const send = (event: string, data: unknown, id?: number) =>
        response.write(
          `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
        );
      async function push(): Promise<void> {
        if (busy) {
          again = true;
          return;
        }
        busy = true;
        do {
          again = false;
          const { events, lastSeq, skipped } = await deps.read(workspaceId, after, mostInAMessage);
          if (events.length > 0) {
            after = lastSeq;
            const message: LiveMessage = { seq: lastSeq, events: events.map(mask), skipped };
            send('events', message, lastSeq);
          }
          await new Promise((resolve) => setTimeout(resolve, leastPauseMs));
        } while (again && !response.writableEnded);
        busy = false;
      }
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      });
      send('tick', { seq: after }, after);
      open.add(response);
      const stop = deps.notifications.onTick(workspaceId, () => void push().catch(() => response.end()));
      const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
      if (since !== null) void push().catch(() => response.end());
      response.on('close', () => {
        stop();
        clearInterval(heartbeat);
        open.delete(response);
      });
    },
    close() {
      for (const response of open) response.end();
    },
  };
}
