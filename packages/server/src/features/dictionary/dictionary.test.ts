import type { LoggedEvent } from '@yutang/core/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedEvent } from '../../../testing/accepted-event.ts';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makePrincipal, type TestPrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { createDictionary, type Dictionary } from './index.ts';

let database: TestDatabase;
let app: HttpApp;
let dictionary: Dictionary;
let owner: TestPrincipal;
const day = 86_400_000;
let clock = Date.UTC(2026, 10, 21, 12);

const order = {
  family: 'consumption',
  properties: {
    amount: { type: 'number', required: true },
    currency: { type: 'string', enum: ['CNY', 'GBP'] },
  },
  owner: 'shop team',
  mode: 'enforce',
  zh: '下单',
  description: null,
};

async function call(method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object) {
  const answer = await app.inject({ method, url, headers: owner.headers, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.body ? JSON.parse(answer.body) : undefined };
}

const check = async (name: string, properties: Record<string, unknown>, sourceId: number | null = null) => {
  await dictionary.ready(owner.workspaceId);
  return dictionary.check(owner.workspaceId, { name, properties, sourceId, receivedAt: clock });
};

async function fold(events: Partial<LoggedEvent>[]): Promise<void> {
  const { workspaceId } = owner;
  const logged = events.map((event, i) => ({
    ...acceptedEvent({ receivedAt: clock }),
    seq: i + 1,
    knownAt: clock,
    source: 0,
    customer: 0,
    ...event,
  }));
  await database.db.transaction().execute(async (tx) =>
    dictionary.feature.fold?.(tx, {
      workspaceId,
      zone: 'Asia/Shanghai',
      now: clock,
      events: logged,
      moves: [],
      births: new Map(),
      replay: false,
      emit: () => {},
    }),
  );
}

beforeAll(async () => {
  database = await createTestDatabase();
  dictionary = createDictionary({ db: database.db, now: () => clock });
  app = await createFeatureApp(database.db, [dictionary.feature]);
  owner = await makePrincipal(database.db);
});
afterAll(async () => {
  await app.close();
  await dictionary.flush();
  await database.close();
});

describe('[DAT-05] the event dictionary', () => {
  it('starts with the standard events, none of them enforced', async () => {
    const { body } = await call('GET', '/api/dictionary');
    expect(body.total).toBeGreaterThan(30);
    expect(body.items.find((each: { name: string }) => each.name === 'Order Completed')).toMatchObject({
      family: 'consumption',
      mode: 'off',
      version: 0,
      standard: true,
      seen: 0,
    });
    expect(await check('Order Completed', { amount: 'x' })).toEqual({ verdict: 'accept', problems: [] });
  });

  it('enforces a definition from the next event on, and sets a standard event back when it is deleted', async () => {
    const put = await call('PUT', '/api/dictionary/Order%20Completed', order);
    expect(put).toMatchObject({ status: 200, body: { ...order, version: 1, standard: true } });
    expect(await check('Order Completed', { amount: '12.50' })).toEqual({
      verdict: 'quarantine',
      problems: [{ field: 'amount', code: 'type', reason: 'must be a number, not string "12.50"' }],
    });
    expect((await check('Order Completed', { amount: 12.5 })).verdict).toBe('accept');
    expect((await call('DELETE', '/api/dictionary/Order%20Completed')).status).toBe(204);
    expect((await check('Order Completed', { amount: '12.50' })).verdict).toBe('accept');
    expect((await call('DELETE', '/api/dictionary/Order%20Completed')).status).toBe(404);
    const { body } = await call('GET', '/api/dictionary/Order%20Completed/versions');
    expect(
      body.items.map((each: { version: number; definition: unknown }) => [
        each.version,
        each.definition === null,
      ]),
    ).toEqual([
      [2, true],
      [1, false],
    ]);
    expect((await call('PUT', '/api/dictionary/Order%20Completed', order)).body.version).toBe(3);
  });

  it('refuses names nobody could type, rules nobody could keep, and a change over somebody else’s', async () => {
    expect((await call('PUT', '/api/dictionary/a%20%20b', order)).body.code).toBe('dictionary.name');
    expect((await call('PUT', '/api/dictionary/a%00b', order)).body.code).toBe('request.invalid');
    const odd = { ...order, properties: { n: { type: 'number', enum: [1, 'two'] } } };
    expect((await call('PUT', '/api/dictionary/Odd', odd)).body).toMatchObject({
      code: 'dictionary.property',
      params: { field: 'n', reason: 'allows "two", which is not a number' },
    });
    expect((await call('PUT', '/api/dictionary/New', { ...order, version: 7 })).body).toMatchObject({
      code: 'dictionary.changed',
      status: 409,
    });
    const both = await Promise.all(
      [1, 2].map(() => call('PUT', '/api/dictionary/Race', { ...order, version: 0 })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await call('PUT', '/api/dictionary/X', { ...order, mode: 'maybe' })).status).toBe(400);
    expect((await call('GET', '/api/dictionary/Nothing')).status).toBe(404);
  });

  it('lists names that arrive undescribed, with what they may be meant to be', async () => {
    await fold([
      { name: 'order_completed', sourceId: 3 },
      { name: 'order_completed', sourceId: 4 },
      { name: '签到', sourceId: 3 },
      { name: 'Order Completed', sourceId: 3 },
      { name: 'Pond Entered', family: 'system' },
    ]);
    const { body } = await call('GET', '/api/dictionary/unknown');
    expect(body).toMatchObject({
      total: 2,
      items: [
        { name: 'order_completed', seen: 2, sourceIds: [3, 4], resembles: 'Order Completed' },
        { name: '签到', seen: 1, resembles: null },
      ],
    });
    const found = await call('GET', '/api/dictionary?q=order%20comp');
    expect(found.body.items).toMatchObject([{ name: 'Order Completed', seen: 1, lastSeenAt: clock }]);
    const filtered = await call('GET', '/api/dictionary?mode=enforce&family=consumption&limit=1');
    expect(filtered.body.items).toHaveLength(1);
    expect(filtered.body.total).toBe(2);
    const next = await call('GET', `/api/dictionary?mode=enforce&limit=1&cursor=${filtered.body.nextCursor}`);
    expect([filtered.body.items[0].name, next.body.items[0].name]).toEqual(['Order Completed', 'Race']);
  });

  it('counts warnings and reports coverage and errors by source', async () => {
    await call('PUT', '/api/dictionary/签到', { ...order, family: 'behaviour', mode: 'warn' });
    for (let i = 0; i < 3; i++) expect((await check('签到', { amount: 'x' }, 3)).verdict).toBe('warn');
    await dictionary.flush();
    const { body } = await call('GET', '/api/dictionary/report?days=1');
    expect(body.from).toBe(Math.floor(clock / day) * day);
    const three = body.sources.find((each: { sourceId: number }) => each.sourceId === 3);
    expect(three).toMatchObject({
      seen: 3,
      described: 2,
      names: 3,
      unknownNames: 1,
      warned: 3,
      quarantined: 0,
      problems: [{ name: '签到', field: 'amount', code: 'type', outcome: 'warn', count: 3 }],
    });
    expect(three.coverage).toBeCloseTo(2 / 3);
    clock += 2 * day;
    expect((await call('GET', '/api/dictionary/report?days=1')).body.sources).toEqual([]);
  });

  it('counts the same when its fold is computed anew', async () => {
    const before = await call('GET', '/api/dictionary/unknown');
    clock -= 2 * day;
    await database.db.transaction().execute(async (tx) => dictionary.feature.reset?.(tx, owner.workspaceId));
    expect((await call('GET', '/api/dictionary/unknown')).body.total).toBe(0);
    await fold([{ name: 'order_completed', sourceId: 3 }]);
    await fold([{ name: 'order_completed', sourceId: 4 }]);
    await fold([
      { name: '签到', sourceId: 3 },
      { name: 'Order Completed', sourceId: 3 },
    ]);
    expect((await call('GET', '/api/dictionary/unknown')).body).toEqual(before.body);
  });

  it('lets an editor try an event against a definition that is not saved yet', async () => {
    const tried = await call('POST', '/api/dictionary/check', {
      name: 'X',
      properties: { amount: 'x' },
      definition: order,
    });
    expect(tried.body).toMatchObject({
      verdict: 'quarantine',
      problems: [{ field: 'amount', code: 'type' }],
    });
    const unknown = await call('POST', '/api/dictionary/check', { name: 'X', properties: {} });
    expect(unknown.body).toEqual({ verdict: 'accept', problems: [] });
  });

  it('sees another process’s change within one second', async () => {
    const other = createDictionary({ db: database.db, now: () => clock });
    await other.ready(owner.workspaceId);
    await call('PUT', '/api/dictionary/Elsewhere', { ...order, family: 'relation' });
    await new Promise((resolve) => setTimeout(resolve, 1050));
    await other.ready(owner.workspaceId);
    expect(other.family(owner.workspaceId, 'Elsewhere')).toBe('relation');
    expect(other.family(owner.workspaceId, 'Unheard')).toBe('behaviour');
    expect(() => other.check(999, { name: 'x', properties: {}, sourceId: null, receivedAt: 0 })).toThrow(
      'before it was ready',
    );
  });
});
