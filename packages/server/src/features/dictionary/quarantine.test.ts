import { type AcceptedEvent, unpackEvents } from '@yutang/core/events';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptedEvent } from '../../../testing/accepted-event.ts';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makePrincipal, type TestPrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { createInbox } from '../../platform/inbox/inbox.ts';
import { createDictionary, createQuarantine, type Quarantine, type QuarantineDraft } from './index.ts';

let database: TestDatabase;
let app: HttpApp;
let quarantine: Quarantine;
let owner: TestPrincipal;

async function call(method: 'GET' | 'PATCH' | 'POST', url: string, payload?: object) {
  const answer = await app.inject({ method, url, headers: owner.headers, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.body ? JSON.parse(answer.body) : undefined };
}

async function posted(): Promise<AcceptedEvent[]> {
  const { rows } = await sql<{ body: Buffer }>`
    select body from inbox where workspace_id = ${owner.workspaceId} order by id`.execute(database.db);
  return rows.flatMap(({ body }) => unpackEvents(body.toString()));
}

function refuse(item: unknown, more: Partial<QuarantineDraft> = {}): Promise<number[]> {
  const problems = [{ field: 'amount', code: 'type', reason: 'must be a number' }];
  const { workspaceId } = owner;
  return database.db.transaction().execute((tx) =>
    quarantine.insert(tx, [
      {
        workspaceId,
        sourceId: 5,
        receivedAt: 1000,
        history: false,
        verified: true,
        item,
        problems,
        ...more,
      },
    ]),
  );
}
const item = (amount: unknown, event = 'Order Paid') => ({
  type: 'track',
  event,
  userId: 'u1',
  properties: { amount },
});

beforeAll(async () => {
  database = await createTestDatabase();
  quarantine = createQuarantine({
    db: database.db,
    inbox: createInbox({ db: database.db }),
    now: () => 5000,
    // the rule of this test: an amount is a number
    readAgain: async (_workspaceId, given, { sourceId, receivedAt, history }) => {
      const { amount } = (given as { properties: { amount: unknown } }).properties;
      return typeof amount === 'number'
        ? { ok: true, event: acceptedEvent({ sourceId, receivedAt, history, properties: { amount } }) }
        : { ok: false, problems: [{ field: 'amount', reason: 'is still no number' }] };
    },
  });
  const dictionary = createDictionary({ db: database.db, now: () => 5000 });
  app = await createFeatureApp(database.db, [dictionary.feature, quarantine.feature]);
});
beforeEach(async () => {
  owner = await makePrincipal(database.db);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

describe('[DAT-05] quarantine', () => {
  it('keeps a refused item with its reason and source, and imports it once after it was corrected', async () => {
    const [id] = await refuse(item('12.50'), { history: true });
    const { body: page } = await call('GET', '/api/quarantine?state=open');
    expect(page).toMatchObject({
      total: 1,
      nextCursor: null,
      items: [
        {
          id,
          sourceId: 5,
          receivedAt: 1000,
          name: 'Order Paid',
          item: item('12.50'),
          original: null,
          problems: [{ field: 'amount', code: 'type', reason: 'must be a number' }],
          state: 'open',
        },
      ],
    });
    expect((await call('POST', `/api/quarantine/${id}/replay`)).body).toMatchObject({
      code: 'quarantine.still-wrong',
      params: { field: 'amount', reason: 'is still no number' },
    });
    const corrected = await call('PATCH', `/api/quarantine/${id}`, { item: item(12.5) });
    expect(corrected.body).toMatchObject({
      item: item(12.5),
      original: item('12.50'),
      problems: [],
      state: 'open',
    });
    const replays = await Promise.all([1, 2, 3].map(() => call('POST', `/api/quarantine/${id}/replay`)));
    expect(replays.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await posted()).toMatchObject([
      { history: true, receivedAt: 1000, sourceId: 5, properties: { amount: 12.5 } },
    ]);
    expect((await call('GET', `/api/quarantine/${id}`)).body).toMatchObject({
      state: 'replayed',
      closedAt: 5000,
    });
    expect((await call('POST', `/api/quarantine/${id}/reopen`)).body.code).toBe('quarantine.not-open');
    expect((await call('PATCH', `/api/quarantine/${id}`, { item: item(1) })).status).toBe(409);
  });

  it('posts nothing when the replay does not commit', async () => {
    const [id] = await refuse(item(1));
    const broken = { post: () => Promise.reject(new Error('full')) } as never;
    const failing = createQuarantine({
      db: database.db,
      inbox: broken,
      now: () => 1,
      readAgain: async () => ({ ok: true, event: acceptedEvent() }),
    });
    const other = await createFeatureApp(database.db, [failing.feature]);
    const answer = await other.inject({
      method: 'POST',
      url: `/api/quarantine/${id}/replay`,
      headers: owner.headers,
    });
    await other.close();
    expect(answer.statusCode).toBe(500);
    expect((await call('GET', `/api/quarantine/${id}`)).body.state).toBe('open');
  });

  it('leaves an item out, and takes that back', async () => {
    const [id] = await refuse(item(1));
    expect((await call('POST', `/api/quarantine/${id}/dismiss`)).body.state).toBe('dismissed');
    expect((await call('POST', `/api/quarantine/${id}/replay`)).body.params.state).toBe('dismissed');
    expect((await call('POST', `/api/quarantine/${id}/reopen`)).body).toMatchObject({
      state: 'open',
      closedBy: null,
    });
    expect((await call('POST', `/api/quarantine/${id}/replay`)).status).toBe(200);
  });

  it('replays many at once: those that pass, by filter or by id, each once', async () => {
    for (let i = 0; i < 4; i++) await refuse(item(i === 2 ? 'x' : i));
    await refuse(item(9, 'Other Event'), {
      problems: [{ field: 'event', reason: 'is odd' }],
      sourceId: null,
    });
    const counts = await call('GET', '/api/quarantine/counts');
    expect(counts.body).toEqual({
      open: 5,
      replayed: 0,
      dismissed: 0,
      reasons: [
        { sourceId: 5, name: 'Order Paid', field: 'amount', code: 'type', count: 4 },
        { sourceId: null, name: 'Other Event', field: 'event', code: 'invalid', count: 1 },
      ],
    });
    const wanted = { filter: { code: 'type', field: 'amount', sourceId: 5, name: 'Order Paid' } };
    const both = await Promise.all([1, 2].map(() => call('POST', '/api/quarantine/replay', wanted)));
    expect(both.reduce((sum, { body }) => sum + body.done, 0)).toBe(3);
    expect(both[0]?.body.failed.length + both[1]?.body.failed.length).toBeGreaterThan(0);
    expect(await posted()).toHaveLength(3);
    const open = await call('GET', '/api/quarantine?state=open');
    const ids = open.body.items.map((each: { id: number }) => each.id);
    expect(ids).toHaveLength(2);
    const dismissed = await call('POST', '/api/quarantine/dismiss', { ids: [...ids, 999_999] });
    expect(dismissed.body).toEqual({ done: 2, skipped: 1, failed: [], more: false });
    expect((await call('POST', '/api/quarantine/replay', {})).body.code).toBe('request.invalid');
    expect((await call('GET', '/api/quarantine?sourceId=0')).body.total).toBe(1);
    const first = await call('GET', '/api/quarantine?limit=2');
    const rest = await call('GET', `/api/quarantine?limit=3&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...rest.body.items].map((each: { id: number }) => each.id)).toHaveLength(5);
  });

  it('keeps what no table holds easily: no name, no object, characters PostgreSQL has not', async () => {
    const odd = { event: 'a\0b', text: 'x\0y\ud800' };
    await refuse(odd, { problems: [{ field: 'e\0', reason: 'odd \0' }] });
    await refuse('just text');
    await refuse(null);
    const { body } = await call('GET', '/api/quarantine');
    expect(body.items.map((each: { item: unknown; name: string }) => [each.item, each.name])).toEqual([
      [null, null],
      ['just text', null],
      [odd, 'a\ufffdb'],
    ]);
    expect((await call('GET', '/api/quarantine/777777')).status).toBe(404);
  });

  it('[CMP-12] forgets a person who is erased, however the item spells them, and nobody else', async () => {
    const { workspaceId } = owner;
    await sql`insert into identities (workspace_id, home, namespace, value, verified, component, customer, first_seen_at, last_seen_at)
      select ${workspaceId}, n, ns, v, true, 1, 1, 0, 0 from (values (1, 'phone', '13812345678'), (2, 'user', 'u7')) as t (n, ns, v)`
      .execute(database.db)
      .catch((error: unknown) => {
        throw new Error(`the identities table has changed: ${String(error)}`);
      });
    await refuse({ traits: { phone: '138 1234-5678' } });
    await refuse({ userId: 'u7' });
    await refuse({ userId: 'u77', text: 'bu7y' });
    const person = { customer: 1, homes: [1, 2] };
    const told = await database.db
      .transaction()
      .execute(async (tx) => quarantine.feature.export?.(tx, workspaceId, person));
    expect((told as { quarantine: unknown[] }).quarantine).toHaveLength(2);
    await database.db
      .transaction()
      .execute(async (tx) => quarantine.feature.erase?.(tx, workspaceId, person));
    const { body } = await call('GET', '/api/quarantine');
    expect(body.items.map((each: { item: unknown }) => each.item)).toEqual([{ userId: 'u77', text: 'bu7y' }]);
  });

  it('is counted in the report of its source', async () => {
    await refuse(item('x'), { receivedAt: 4000 });
    await refuse(item('y'), { receivedAt: 4500 });
    const { body } = await call('GET', '/api/dictionary/report?days=1');
    expect(body.sources).toMatchObject([
      {
        sourceId: 5,
        quarantined: 2,
        seen: 0,
        coverage: null,
        problems: [
          {
            name: 'Order Paid',
            field: 'amount',
            code: 'type',
            outcome: 'quarantine',
            count: 2,
            lastAt: 4500,
          },
        ],
      },
    ]);
  });
});
