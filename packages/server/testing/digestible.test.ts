import { readSegmentItem } from '@yutang/core/events';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatures } from '../src/app.ts';
import { createEngine, type Engine } from '../src/engine/engine.ts';
import { createWorkspace } from '../src/features/workspaces/index.ts';
import type { EventStore } from '../src/platform/event-store/event-store.ts';
import { createInbox, type Inbox } from '../src/platform/inbox/inbox.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let inbox: Inbox;
let engine: Engine;
let workspaceId: number;
let close: () => Promise<void>;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  inbox = createInbox({ db });
  workspaceId = await db
    .transaction()
    .execute((tx) => createWorkspace(tx, { name: 'x', zone: 'Asia/Shanghai', kind: 'real' }, Date.now()));
  const made = createFeatures({
    db,
    events: {} as EventStore,
    inbox,
    notifications: { onTick: () => () => undefined, close: async () => undefined },
    publicUrl: null,
    wake: () => undefined,
    dataFolder: null,
    door: null,
  });
  close = made.close;
  engine = createEngine({
    databaseUrl: database.url,
    features: made.features,
    resolver: made.identity.resolver,
    events: {} as EventStore,
    log: { info: () => undefined, error: () => undefined },
    clock: async () => ({ now: Date.now(), zone: 'Asia/Shanghai' }),
  });
});
afterAll(async () => {
  await engine.stop();
  await close();
  await database.close();
});

const half = 'x\ud83d';
const nul = 'x\0';
const cut = `${'x'.repeat(199)}😀${'y'.repeat(50)}`;
// letters that do not compress, so that an index row is as long as it looks
const long = (units: number): string =>
  Array.from({ length: units }, (_, i) =>
    String.fromCharCode(0x4e00 + ((i * 7919 + ((i * i) % 977)) % 20_000)),
  ).join('');
const odd = JSON.parse('{"toString":1,"valueOf":1,"__proto__":{"a":1},"constructor":"x"}') as unknown;

const identify = (traits: object) => ({ type: 'identify', userId: 'u1', traits });
const track = (event: string, properties: object) => ({ type: 'track', event, userId: 'u1', properties });

const everywhere = (value: unknown): object[] => [
  identify({
    name: value,
    nickname: value,
    memberLevel: value,
    phone: value,
    email: value,
    memberNo: value,
    other: value,
  }),
  ...[
    'Contact Added',
    'Contact Removed',
    'Account Followed',
    'Community Joined',
    'Owner Assigned',
    'Owner Released',
  ].map((name) => track(name, { staff: value, account: value, community: value, by: value, channel: value })),
  track('Member Joined', {
    memberNo: value,
    level: value,
    outlet: value,
    joinedAt: value,
    constructor: value,
  }),
  ...['Consent Granted', 'Consent Withdrawn'].map((name) =>
    track(name, { purpose: value, channel: value, textVersion: value, recordedBy: value }),
  ),
  ...['Order Completed', 'Order Paid', 'Order Refunded', 'Order Cancelled'].map((name) =>
    track(name, {
      ...{
        order_id: value,
        total: value,
        status: value,
        currency: value,
        payer: value,
        beneficiary: value,
        products: [value],
      },
      ...{ outlet: value, staff: value, channel: value },
    }),
  ),
  track('Order Completed', {
    order_id: 'o1',
    total: 1,
    products: [{ sku: value, name: value, price: value, quantity: value }],
  }),
  ...['Relation Stated', 'Relation Ended'].map((name) =>
    track(name, { relation: value, to: value, role: value }),
  ),
  track('Ad Clicked', {
    channel: value,
    code: value,
    campaign: value,
    ticket: value,
    play: value,
    content: value,
    cost: value,
  }),
  { type: 'group', userId: 'u1', groupId: value, traits: { role: value, name: value } },
  { type: 'alias', userId: 'u1', previousId: value },
  {
    type: 'page',
    anonymousId: value,
    name: value,
    context: { page: value, campaign: { source: value }, device: { id: value } },
  },
  { type: 'track', event: value, userId: 'u1', properties: value },
  {
    type: 'track',
    event: 'x',
    userId: value,
    context: { externalIds: [{ type: `openid:${JSON.stringify(value)}`, id: value }] },
  },
];

const items: object[] = [
  identify({ phone: '13812345678' }),
  track('Consent Granted', { purpose: 'marketing' }),
  ...[
    half,
    nul,
    cut,
    '\\u0000',
    long(4000),
    long(200),
    odd,
    '__proto__',
    'constructor',
    9e10,
    -1e300,
    '',
    [],
    {},
  ].flatMap(everywhere),
  identify({ [half]: 1, [nul]: 2, [long(60)]: 3 }),
  identify(odd as object),
  // both become the same text
  { type: 'identify', userId: 'u\ud83d', anonymousId: 'a1', traits: {} },
  { type: 'identify', userId: 'u\ud83e', anonymousId: 'a1', traits: {} },
  ...['Pond Entered', 'Customer Merged', 'Identities Joined', 'Customer Erased', 'Linking Barred'].map(
    (name) => track(name, { from: 1, to: 2, homes: [1, 2], namespace: 'phone', value: '13812345678' }),
  ),
];

describe('whatever the collector accepts', () => {
  it('[DAT-01] the engine digests: nothing a client sends is set aside', async () => {
    let accepted = 0;
    for (const [n, item] of items.entries()) {
      const read = readSegmentItem(item, {
        receivedAt: Date.now(),
        verified: n % 3 > 0,
        history: false,
        sourceId: 1,
        defaultChannel: null,
        ip: null,
        fallbackId: `message ${n}`,
      });
      if (!read.ok) continue;
      accepted++;
      await inbox.post(database.db, workspaceId, [read.event]);
    }
    expect(accepted).toBeGreaterThan(200);
    await engine.drain();
    const { rows } = await sql<{ error: string; body: string }>`
      select error, left(convert_from(body, 'UTF8'), 300) as body from inbox_failed`.execute(database.db);
    expect(rows).toEqual([]);
    const counted = await sql<{ logged: number }>`
      select count(*)::int as logged from log where family <> 'system' or origin = 1`.execute(database.db);
    expect(counted.rows[0]?.logged).toBe(accepted);
  }, 60_000);
});
