import { day, hour, minute } from '@yutang/core/time';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal, type TestPrincipal } from '../../../testing/principals.ts';
import { isSigned, startReceiver, type WebhookReceiver } from '../../../testing/webhook-receiver.ts';
import { pruneLog } from '../../engine/prune-log.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { takeDue } from './delivery-store.ts';
import { createWebhooks } from './index.ts';
import { planDeliveries } from './plan-deliveries.ts';

let house: LiveHouse;
let receiver: WebhookReceiver;
let owner: TestPrincipal;
let app: HttpApp;
let webhooks: ReturnType<typeof createWebhooks>;
/** How far the clock of retries is ahead of the real one. */
let ahead = 0;
const faults: unknown[] = [];

beforeAll(async () => {
  house = await createLiveHouse();
});
beforeEach(async () => {
  ahead = 0;
  receiver = await startReceiver();
  owner = await makePrincipal(house.db);
  webhooks = createWebhooks({
    db: house.db,
    now: () => Date.now() + ahead,
    secret: 'a secret of an installation, 32 characters',
    privateHosts: [`127.0.0.1:${receiver.port}`],
    random: () => 0,
  });
  app = await createFeatureApp(house.db, [webhooks.feature]);
  webhooks.courier.run((error) => faults.push(error));
});
afterEach(async () => {
  await webhooks.courier.stop();
  await app.close();
  await receiver.close();
  await sql`delete from webhooks`.execute(house.db);
  expect(faults.splice(0)).toEqual([]);
});
afterAll(() => house.close());

async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const answer = await app.inject({
    method,
    url: `/api/webhooks${url}`,
    headers: owner.headers,
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.json() };
}

async function make(draft: object = {}): Promise<{ id: number; secret: string }> {
  const { status, body } = await ask('POST', '', { url: receiver.url, ...draft });
  expect(status, JSON.stringify(body)).toBe(201);
  return { id: body.webhook.id, secret: body.secret };
}

const deliveries = async (id: number) => (await ask('GET', `/${id}/deliveries`)).body.items;
const types = () => receiver.requests.map(({ json }) => json.type);
const arrived = (count: number) => expect.poll(() => receiver.requests.length, { timeout: 5000 }).toBe(count);

/** The clock of retries moves on. */
function pass(ms: number): void {
  ahead += ms;
  webhooks.courier.wake();
}

/** Long enough for what should not come to have come. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 700));

const paid = (user: string, more: object = {}) => ({
  name: 'Order Paid',
  family: 'consumption' as const,
  who: [`user ${user}`],
  amountMinor: 19_900,
  orderId: `order-${user}`,
  ...more,
});

describe('a webhook', () => {
  it('[INT-09] is told what happens, signed so that its receiver can be sure', async () => {
    const { secret } = await make({ events: ['Order Paid'] });
    await house.tell(owner.workspaceId, { name: 'Moon Visited', who: ['user a'] }, paid('a'));
    await arrived(1);
    const [request] = receiver.requests;
    if (!request) throw new Error('nothing came');
    expect(isSigned(request, secret)).toBe(true);
    expect(isSigned(request, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).toBe(false);
    expect(request.headers['webhook-id']).toBe(`msg_${owner.workspaceId}_2`);
    expect(Math.abs(Number(request.headers['webhook-timestamp']) * 1000 - Date.now())).toBeLessThan(10_000);
    expect(request.headers['content-type']).toBe('application/json');
    expect(request.json).toMatchObject({
      type: 'order.paid',
      data: {
        event: 'Order Paid',
        seq: 2,
        customer: 1,
        identities: [{ namespace: 'user', value: 'a', verified: true }],
        amountMinor: 19_900,
        currency: 'CNY',
        orderId: 'order-a',
      },
    });
    expect(new Date(request.json.timestamp).getTime()).toBe(request.json.data.occurredAt);
  });

  it('[INT-09] without a choice hears of everything but history: own events, new people, what the system reports', async () => {
    await make();
    const { workspaceId } = owner;
    await house.tell(workspaceId, { name: 'Moon Visited', who: ['user a'] });
    await house.tell(workspaceId, { name: 'Moon Visited', who: ['user old'], history: true });
    await house.tell(workspaceId, paid('b'), { name: 'Moon Visited', who: ['user a', 'phone 13800138000'] });
    await house.tell(workspaceId, {
      name: 'Customer Merged',
      family: 'system',
      who: ['user a'],
      sourceId: 7,
    });
    await arrived(6);
    expect(types().sort()).toEqual([
      'customer.created',
      'customer.created',
      'event.received',
      'event.received',
      'event.received',
      'order.paid',
    ]);
    const created = receiver.requests.find(({ json }) => json.type === 'customer.created');
    expect(created?.headers['webhook-id']).toBe(`msg_${workspaceId}_1_created`);
    expect(created?.json.data).toMatchObject({ event: 'Customer Created', customer: 1, by: 'Moon Visited' });
  });

  it('[INT-09] hears nothing of what history brings about: merges, places in the pond', async () => {
    await make();
    const { workspaceId } = owner;
    const history = true;
    await house.tell(
      workspaceId,
      { who: ['user a'], name: 'Channel Joined', family: 'relation', channel: 'wecom', history },
      { who: ['member m'], history },
    );
    await house.tell(workspaceId, { who: ['user a', 'member m'], history });
    await house.tell(workspaceId, { name: 'Moon Visited', who: ['user z'] });
    await expect.poll(() => types().length).toBeGreaterThan(1);
    await aWhile();
    expect(types().sort()).toEqual(['customer.created', 'event.received']);
  });

  it('[INT-09] hears of merges by name', async () => {
    await make({ events: ['Customer Merged'] });
    const { workspaceId } = owner;
    await house.tell(workspaceId, { who: ['user a'] }, { who: ['member m'] });
    await house.tell(workspaceId, { who: ['user a', 'member m'] });
    await arrived(1);
    expect(receiver.requests[0]?.json).toMatchObject({
      type: 'customer.merged',
      data: { properties: { from: 2, to: 1 }, sourceId: null },
    });
  });

  it('[INT-09] that answers 500 is asked again by the schedule, with the same id, until it answers 2xx', async () => {
    receiver.answer = (response) => response.writeHead(500).end('out of fish');
    const { id, secret } = await make({ events: ['Order Paid'] });
    await house.tell(owner.workspaceId, paid('a'));
    await arrived(1);
    await expect.poll(async () => (await deliveries(id))[0].error).toBe('HTTP 500');
    const [failed] = await deliveries(id);
    expect(failed).toMatchObject({ state: 'waiting', attempts: 1, status: 500 });
    expect(failed.nextAt - failed.createdAt).toBeGreaterThanOrEqual(5000);
    expect(failed.nextAt - failed.createdAt).toBeLessThan(9000);
    expect((await ask('GET', `/${id}`)).body).toMatchObject({ failures: 1, waiting: 1 });
    pass(10_000);
    await arrived(2);
    await aWhile();
    expect(receiver.requests).toHaveLength(2);
    receiver.answer = (response) => response.writeHead(200).end('thanks');
    pass(6 * minute);
    await arrived(3);
    await expect.poll(async () => (await deliveries(id))[0].state).toBe('done');
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(receiver.requests.every((request) => isSigned(request, secret))).toBe(true);
    const { body } = await ask('GET', `/${id}/deliveries/${failed.id}`);
    expect(
      body.attempts.map(({ status, answer }: { status: number; answer: string }) => [status, answer]),
    ).toEqual([
      [500, 'out of fish'],
      [500, 'out of fish'],
      [200, 'thanks'],
    ]);
    expect(JSON.parse(body.body)).toEqual(receiver.requests[0]?.json);
    expect((await ask('GET', `/${id}`)).body).toMatchObject({ failures: 0, waiting: 0, failingSince: null });
  });

  it('[INT-09] that answers 410 turns itself off, which is written down; turned on again it can catch up', async () => {
    receiver.answer = (response) => response.writeHead(410).end();
    const { id } = await make({ events: ['Order Paid'] });
    const { workspaceId } = owner;
    await house.tell(workspaceId, paid('a'));
    await expect.poll(async () => (await ask('GET', `/${id}`)).body.active).toBe(false);
    expect((await ask('GET', `/${id}`)).body).toMatchObject({ disabledWhy: 'gone', failed: 1 });
    const { rows } = await sql<{ action: string; actor: string }>`
      select action, actor from audit where workspace_id = ${workspaceId} and target = ${`webhook:${id}`} order by id`.execute(
      house.db,
    );
    expect(rows.at(-1)).toEqual({ action: 'webhook.disabled', actor: 'Yutang' });
    receiver.answer = (response) => response.writeHead(204).end();
    await house.tell(workspaceId, paid('b'));
    await aWhile();
    expect(receiver.requests).toHaveLength(1);
    await ask('PATCH', `/${id}`, { active: true, catchUp: true });
    await arrived(2);
    await ask('PATCH', `/${id}`, { active: false });
    await house.tell(workspaceId, paid('c'));
    await ask('PATCH', `/${id}`, { active: true });
    await house.tell(workspaceId, paid('d'));
    await arrived(3);
    expect(receiver.requests[2]?.json.data.orderId).toBe('order-d');
  });

  it('[INT-09] that nothing reached for five days turns itself off', async () => {
    receiver.answer = (response) => response.socket?.destroy();
    const { id } = await make({ events: ['Order Paid'] });
    await house.tell(owner.workspaceId, paid('a'));
    await arrived(1);
    await expect.poll(async () => (await ask('GET', `/${id}`)).body.failures).toBe(1);
    pass(4 * day);
    await expect.poll(async () => (await ask('GET', `/${id}`)).body.failures).toBe(2);
    expect((await ask('GET', `/${id}`)).body.active).toBe(true);
    pass(1.1 * day);
    await expect.poll(async () => (await ask('GET', `/${id}`)).body.disabledWhy).toBe('failing');
  });

  it('[INT-09] is not followed where it redirects to, and a long answer is not read to its end', async () => {
    receiver.answer = (response, { path }) => {
      if (path === '/elsewhere') response.writeHead(204).end();
      else response.writeHead(302, { location: '/elsewhere' }).end('x'.repeat(1_000_000));
    };
    const { id } = await make();
    const { body } = await ask('POST', `/${id}/test`);
    expect(body).toMatchObject({ state: 'failed', status: 302, error: 'HTTP 302', event: 'Webhook Test' });
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/hook']);
    const detail = (await ask('GET', `/${id}/deliveries/${body.id}`)).body;
    expect(detail.attempts[0].answer).toHaveLength(500);
  });

  it('[INT-09] can be tried while it is off, and a test is not repeated', async () => {
    const { id, secret } = await make();
    await ask('PATCH', `/${id}`, { active: false });
    expect((await ask('POST', `/${id}/test`)).body).toMatchObject({ state: 'done', status: 204, seq: 0 });
    const [request] = receiver.requests;
    expect(request?.json.type).toBe('webhook.test');
    expect(request && isSigned(request, secret)).toBe(true);
  });

  it('[INT-09] is signed by both secrets for a day after a change, then by the new one alone', async () => {
    const { id, secret: before } = await make({ events: ['Order Paid'] });
    const { secret: fresh, webhook } = (await ask('POST', `/${id}/renew-secret`)).body;
    expect(webhook.previousSecretUntil).toBeGreaterThan(Date.now() + 23 * hour);
    await ask('POST', `/${id}/test`);
    pass(25 * hour);
    await ask('POST', `/${id}/test`);
    const signed = receiver.requests.map((request) => [isSigned(request, before), isSigned(request, fresh)]);
    expect(signed).toEqual([
      [true, true],
      [false, true],
    ]);
    expect((await ask('GET', `/${id}`)).body.previousSecretUntil).toBeNull();
  });

  it('[INT-09] gets a delivery again by hand under the same id; the list is paged and narrowed', async () => {
    const { id } = await make({ events: ['Order Paid'] });
    await house.tell(owner.workspaceId, ...['a', 'b', 'c'].map((user) => paid(user)));
    await arrived(3);
    await expect
      .poll(async () => (await ask('GET', `/${id}/deliveries?state=done`)).body.items.length)
      .toBe(3);
    const first = (await ask('GET', `/${id}/deliveries?limit=2`)).body;
    expect(first.items.map(({ seq }: { seq: number }) => seq)).toEqual([3, 2]);
    const second = (await ask('GET', `/${id}/deliveries?limit=2&cursor=${first.nextCursor}`)).body;
    expect(second).toMatchObject({ items: [{ seq: 1 }], nextCursor: null });
    const again = await ask('POST', `/${id}/deliveries/${first.items[0].id}/resend`);
    expect(again.status).toBe(200);
    await arrived(4);
    expect(receiver.requests[3]?.headers['webhook-id']).toBe(`msg_${owner.workspaceId}_3`);
    expect((await ask('GET', `/${id}/deliveries?state=failed`)).body.items).toEqual([]);
  });

  it('[INT-09] gets what a process that died had taken upon itself', async () => {
    const { id } = await make({ events: ['Order Paid'] });
    await webhooks.courier.stop();
    await house.tell(owner.workspaceId, paid('a'));
    while (await planDeliveries(house.db, Date.now()));
    const taking = { now: Date.now(), leaseMs: 20_000, limit: 9, perWebhook: 9, busy: new Map() };
    expect(await takeDue(house.db, taking)).toHaveLength(1);
    expect(await takeDue(house.db, taking)).toEqual([]);
    expect(await takeDue(house.db, { ...taking, now: Date.now() + 21_000 })).toMatchObject([
      { webhook: id, attempts: 2 },
    ]);
  });

  it('[INT-09] never gets an event twice because two processes work', async () => {
    await make({ events: ['Order Paid'] });
    const other = createWebhooks({
      db: house.db,
      now: () => Date.now() + ahead,
      secret: 'a secret of an installation, 32 characters',
      privateHosts: [`127.0.0.1:${receiver.port}`],
    });
    other.courier.run((error) => faults.push(error));
    const orders = Array.from({ length: 60 }, (_, n) => paid(`u${n}`));
    await house.tell(owner.workspaceId, ...orders);
    await arrived(60);
    await aWhile();
    await other.courier.stop();
    expect(new Set(receiver.requests.map(({ json }) => json.data.orderId)).size).toBe(60);
    expect(receiver.requests).toHaveLength(60);
  });

  it('[INT-09] [CMP-12] is told nothing more of a person who was erased', async () => {
    receiver.answer = (response) => response.writeHead(500).end('saw order-a');
    const { id } = await make({ events: ['Order Paid'] });
    const { workspaceId } = owner;
    await house.tell(workspaceId, paid('a'));
    await expect.poll(async () => (await deliveries(id))[0]?.status).toBe(500);
    const person = { customer: 1, homes: [1] };
    const { feature } = webhooks;
    const told = await house.db
      .transaction()
      .execute(async (tx) => feature.export?.(tx, workspaceId, person));
    expect(told).toMatchObject({ deliveries: [{ to: receiver.url, event: 'Order Paid', state: 'waiting' }] });
    await house.db.transaction().execute(async (tx) => {
      await sql`update log set message_id = '', props = '{}' where workspace_id = ${workspaceId}`.execute(tx);
      await feature.erase?.(tx, workspaceId, person);
    });
    pass(6 * minute);
    await aWhile();
    expect(receiver.requests).toHaveLength(1);
    const [delivery] = await deliveries(id);
    expect(delivery.state).toBe('dropped');
    const { body } = await ask('GET', `/${id}/deliveries/${delivery.id}`);
    expect(body).toMatchObject({ body: null, attempts: [{ status: 500, answer: null }] });
    expect((await ask('POST', `/${id}/deliveries/${delivery.id}/resend`)).body.code).toBe(
      'webhook.event-gone',
    );
  });

  it('[INT-09] is refused inside the house, when made and when its name later leads there', async () => {
    for (const url of ['https://127.0.0.1/', 'http://example.com/', 'https://[::1]/', 'https://localhost/x'])
      expect((await ask('POST', '', { url })).body).toMatchObject({ code: 'webhook.address' });
    let leadsTo = '93.184.216.34';
    const rebound = createWebhooks({
      db: house.db,
      now: Date.now,
      secret: 'a secret of an installation, 32 characters',
      privateHosts: [],
      resolve: async () => [{ address: leadsTo, family: 4 }],
    });
    const other = await createFeatureApp(house.db, [rebound.feature]);
    const send = (url: string, payload?: object) =>
      other.inject({ method: 'POST', url, headers: owner.headers, ...(payload && { payload }) });
    const made = await send('/api/webhooks', { url: 'https://rebound.example/hook' });
    expect(made.statusCode, made.body).toBe(201);
    leadsTo = '127.0.0.1';
    const tried = await send(`/api/webhooks/${made.json().webhook.id}/test`);
    expect(tried.json()).toMatchObject({
      state: 'failed',
      status: null,
      error: 'the address is no public address',
    });
    await other.close();
  });

  it('[INT-09] belongs to those who run the workspace, and keeps its secret to itself', async () => {
    const { id, secret } = await make();
    for (const role of ['operator', 'manager', 'guide', 'analyst'] as const) {
      const { headers } = await makePrincipal(house.db, { role, workspaceId: owner.workspaceId });
      expect((await app.inject({ url: '/api/webhooks', headers })).statusCode).toBe(403);
    }
    const { rows } = await sql<{ row: string }>`select w::text as row from webhooks w`.execute(house.db);
    for (const { row } of rows) expect(row).not.toContain(secret);
    expect(JSON.stringify((await ask('GET', `/${id}`)).body)).not.toContain(secret);
    expect((await ask('DELETE', `/${id}`)).status).toBe(200);
    expect((await ask('GET', `/${id}`)).status).toBe(404);
  });

  it('[INT-09] keeps the log from being forgotten before it was read for it', async () => {
    await make();
    await webhooks.courier.stop();
    const { workspaceId } = owner;
    await house.tell(workspaceId, paid('a'), paid('b'));
    const client = new pg.Client({ connectionString: house.url });
    await client.connect();
    const later = Date.now() + 8 * day;
    expect(await pruneLog(client, workspaceId, 2, later)).toBe(0);
    await sql`update webhooks set planned_seq = 1 where workspace_id = ${workspaceId}`.execute(house.db);
    expect(await pruneLog(client, workspaceId, 2, later)).toBe(1);
    await sql`update webhooks set active = false where workspace_id = ${workspaceId}`.execute(house.db);
    expect(await pruneLog(client, workspaceId, 2, later)).toBe(1);
    await client.end();
  });
});
