import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../packages/server/src/config.ts';
import { type House, openHouse } from '../../packages/server/src/open-house.ts';
import { makePrincipal, type TestPrincipal } from '../../packages/server/testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../packages/server/testing/test-database.ts';

let database: TestDatabase;
let house: House;
const folder = mkdtempSync(join(tmpdir(), 'yutang-undo-'));

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

/** A workspace of one's own, as its owner uses it. */
async function openWorkspace() {
  const who: TestPrincipal = await makePrincipal(database.db);
  async function call(
    method: 'GET' | 'POST',
    url: string,
    payload?: object | Buffer,
    headers = {},
    // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects by asserting on it
  ): Promise<any> {
    const answer = await house.app.inject({
      method,
      url,
      headers: { ...who.headers, ...headers },
      ...(payload ? { payload: payload as object } : {}),
    });
    expect(answer.statusCode, `${method} ${url}: ${answer.body}`).toBeLessThan(300);
    return answer.json();
  }
  const { writeKey } = await call('POST', '/api/sources', { name: 'live', kind: 'server' });
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;

  async function settled(): Promise<void> {
    await expect
      .poll(
        async () => {
          const { waitingEvents, exportedSeq, lastSeq } = await call('GET', '/api/engine');
          return waitingEvents === 0 && exportedSeq === lastSeq;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
  }
  async function ended(id: number): Promise<string> {
    let state = '';
    await expect
      .poll(
        async () => {
          state = (await call('GET', `/api/imports/${id}`)).state;
          return ['queued', 'running', 'undoing'].includes(state);
        },
        { timeout: 30_000 },
      )
      .toBe(false);
    return state;
  }
  return {
    async live(batch: object[]): Promise<void> {
      if (batch.length > 0) await call('POST', '/v1/batch', { batch }, { authorization });
      await settled();
    },
    async bring(name: string, text: string): Promise<number> {
      const file = await call('POST', `/api/imports/files?name=${name}`, Buffer.from(text), {
        'content-type': 'text/csv',
      });
      const { id } = await call('POST', '/api/imports', { fileId: file.id, spec: file.guess });
      expect(await ended(id)).toBe('done');
      await settled();
      return id;
    },
    async undo(id: number): Promise<void> {
      await call('POST', `/api/imports/${id}/undo`);
      expect(await ended(id)).toBe('undone');
      await settled();
    },
    /** What the workspace shows, without numbers that only say in which order things came. */
    async picture(): Promise<unknown> {
      const list = await call('GET', '/api/customers?limit=200');
      const people = await Promise.all(
        list.items.map(async ({ id }: { id: number }) => {
          const person = await call('GET', `/api/customers/${id}`);
          const timeline = await call('GET', `/api/customers/${id}/timeline?limit=200`);
          return {
            ...unnumbered(person),
            // of several phones the card shows that of the smallest home, and homes keep their numbers; all are in `homes`
            phone: null,
            homes: person.homes
              .map((home: object) => JSON.stringify(unnumbered(home as Record<string, unknown>)))
              .sort(),
            // what the engine reported at the time stands; what people did must be the same
            timeline: timeline.items
              .filter(({ family }: { family: string }) => family !== 'system')
              .map(({ name, occurredAt, amountMinor, history }: Record<string, unknown>) =>
                [name, occurredAt, amountMinor, history].join(),
              )
              .sort(),
          };
        }),
      );
      const orders = await call('GET', '/api/orders?limit=200');
      const { counts } = await call('GET', '/api/pond');
      const unknown = await call('GET', '/api/dictionary/unknown');
      return {
        people: people.map((person) => JSON.stringify(person)).sort(),
        orders: orders.items
          .map((order: Record<string, unknown>) => JSON.stringify(unnumbered(order)))
          .sort(),
        months: await call('GET', '/api/orders/summary?by=month'),
        counts,
        unknown: unknown.items.map(({ name, seen }: { name: string; seen: number }) => `${name} ${seen}`),
      };
    },
  };
}

// numbers of people and places in the log; and counts of events, which include what the engine itself reported while the
// import was there (a merge, a move in the pond): that was so, and stays in the log
const numbers = new Set(['id', 'home', 'seq', 'upTo', 'customer', 'events', 'system']);

function unnumbered(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value, (key, each) => (numbers.has(key) ? undefined : each)));
}

/** A few people who are seen by phone, member number and shop number: enough to merge, conflict and part. */
const people = fc.integer({ min: 1, max: 4 });
const phone = (n: number) => `1381234000${n}`;
const day = fc.integer({ min: 1, max: 28 }).map((d) => `2024-03-${String(d).padStart(2, '0')}T10:00:00Z`);

const liveItem = fc.record({
  kind: fc.constantFrom('identify', 'order', 'refund', 'view', 'consent'),
  user: people,
  other: people,
  day,
  amount: fc.integer({ min: 1, max: 500 }),
});
const customerRow = fc.record({
  member: people,
  phone: people,
  name: fc.constantFrom('李', '王', '张'),
  joined: fc.boolean(),
});
const orderRow = fc.record({
  order: fc.integer({ min: 1, max: 5 }),
  user: fc.option(people),
  quantity: fc.integer({ min: -1, max: 3 }),
  price: fc.integer({ min: 1, max: 90 }),
});

type LiveItem = typeof liveItem extends fc.Arbitrary<infer T> ? T : never;

function itemOf({ kind, user, other, day: timestamp, amount }: LiveItem, index: number): object {
  const common = { messageId: `live-${index}`, timestamp, userId: `u${user}` };
  const track = (event: string, properties: object) => ({ ...common, type: 'track', event, properties });
  switch (kind) {
    case 'identify':
      return {
        ...common,
        type: 'identify',
        traits: {
          phone: phone(other),
          name: `n${amount % 3}`,
          memberNo: amount % 2 ? `m${other}` : undefined,
        },
      };
    case 'order':
      return track('Order Completed', { order_id: `o${other}`, total: amount });
    case 'refund':
      return track('Order Refunded', { order_id: `o${other}`, total: 1 });
    case 'consent':
      return track(amount % 2 ? 'Consent Granted' : 'Consent Withdrawn', {
        purpose: 'marketing',
        channel: 'sms',
      });
    default:
      return track('Product Viewed', { sku: `s${amount % 5}` });
  }
}

const customersFile = (rows: { member: number; phone: number; name: string; joined: boolean }[]) =>
  [
    'member_no,phone,name,member_since',
    ...rows.map((row) => `m${row.member},${phone(row.phone)},${row.name},${row.joined ? '2023-01-01' : ''}`),
  ].join('\n');
const ordersFile = (rows: { order: number; user: number | null; quantity: number; price: number }[]) =>
  [
    'order_id,time,sku,quantity,price,user_id',
    ...rows.map(
      (row) =>
        `o${row.order},2024-02-03 10:00,s1,${row.quantity},${row.price},${row.user === null ? '' : `u${row.user}`}`,
    ),
  ].join('\n');

describe('undoing imports', () => {
  it('[DAT-02] leaves a workspace as if they had never been, whatever came before, between and after', async () => {
    const case_ = fc.tuple(
      fc.array(liveItem, { maxLength: 8 }),
      fc.array(customerRow, { minLength: 1, maxLength: 6 }),
      fc.array(liveItem, { maxLength: 8 }),
      fc.array(orderRow, { minLength: 1, maxLength: 8 }),
      fc.array(liveItem, { maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(case_, async ([before, customers, between, orders, after]) => {
        const items = (list: LiveItem[], from: number) => list.map((each, i) => itemOf(each, from + i));
        const [a, b] = [items(before, 0), items(between, 100)];
        const c = items(after, 200);
        const [plain, imported] = [await openWorkspace(), await openWorkspace()];
        for (const batch of [a, b, c]) await plain.live(batch);

        await imported.live(a);
        const first = await imported.bring('members.csv', customersFile(customers));
        await imported.live(b);
        const second = await imported.bring('orders.csv', ordersFile(orders));
        await imported.live(c);
        await imported.undo(first);
        await imported.undo(second);
        expect(await imported.picture()).toEqual(await plain.picture());
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 600_000);
});
