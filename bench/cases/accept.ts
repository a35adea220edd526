import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { caughtUp, firstVisit, writeKey } from '../../tests/harness/client.ts';
import { startServer } from '../../tests/harness/server.ts';
import { type Measurement, measured } from '../measurement.ts';

/** A body of `count` believable track items, each with its own message id. */
function bodyOf(count: number): string {
  const at = new Date().toISOString();
  return JSON.stringify({
    sentAt: at,
    batch: Array.from({ length: count }, () => ({
      type: 'track',
      messageId: randomUUID(),
      event: 'Product Added',
      anonymousId: randomUUID(),
      userId: `u${Math.floor(Math.random() * 20_000)}`,
      timestamp: at,
      properties: {
        sku: `S${Math.floor(Math.random() * 900)}`,
        name: '婴儿配方奶粉 3 段',
        price: 299,
        quantity: 1,
        currency: 'CNY',
      },
      context: {
        library: { name: 'bench', version: '1' },
        page: { url: 'https://shop.example/p/1', path: '/p/1' },
        locale: 'zh-CN',
      },
    })),
  });
}

interface Load {
  url: string;
  headers: Record<string, string>;
  batch: number;
  connections: number;
  seconds: number;
}

/** Requests a second that were answered 200 under load; every request has a body of its own. */
async function load({
  url,
  headers,
  batch,
  connections,
  seconds,
}: Load): Promise<{ perSecond: number; p99: number; failed: number }> {
  const bodies = Array.from({ length: batch > 1 ? 400 : 20_000 }, () => bodyOf(batch));
  let next = 0;
  const result = await autocannon({
    url: `${url}/v1/batch`,
    method: 'POST',
    connections,
    duration: seconds,
    headers: { 'content-type': 'application/json', ...headers },
    setupClient: (client) =>
      client.on('response', () => client.setBody(bodies[next++ % bodies.length] as string)),
    body: bodies[0] as string,
  });
  return {
    perSecond: result['2xx'] / result.duration,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

/** Accepting: durable and answered, against a bare HTTP server that only parses the same bodies. */
export async function accept(short: boolean): Promise<Measurement[]> {
  const seconds = short ? 3 : 10;
  const floor = spawn(
    process.execPath,
    [fileURLToPath(new URL('../floors/parse-only.mjs', import.meta.url))],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(floor.stdout, 'data')) as [Buffer];
  const bare = line.toString().trim();
  const server = await startServer();
  try {
    const owner = await firstVisit(server.url, 'bench');
    const key = await writeKey(owner);
    const headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
    const shape = { batch: 100, connections: 20, seconds };
    // a process of some seconds spends as much on compiling as on working
    for (const to of [
      { url: bare, headers: {} },
      { url: server.url, headers },
    ])
      await load({ ...shape, ...to, seconds: 3 });
    await caughtUp(owner, 600_000);
    const single = { batch: 1, connections: 64, seconds };
    const floorBatch = await load({ ...shape, url: bare, headers: {} });
    const batch = await load({ ...shape, url: server.url, headers });
    const floorSingle = await load({ ...single, url: bare, headers: {} });
    const one = await load({ ...single, url: server.url, headers });
    if (batch.failed + one.failed > 0)
      console.warn(`accept: ${batch.failed + one.failed} requests were not answered 200`);
    await caughtUp(owner, 600_000);
    const what = 'bare HTTP server that only parses';
    return [
      measured({
        name: 'accept.batch100',
        value: batch.perSecond * 100,
        unit: 'events/s',
        target: 40_000,
        floor: { value: floorBatch.perSecond * 100, what },
      }),
      measured({
        name: 'accept.batch100.p99',
        value: batch.p99,
        unit: 'ms',
        wanted: 'at most',
        floor: { value: floorBatch.p99, what },
      }),
      measured({
        name: 'accept.single',
        value: one.perSecond,
        unit: 'requests/s',
        target: 1500,
        floor: { value: floorSingle.perSecond, what },
      }),
    ];
  } finally {
    floor.kill();
    await server.stop();
  }
}
