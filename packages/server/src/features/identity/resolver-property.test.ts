import { defaultIdentityRules, evidenceTime, type IdentityRules, partition } from '@yutang/core/identity';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import {
  createFeeder,
  dumpIdentity,
  identityOf,
  noon,
  partitionInStore,
  type TestEvent,
} from './identity-testing.ts';
import { createResolver } from './resolver.ts';

/** Cases per property against a real PostgreSQL; each is some thirty statements and more. */
const runs = Math.ceil(Number(process.env.YUTANG_PROPERTY_RUNS ?? 600) / 20);

let database: TestDatabase;
let workspaces = 0;
const nextWorkspace = () => ++workspaces;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const values = [
  ...['unionid:main u1', 'unionid:main u2', 'openid:app o1', 'openid:app o2', 'member m1', 'member m2'],
  ...['phone 13800000001', 'phone 13800000002', 'phone 13800000003', 'email a@b.cn', 'shop:taobao n1'],
  ...['device d1', 'device d2', 'anonymous a1', 'anonymous a2', 'anonymous a3'],
];
const tight: IdentityRules = {
  sharedAbove: { exclusive: 1, strong: 2, locked: 1, weak: 2 },
  componentLimit: 1000,
};

const eventArbitrary = fc
  .record({
    at: fc.integer({ min: 0, max: 6 }),
    claimed: fc.boolean(),
    who: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 4 }),
  })
  .map(({ at, claimed, who }): TestEvent => ({ at, who: who.map((text) => (claimed ? `?${text}` : text)) }));

const storyArbitrary = fc.record({
  events: fc.array(eventArbitrary, { minLength: 2, maxLength: 16 }),
  tight: fc.boolean(),
  cuts: fc.infiniteStream(fc.integer({ min: 1, max: 6 })),
  order: fc.infiniteStream(fc.nat()),
});

function shuffled<T>(items: T[], order: Iterator<number>): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = (order.next().value as number) % (i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/** Numbers of homes replaced by identities, so that states reached in different orders can be compared. */
async function renamed(of: number) {
  const { rows } = await sql<{ kind: string; row: string }>`
    with names as (select home, namespace || ' ' || value as name from identities where workspace_id = ${of})
    select 'link' as kind, concat_ws(' · ', least(x.name, y.name), greatest(x.name, y.name), l.claimed, l.at, l.event_id,
      l.linking, l.outcome) as row
    from identity_links l join names x on x.home = l.a join names y on y.home = l.b where l.workspace_id = ${of}
    union all
    select 'conflict', concat_ws(' · ', least(x.name, y.name), greatest(x.name, y.name), c.kind, c.state)
    from identity_conflicts c join names x on x.home = c.a left join names y on y.home = c.b
    where c.workspace_id = ${of}
    union all
    select 'identity', concat_ws(' · ', namespace, value, verified, first_seen_at, shared_claimed, shared_at)
    from identities where workspace_id = ${of}
    order by 1, 2`.execute(database.db);
  return rows;
}

describe('the resolver on a real PostgreSQL', { timeout: 30_000 + runs * 2_000 }, () => {
  it('[ID-01] [ID-05] stores the partition that is defined, in any order of arrival, and a replay gives every row again', async () => {
    await fc.assert(
      fc.asyncProperty(storyArbitrary, async (story) => {
        const rules = story.tight ? tight : defaultIdentityRules;
        const events = story.events.map((event, i) => ({ ...event, id: `e${i}` }));
        const defined = partition(
          {
            links: events.map(({ id, at = 0, who }) => ({
              at: evidenceTime({ occurredAt: noon + at, receivedAt: noon + 3_600_000, history: false }),
              eventId: id,
              identities: who.map(identityOf),
            })),
            decisions: [],
            nonLinking: [],
          },
          rules,
        );
        let first: Awaited<ReturnType<typeof renamed>> | undefined;
        const order = story.order[Symbol.iterator]();
        const cuts = story.cuts[Symbol.iterator]();
        for (let round = 0; round < 2; round++) {
          const workspaceId = nextWorkspace();
          // one identity and one pair in memory: nearly everything is read again from the store
          const resolver = createResolver({ rules, cacheLimit: round === 0 ? 60_000 : 40 });
          const { tick, replay } = createFeeder(database.db, resolver, workspaceId);
          const arrival = shuffled(events, order);
          while (arrival.length > 0) await tick(arrival.splice(0, cuts.next().value as number));
          expect(await partitionInStore(database.db, workspaceId)).toEqual(defined.groups);
          const stored = await renamed(workspaceId);
          first ??= stored;
          expect(stored).toEqual(first);
          if (round === 0) continue;
          const before = await dumpIdentity(database.db, workspaceId);
          await replay(cuts.next().value as number);
          expect(await dumpIdentity(database.db, workspaceId)).toEqual(before);
        }
      }),
      { numRuns: runs, verbose: 1 },
    );
  });

  it('[ID-05] merge and unmerge with nothing between leave every table as it was; with events between, as if never merged', async () => {
    await fc.assert(
      fc.asyncProperty(storyArbitrary, fc.nat(), fc.nat(), fc.boolean(), async (story, x, y, between) => {
        const rules = story.tight ? tight : defaultIdentityRules;
        const resolver = createResolver({ rules });
        const events = story.events.map((event, i) => ({ ...event, id: `e${i}` }));
        const half = Math.ceil(events.length / 2);
        const fold = [
          'identities',
          'identity_links',
          'identity_conflicts',
          'non_linking_values',
          'identity_state',
        ];
        const [neverId, workspaceId] = [nextWorkspace(), nextWorkspace()];
        const never = createFeeder(database.db, resolver, neverId);
        await never.tick(events.slice(0, half));
        const merged = createFeeder(database.db, resolver, workspaceId);
        await merged.tick(events.slice(0, half));
        const { rows } = await sql<{ home: number }>`
          select home from identities where workspace_id = ${workspaceId} order by home`.execute(database.db);
        const [one, other] = [rows[x % rows.length]?.home, rows[y % rows.length]?.home];
        const decision = { who: [], family: 'system' as const, sourceId: null };
        await merged.tick([
          { ...decision, id: 'merge', name: 'Identities Joined', properties: { homes: [one, other] } },
        ]);
        if (between) {
          await never.tick(events.slice(half));
          await merged.tick(events.slice(half));
        }
        await merged.tick([
          { ...decision, id: 'undo', name: 'Decision Withdrawn', properties: { decision: 'merge' } },
        ]);
        const strip = (dump: Record<string, string[]>) =>
          Object.fromEntries(
            Object.entries(dump).map(([table, lines]) => [
              table,
              // the workspace number differs; so do the places in the log after the decision
              lines
                .map((line) => line.replace(/^\(\d+,/, '('))
                .map((line) => (between ? line.replace(/\be\d+,\d+,/, '') : line)),
            ]),
          );
        const compared = between ? fold.filter((table) => table !== 'identity_conflicts') : fold;
        expect(strip(await dumpIdentity(database.db, workspaceId, compared))).toEqual(
          strip(await dumpIdentity(database.db, neverId, compared)),
        );
      }),
      { numRuns: runs, verbose: 1 },
    );
  });
});
