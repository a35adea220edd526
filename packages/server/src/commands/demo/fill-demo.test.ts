import type { ConflictItem, ConflictList } from '@yutang/contracts/identity';
import type { Purchases } from '@yutang/contracts/purchases';
import {
  demoSimulation,
  knownRing,
  type PartitionScore,
  scorePartition,
  type Truth,
} from '@yutang/core/simulation';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makePrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { createFeatures } from '../../app.ts';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import { createInbox } from '../../platform/inbox/inbox.ts';
import { makeDemo } from './demo-workspace.ts';
import { fillDemo } from './fill-demo.ts';

// the demo's own size is checked by YUTANG_PEOPLE=10000; every run checks a smaller brand of the same kind
const people = Number(process.env.YUTANG_PEOPLE ?? 1500);

let database: TestDatabase;
let truth: Truth;
let score: PartitionScore;
let workspaceId: number;
let delivered: number;

beforeAll(async () => {
  database = await createTestDatabase();
  const endAt = Date.now();
  const simulation = { ...demoSimulation, people, endAt };
  const demo = await makeDemo(database.db, simulation);
  workspaceId = demo.workspaceId;
  const log = {
    info: () => undefined,
    error: (details: object, message: string) => console.error(message, details),
  };
  const filled = await fillDemo({
    db: database.db,
    databaseUrl: database.url,
    demo,
    simulation,
    log,
    progress: () => undefined,
  });
  truth = filled.truth;
  delivered = filled.events;
  const { rows } = await sql<{ keys: string[] }>`
    select array_agg(namespace || ' ' || value) as keys from identities
    where workspace_id = ${workspaceId} and customer <> 0 group by customer`.execute(database.db);
  score = scorePartition(
    truth,
    rows.map((row) => row.keys),
  );
  console.log(
    `${people} people, ${filled.events} events: precision ${score.precision}, recall ${score.recallDeterministic}, ` +
      `${score.plantedMerges} planted merges, ${truth.collisions.length} planted collisions`,
  );
}, 300_000);
afterAll(() => database.close());

describe('the engine over the simulated brand', () => {
  it('[ID-01] [ID-09] joins nobody who is not one person, planted collisions aside', () => {
    expect(score.unexplainedMerges).toEqual([]);
    expect(score.precision).toBe(1);
  });

  it('[ID-01] [ID-08] finds at least 99 of 100 of what true links connect', () => {
    expect(score.recallDeterministic).toBeGreaterThanOrEqual(0.99);
  });

  it('counts what each source delivered, as the collector does', async () => {
    const { rows } = await sql<{ counted: number }>`
      select sum(accepted)::int as counted from source_days where workspace_id = ${workspaceId}`.execute(
      database.db,
    );
    expect(rows[0]?.counted).toBe(delivered);
  });

  it('[ID-05] puts every planted collision into review', async () => {
    const { rows } = await sql<{ key: string }>`
      select distinct i.namespace || ' ' || i.value as key
      from identity_conflicts c
      join identities i on i.workspace_id = c.workspace_id and (i.home = c.a or i.home = c.b)
      where c.workspace_id = ${workspaceId}`.execute(database.db);
    const reviewed = new Set(rows.map((row) => row.key));
    const missing = truth.collisions.filter(
      (collision) => collision.people.length > 1 && !reviewed.has(collision.identity),
    );
    expect(missing).toEqual([]);
  });
});

describe('what is planted in the simulated brand', () => {
  /** Asks the features named as an operator of the demo. */
  async function asOperator<T>(
    names: readonly string[],
    work: (get: (url: string) => Promise<T>) => Promise<void>,
  ): Promise<void> {
    const { db } = database;
    const { features, close } = createFeatures({
      db,
      events: {} as EventStore,
      inbox: createInbox({ db }),
      notifications: { onTick: () => () => undefined, close: async () => undefined },
      publicUrl: null,
      wake: () => undefined,
      dataFolder: null,
      door: null,
    });
    const app = await createFeatureApp(
      db,
      features.filter(({ name }) => names.includes(name)),
    );
    const { headers } = await makePrincipal(db, { workspaceId, role: 'operator' });
    await work(async (url) => {
      const answer = await app.inject({ url, headers });
      expect(answer.statusCode, answer.body).toBe(200);
      return answer.json();
    });
    await app.close();
    await close();
  }

  it('shows the ring in identity review: two devices, each shared by six accounts that are nobody else', async () => {
    await asOperator<ConflictList>(['identity'], async (get) => {
      const { items } = await get('/api/identity/conflicts?kind=shared&limit=200');
      const found = items.filter(({ sides }) =>
        sides.some(({ identities }) => identities.some(({ namespace }) => namespace === 'device')),
      );
      const deviceOf = (item: ConflictItem) =>
        item.sides.flatMap(({ identities }) => identities).find(({ namespace }) => namespace === 'device')
          ?.value;
      expect(found.map(deviceOf).sort()).toEqual([...knownRing.devices]);
    });
    const { rows } = await sql<{ customers: number }>`
      select count(distinct customer)::int as customers from identities
      where workspace_id = ${workspaceId} and namespace = 'user' and value = any(${[...knownRing.users]}::text[])`.execute(
      database.db,
    );
    expect(rows[0]?.customers).toBe(knownRing.users.length);
  });

  it('shows the ring in the orders: everything it bought came back', async () => {
    const { rows } = await sql<{ placed: number; refunded: number; orders: number }>`
      select sum(c.placed_minor)::bigint as placed, sum(c.refunded_minor)::bigint as refunded, sum(c.orders)::int as orders
      from customers c where c.workspace_id = ${workspaceId} and c.customer in (
        select customer from identities
        where workspace_id = ${workspaceId} and namespace = 'user' and value = any(${[...knownRing.users]}::text[]))`.execute(
      database.db,
    );
    expect(rows[0]?.orders).toBe(knownRing.users.length);
    expect(rows[0]?.refunded).toBe(rows[0]?.placed);
  });

  it('shows the known effect in what two lists bought: who came from 小红书 is worth far more than from 抖音', async () => {
    await asOperator<Purchases>(['orders'], async (get) => {
      const worth = new Map<string, number>();
      for (const channel of ['xiaohongshu', 'douyin']) {
        const { people, netMinor } = await get(`/api/customers/purchases?channel=${channel}`);
        worth.set(channel, netMinor / people);
      }
      console.log('net sales a person, fen', Object.fromEntries(worth));
      expect((worth.get('xiaohongshu') ?? 0) / (worth.get('douyin') ?? 1)).toBeGreaterThan(1.5);
    });
  });

  it('shows the bad channel in the customer list: many come, few of them buy', async () => {
    await asOperator<{ total: number }>(['customers'], async (get) => {
      const count = async (query: string) => (await get(`/api/customers?limit=1&${query}`)).total;
      const share = new Map<string, number>();
      const came = new Map<string, number>();
      for (const channel of ['feed_ads', 'douyin', 'xiaohongshu', 'official_account', 'referral']) {
        const all = await count(`channel=${channel}`);
        came.set(channel, all);
        share.set(channel, (await count(`channel=${channel}&role=customer`)) / all);
      }
      console.log('share of those who bought, by channel of the first touch', Object.fromEntries(share));
      const [worst] = [...share].sort(([, a], [, b]) => a - b);
      expect(worst?.[0]).toBe('douyin');
      expect(came.get('douyin')).toBeGreaterThan(came.get('xiaohongshu') ?? 0);
      expect((share.get('douyin') ?? 1) * 2).toBeLessThan(share.get('xiaohongshu') ?? 0);
    });
  });
});
