import type { ServerResponse } from 'node:http';
import type { LiveMessage, StreamEvent } from '@yutang/contracts/sources';
import type { Notifications } from '../../platform/notifications/notifications.ts';

const mostInAMessage = 50;
const leastPauseMs = 200;
const heartbeatMs = 15_000;
/** After this the browser comes again by itself, and is asked again who it is: a session that was ended hears no more. */
const longestMs = 300_000;
/** Bytes that may wait for a slow reader; beyond, events are left out and counted as skipped. */
const mostWaiting = 1 << 20;

export interface LiveDeps {
  notifications: Notifications;
  /** Events with `seq > after`, newest `limit` of them, oldest first; `skipped` lie between. */
  read(
    workspaceId: number,
    after: number,
    limit: number,
  ): Promise<{ events: StreamEvent[]; lastSeq: number; skipped: number }>;
}

export interface LiveStream {
  /** Serves one listener what was logged after `since` (a seq), until it goes away or 5 minutes have passed. */
  serve(
    response: ServerResponse,
    workspaceId: number,
    since: number,
    mask: (event: StreamEvent) => StreamEvent,
  ): void;
  /** Ends every open stream. */
  close(): void;
}

/** Sends what was logged, at most 50 events every 200 ms a listener: more nobody can read, and `skipped` says so. */
export function createLiveStream(deps: LiveDeps): LiveStream {
  const open = new Set<ServerResponse>();
  return {
    serve(response, workspaceId, since, mask) {
      let after = since;
      let busy = false;
      let again = false;
      // a write after the end is an error nobody listens for: it would end the process
      const isOpen = () => !response.writableEnded && !response.destroyed;
      const write = (text: string) => isOpen() && response.write(text);
      const send = (event: string, data: unknown, id: number) =>
        write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      const end = () => (response.writableLength > 0 ? response.destroy() : response.end());
      async function push(): Promise<void> {
        if (busy) {
          again = true;
          return;
        }
        busy = true;
        do {
          again = response.writableLength > mostWaiting;
          if (!again) await pass();
          await new Promise((resolve) => setTimeout(resolve, leastPauseMs));
        } while (again && isOpen());
        busy = false;
      }
      async function pass(): Promise<void> {
        const { events, lastSeq, skipped } = await deps.read(workspaceId, after, mostInAMessage);
        if (events.length > 0) {
          after = lastSeq;
          const message: LiveMessage = { seq: lastSeq, events: events.map(mask), skipped };
          send('events', message, lastSeq);
        }
      }
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      });
      send('tick', { seq: after }, after);
      open.add(response);
      const stop = deps.notifications.onTick(workspaceId, () => void push().catch(end));
      const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs);
      const ending = setTimeout(end, longestMs);
      void push().catch(end);
      response.on('close', () => {
        stop();
        clearInterval(heartbeat);
        clearTimeout(ending);
        open.delete(response);
      });
    },
    close() {
      for (const response of open) response.end();
    },
  };
}
