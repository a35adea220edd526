import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type Client, caughtUp, clientOf, deliver, firstVisit, until, writeKey } from '../harness/client.ts';
import { databaseOfLane } from '../harness/lane.ts';
import { type RunningServer, startServer } from '../harness/server.ts';

/** How often the server is killed; the promise is made for 50, a quick look takes fewer (`YUTANG_KILLS`). */
const kills = Number(process.env.YUTANG_KILLS ?? 50);

/** Sends batches until told to stop and keeps the ids of what was answered with 200. */
function sender(
  key: string,
  name: number,
  acknowledged: Set<string>,
  state: { url: string; stop: boolean },
): Promise<void> {
  let n = 0;
  return (async () => {
    while (!state.stop) {
      const items = Array.from({ length: 20 }, () => {
        const id = `${name}-${n++}`;
        return {
          type: 'track',
          event: 'Product Added',
          userId: `u${n % 97}`,
          anonymousId: `a${n % 211}`,
          messageId: id,
          properties: { value: 1 },
        };
      });
      try {
        const answer = await deliver(state.url, key, items);
        if (answer.status === 200) for (const item of items) acknowledged.add(item.messageId);
        else await sleep(20);
      } catch {
        // killed under it: not acknowledged, and a client would send it again, which must not count twice
        await sleep(20);
        n -= 20;
      }
    }
  })();
}

async function pond(client: Client): Promise<unknown> {
  const { body } = await client.get('/api/pond');
  // where the log stood when it was asked is not part of the answer
  return { ...body, upTo: undefined };
}

it(`keeps every acknowledged event exactly once through ${kills} kills at random moments under load`, async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'yutang-chaos-'));
  const lane = await databaseOfLane();
  const acknowledged = new Set<string>();
  let server: RunningServer = await startServer({ dataFolder, env: lane.env });
  try {
    let owner = await firstVisit(server.url, 'chaos');
    const { cookie = '' } = owner.headers;
    const key = await writeKey(owner);
    const state = { url: server.url, stop: false };
    const senders = Array.from({ length: 4 }, (_, name) => sender(key, name, acknowledged, state));
    const starts: number[] = [];
    for (let kill = 0; kill < kills; kill++) {
      await sleep(50 + Math.random() * 700);
      await server.kill();
      server = await startServer({ dataFolder, env: lane.env });
      state.url = server.url;
      starts.push(server.startedIn);
    }
    await sleep(500);
    state.stop = true;
    await Promise.all(senders);

    owner = clientOf(server.url, { cookie });
    const { lastSeq } = await caughtUp(owner, 120_000);
    const ids = new Set<string>();
    let cursor: string | null = '';
    let logged = 0;
    while (cursor !== null) {
      const { body }: { body: { items: { messageId: string; name: string }[]; nextCursor: string | null } } =
        await owner.get(`/api/events/recent?limit=200${cursor ? `&cursor=${cursor}` : ''}`);
      for (const event of body.items) {
        if (event.name !== 'Product Added') continue;
        ids.add(event.messageId);
        logged++;
      }
      cursor = body.nextCursor;
    }
    console.log(
      `${acknowledged.size} acknowledged, ${logged} logged, ${kills} kills, slowest start ${Math.round(Math.max(...starts))} ms`,
    );
    expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
    expect(logged).toBe(ids.size);

    const health = await until(
      () => owner.get('/api/health'),
      ({ status }) => status === 200,
    );
    const audit = health.body.checks.find((check: { name: string }) => check.name === 'events.once');
    expect(audit).toMatchObject({ state: 'ok' });
    expect(lastSeq).toBeGreaterThan(0);

    const live = await pond(owner);
    await owner.send('POST', '/api/engine/rebuild');
    await until(
      () => owner.get('/api/engine'),
      ({ body }) => body.commands[0]?.state !== 'waiting',
      120_000,
    );
    expect(await pond(owner)).toEqual(live);
  } finally {
    await server.stop();
    await lane.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}, 1_500_000);
