import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../packages/server/src/config.ts';
import { type House, openHouse } from '../../packages/server/src/open-house.ts';
import { makeApiKey, makeWorkspace } from '../../packages/server/testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../packages/server/testing/test-database.ts';
import { until } from '../harness/client.ts';

let database: TestDatabase;
let house: House;
const folder = mkdtempSync(join(tmpdir(), 'yutang-rest-'));

beforeAll(async () => {
  database = await createTestDatabase();
  const settings = readConfig({ YUTANG_DATA: folder, PORT: '0', LOG_LEVEL: 'error' });
  house = await openHouse({ ...settings, databaseUrl: database.url }, pino({ level: 'error' }));
}, 120_000);
afterAll(async () => {
  await house?.close();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Another system with a key of a workspace of its own. */
async function system() {
  const workspaceId = await makeWorkspace(database.db);
  const { headers } = await makeApiKey(database.db, workspaceId, [
    'customers.read',
    'customers.write',
    'customers.export',
    'tags.write',
    'events.read',
    'events.write',
    'pond.read',
    'imports.read',
    'imports.write',
    'keys.write',
    'sources.read',
    'sources.write',
  ]);
  async function ask(method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object | string, more = {}) {
    const answer = await house.app.inject({
      method,
      url,
      headers: { ...headers, ...more },
      ...(payload !== undefined && { payload }),
    });
    return answer;
  }
  async function done(
    method: 'GET' | 'POST' | 'PATCH',
    url: string,
    payload?: object | string,
    more = {},
    // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects by asserting on it
  ): Promise<any> {
    const answer = await ask(method, url, payload, more);
    expect(answer.statusCode, `${method} ${url}: ${answer.body}`).toBeLessThan(300);
    return answer.json();
  }
  return { workspaceId, ask, done };
}

const person = {
  type: 'identify',
  userId: 'crm-1',
  messageId: 'crm-1-profile',
  traits: { name: '王晓彤', phone: '13800138000', city: '上海' },
};
const order = {
  type: 'track',
  userId: 'crm-1',
  event: 'Order Paid',
  messageId: 'crm-1-order',
  properties: {
    orderId: 'E-1',
    total: 199.5,
    products: [{ sku: 'S1', name: '奶粉', quantity: 1, price: 199.5 }],
  },
};

describe('another system', () => {
  it('[INT-09] makes and reads a person, a tag, an event and an order by REST with a key', async () => {
    const { done } = await system();
    const items = [person, order, { type: 'track', userId: 'crm-1' }];
    // the same messages again are counted once, so that who was told that it has not settled may simply ask again
    const told = await until(
      () => done('POST', '/api/events', { items }),
      ({ settled }) => settled,
      30_000,
    );
    const customer = told.accepted[0].customer;
    expect(told).toMatchObject({
      settled: true,
      accepted: [
        { messageId: 'crm-1-profile', name: 'Profile Updated', customer },
        { messageId: 'crm-1-order', name: 'Order Paid', customer },
      ],
      rejected: [{ index: 2, problems: [{ field: 'event' }] }],
    });
    expect(customer).toBeGreaterThan(0);
    const { groups } = await done('POST', '/api/tags/groups', { name: '等级', choice: 'single' });
    const list = await done('POST', '/api/tags', { groupId: groups[0].id, name: '金卡' });
    const tag = list.groups[0].tags[0].id;
    await done('POST', `/api/customers/${customer}/tags`, { add: [tag] });

    expect(await done('GET', `/api/customers/${customer}`)).toMatchObject({ id: customer, name: '王晓彤' });
    expect((await done('GET', `/api/customers/${customer}/tags`)).now).toMatchObject([{ name: '金卡' }]);
    await until(
      () => done('GET', `/api/customers/${customer}/timeline`),
      ({ items }) => items.some((item: { name: string }) => item.name === 'Order Paid'),
    );
    const recent = await done('GET', '/api/events/recent?name=Order%20Paid');
    expect(recent.items).toMatchObject([{ name: 'Order Paid', customer }]);
    const orders = await done('GET', `/api/orders?customer=${customer}`);
    expect(orders.items).toMatchObject([{ orderId: 'E-1', paidMinor: 19_950 }]);
  });

  it('[INT-09] is told so when the source of what comes by key was disabled, and nothing is taken in', async () => {
    const { done, ask } = await system();
    await done('POST', '/api/events', { items: [person] });
    const { items } = await done('GET', '/api/sources');
    const { id } = items.find(({ name }: { name: string }) => name === 'API');
    await done('PATCH', `/api/sources/${id}`, { disabled: true });
    expect((await ask('POST', '/api/events', { items: [order] })).json().code).toBe('source.off');
    await done('PATCH', `/api/sources/${id}`, { disabled: false });
    await done('POST', '/api/events', { items: [order] });
  });

  it('[INT-09] may repeat a request under its Idempotency-Key: done once, answered alike', async () => {
    const { ask, done } = await system();
    const key = { 'idempotency-key': 'b7c1-order-77' };
    const item = {
      type: 'track',
      userId: 'crm-2',
      event: 'Order Paid',
      properties: { orderId: 'E-2', total: 50 },
    };
    const first = await done('POST', '/api/events', { items: [item] }, key);
    const again = await ask('POST', '/api/events', { items: [item] }, key);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect([again.statusCode, again.json()]).toEqual([201, first]);
    const changed = { items: [{ ...item, event: 'Order Refunded' }] };
    expect((await ask('POST', '/api/events', changed, key)).json()).toMatchObject({
      status: 422,
      code: 'request.key-reused',
    });
    const paid = () => done('GET', '/api/events/recent?name=Order%20Paid');
    await until(paid, ({ items }) => items.length > 0, 30_000);
    expect((await paid()).items).toHaveLength(1);

    // what shows a secret once shows it again to the same asker, and it lies sealed meanwhile
    const made = await done(
      'POST',
      '/api/keys',
      { label: 'BI', scopes: ['pond.read'] },
      { 'idempotency-key': 'k' },
    );
    expect(
      await done('POST', '/api/keys', { label: 'BI', scopes: ['pond.read'] }, { 'idempotency-key': 'k' }),
    ).toEqual(made);
    const { rows } = await database.pool.query(`select answer from idempotency_keys where key = 'k'`);
    expect(rows).toHaveLength(1);
    expect(rows[0].answer).not.toContain(made.secret);

    // a refused request did nothing: the key is free
    const retry = { 'idempotency-key': 'retry' };
    expect(
      (await ask('POST', '/api/tags', { groupId: 999, name: 'x' }, retry)).statusCode,
    ).toBeGreaterThanOrEqual(400);
    await done('POST', '/api/tags/groups', { name: 'x', choice: 'multi' }, retry);
    const bad = await ask(
      'POST',
      '/api/tags/groups',
      { name: 'y', choice: 'multi' },
      { 'idempotency-key': '键' },
    );
    expect(bad.statusCode).toBe(400);
  });

  it('[INT-09] of ten equal requests at once, one is carried out', async () => {
    const { ask, done } = await system();
    const key = { 'idempotency-key': 'at-once' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        ask('POST', '/api/tags/groups', { name: '渠道', choice: 'multi' }, key),
      ),
    );
    const codes = answers.map(({ statusCode }) => statusCode);
    expect(
      codes.every((code) => code < 300 || code === 409),
      codes.join(),
    ).toBe(true);
    expect((await done('GET', '/api/tags')).groups).toHaveLength(1);
  });

  it('[INT-09] a list that goes out as CSV and comes in again is the same list', async () => {
    const [one, other] = [await system(), await system()];
    const names = ['王晓彤', '李, “思远”', 'O’Neil "Jr"'];
    const items = names.map((name, n) => ({
      type: 'identify',
      userId: `u${n}`,
      traits: { name, phone: `1380013800${n}`, email: `p${n}@example.com` },
    }));
    expect((await one.done('POST', '/api/events', { items })).accepted).toHaveLength(3);
    await until(
      () => one.done('GET', '/api/customers'),
      ({ items: known }) => known.length === 3,
      30_000,
    );
    const csv = (await one.ask('GET', '/api/customers/export.csv')).body;
    const file = await other.done('POST', '/api/imports/files?name=customers.csv', csv, {
      'content-type': 'text/csv',
    });
    const columns = [
      { column: 'phone', field: 'identity:phone' },
      { column: 'email', field: 'identity:email' },
      { column: 'name', field: 'attribute:name' },
    ];
    const spec = { kind: 'customers', source: 'other house', columns };
    const started = await other.done('POST', '/api/imports', { fileId: file.id, spec });
    await until(
      () => other.done('GET', `/api/imports/${started.id}`),
      ({ state }) => state === 'done' || state === 'failed',
      30_000,
    );
    const people = async ({ done }: typeof one) =>
      (await done('GET', '/api/customers')).items
        .map(({ name, phone, email }: Record<string, string>) => ({ name, phone, email }))
        .sort((a: { phone: string }, b: { phone: string }) => (a.phone < b.phone ? -1 : 1));
    await until(
      () => people(other),
      (found) => found.length === 3,
      30_000,
    );
    expect(await people(other)).toEqual(await people(one));
  });

  it('[INT-09] finds every one of these doors in the OpenAPI description, with its version', async () => {
    const { done } = await system();
    const { openapi, info, paths } = await done('GET', '/api/openapi.json');
    expect(openapi).toBe('3.1.0');
    expect(info.version).toMatch(/^\d+\.\d+\.\d+$/);
    for (const path of [
      '/api/events',
      '/api/customers',
      '/api/customers/{id}/tags',
      '/api/orders',
      '/api/webhooks',
    ])
      expect(Object.keys(paths).map((each) => each.replace(/\/$/, ''))).toContain(path);
    expect(paths['/api/events'].post.responses['201']).toBeDefined();
  });
});
