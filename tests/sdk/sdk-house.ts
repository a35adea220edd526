import type { StreamEvent } from '../../packages/contracts/src/sources.ts';
import { type Client, caughtUp, firstVisit, until, writeKey } from '../harness/client.ts';
import { startServer } from '../harness/server.ts';

/** A server with a workspace and one key of each kind, and the two places where an event must be seen. */
export interface SdkHouse {
  url: string;
  owner: Client;
  serverKey: string;
  browserKey: string;
  /** Waits until the live list holds events of all these names (newest of each); answers them by name. */
  arrived(names: readonly string[], timeoutMs?: number): Promise<Map<string, StreamEvent>>;
  /** The events on the timeline of the one person who has this identity value, oldest first. */
  timelineOf(identity: string): Promise<{ seq: number; name: string }[]>;
  stop(): Promise<void>;
}

export async function startSdkHouse(): Promise<SdkHouse> {
  const server = await startServer();
  const owner = await firstVisit(server.url);
  const serverKey = await writeKey(owner, 'server');
  const browserKey = await writeKey(owner, 'browser');

  async function recent(): Promise<StreamEvent[]> {
    const { status, body } = await owner.get('/api/events/recent?limit=200');
    if (status !== 200) throw new Error(`recent events: ${status} ${JSON.stringify(body)}`);
    return body.items;
  }

  return {
    url: server.url,
    owner,
    serverKey,
    browserKey,
    async arrived(names, timeoutMs = 15_000) {
      const found = await until(
        recent,
        (events) => names.every((name) => events.some((event) => event.name === name)),
        timeoutMs,
      );
      return new Map(
        names.map((name) => [name, found.find((event) => event.name === name) as StreamEvent] as const),
      );
    },
    async timelineOf(identity) {
      await caughtUp(owner);
      const { body: list } = await owner.get(`/api/customers?q=${encodeURIComponent(identity)}`);
      if (list.items?.length !== 1) {
        throw new Error(`${identity} is not one person: ${JSON.stringify(list)}`);
      }
      const { body } = await owner.get(`/api/customers/${list.items[0].id}/timeline?limit=200`);
      return [...body.items].reverse();
    },
    stop: () => server.stop(),
  };
}
