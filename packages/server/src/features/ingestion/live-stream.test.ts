import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as immediately } from 'node:timers/promises';
import type { StreamEvent } from '@yutang/contracts/sources';
import { describe, expect, it, vi } from 'vitest';
import { createLiveStream, type LiveStream } from './live-stream.ts';

const big = { seq: 1, properties: { text: 'x'.repeat(300_000) } } as unknown as StreamEvent;

/** A log that has one more big event at every notice. */
function endlessLog() {
  let seq = 0;
  let tell: () => void = () => undefined;
  const live = createLiveStream({
    notifications: {
      onTick: (_workspaceId, listener) => {
        tell = () => listener({ workspaceId: 1, seq });
        return () => undefined;
      },
      close: async () => undefined,
    },
    read: async (_workspaceId, after) => {
      const lastSeq = ++seq;
      return { events: [{ ...big, seq: lastSeq }], lastSeq, skipped: lastSeq - after - 1 };
    },
  });
  return { live, tick: () => tell() };
}

async function stalledReader(live: LiveStream): Promise<{ response: ServerResponse; close(): void }> {
  const server = createServer();
  server.listen(0);
  await once(server, 'listening');
  const asking = request({ port: (server.address() as AddressInfo).port });
  asking.on('response', (message) => message.pause());
  asking.on('error', () => undefined);
  asking.end();
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  live.serve(response, 1, 0, (event) => event);
  return {
    response,
    close() {
      asking.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('a live stream', () => {
  it('holds no more than a little for a reader that does not read', async () => {
    const { live, tick } = endlessLog();
    const { response, close } = await stalledReader(live);
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
    try {
      for (let i = 0; i < 100; i++) {
        tick();
        await immediately();
        await vi.advanceTimersByTimeAsync(250);
      }
    } finally {
      vi.useRealTimers();
    }
    expect(response.writableLength).toBeGreaterThan(0);
    expect(response.writableLength).toBeLessThan(2 << 20);
    close();
  });

  it('ends a reader that does not read, and survives writing to it afterwards', async () => {
    const { live, tick } = endlessLog();
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
    const { response, close } = await stalledReader(live);
    try {
      for (let i = 0; i < 20; i++) {
        tick();
        await immediately();
        await vi.advanceTimersByTimeAsync(250);
      }
      await vi.advanceTimersByTimeAsync(300_000);
      await immediately();
      tick();
      await vi.advanceTimersByTimeAsync(20_000);
    } finally {
      vi.useRealTimers();
    }
    expect(response.destroyed).toBe(true);
    close();
  });
});
