import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isSigned, startReceiver } from '../../packages/server/testing/webhook-receiver.ts';
import { clientOf, cookieOf, deliver, firstVisit, owner, until, writeKey } from '../harness/client.ts';
import { databaseOfLane } from '../harness/lane.ts';
import { startServer } from '../harness/server.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'yutang-webhooks-'));
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

const order = (n: number) => ({
  type: 'track',
  messageId: `paid-${n}`,
  userId: `u${n}`,
  event: 'Order Paid',
  properties: { orderId: `order-${n}`, total: 199 },
});

describe('a receiver of webhooks', () => {
  it('[INT-09] misses nothing of a server that is killed while it delivers, and of its own failures', async () => {
    const lane = await databaseOfLane();
    const receiver = await startReceiver();
    const env = { ...lane.env, YUTANG_WEBHOOK_PRIVATE_HOSTS: `127.0.0.1:${receiver.port}` };
    const orders = Array.from({ length: 40 }, (_, n) => n);
    // every seventh is refused at first; after the tenth the receiver does not answer any more
    let silent = false;
    const refused = new Set<string>();
    receiver.answer = (response, { json }) => {
      const id: string = json.data.orderId;
      if (silent) return;
      if (Number(id.split('-')[1]) % 7 === 0 && !refused.has(id)) {
        refused.add(id);
        response.writeHead(500).end('busy');
      } else response.writeHead(204).end();
      if (receiver.requests.length >= 10) silent = true;
    };

    const first = await startServer({ dataFolder, env });
    const me = await firstVisit(first.url);
    const key = await writeKey(me);
    const made = await me.send('POST', '/api/webhooks', { url: receiver.url, events: ['Order Paid'] });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect((await deliver(first.url, key, orders.map(order))).status).toBeLessThan(300);
    await until(
      async () => receiver.requests.length,
      (count) => count >= 12,
      20_000,
    );
    await first.kill();
    const before = new Set(receiver.requests.map(({ json }) => json.data.orderId)).size;
    expect(before).toBeLessThan(orders.length);

    silent = false;
    receiver.answer = (response) => response.writeHead(204).end();
    const second = await startServer({ dataFolder, env });
    const session = await clientOf(second.url).send('POST', '/api/session', {
      login: owner.login,
      password: owner.password,
    });
    const again = clientOf(second.url, { cookie: cookieOf(session) });
    // what the killed process had taken is free after 20 s; what was refused is tried after 5 s
    const { body } = await until(
      () => again.get(`/api/webhooks/${made.body.webhook.id}/deliveries?limit=200`),
      (answer) => answer.body.items.filter(({ state }: { state: string }) => state === 'done').length === 40,
      60_000,
    );
    expect(body.items).toHaveLength(orders.length);
    const arrived = new Map<string, Set<unknown>>();
    for (const request of receiver.requests) {
      expect(isSigned(request, made.body.secret)).toBe(true);
      const ids = arrived.get(request.json.data.orderId) ?? new Set();
      arrived.set(request.json.data.orderId, ids.add(request.headers['webhook-id']));
    }
    expect([...arrived.keys()].sort()).toEqual(orders.map((n) => `order-${n}`).sort());
    // however often an order came, it came under one id
    for (const ids of arrived.values()) expect(ids.size).toBe(1);
    await second.stop();
    await receiver.close();
    await lane.close();
  }, 180_000);
});
