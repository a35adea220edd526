import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createWorld,
  dumpFolds,
  foldLog,
  foldTables,
  resetFolds,
  type World,
} from '../../../testing/fold-world.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { recomputeCards } from '../customers/card-store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const pool = [
  'device d1',
  'device d2',
  'device d3',
  'openid:wx1 o1',
  'openid:wx1 o2',
  'external_userid:corp e1',
  'external_userid:corp e2',
  'phone 13800000001',
  'phone 13800000002',
  'email a@x.com',
  'shop:tmall t1',
];
const channels = [null, 'douyin', '抖音', 'website', 'mini_program', 'feed_ads', '神秘渠道', 'wecom'];

type Step =
  | {
      kind: 'event';
      who: number[];
      name: string;
      channel: number;
      staff: number;
      by: number;
      late: number;
      amount: number;
      order: number;
    }
  | { kind: 'part'; who: number };

const names = [
  'Page Viewed',
  'Product Added',
  'Product Used',
  'Ad Clicked',
  'Profile Updated',
  'Contact Added',
  'Contact Removed',
  'Account Followed',
  'Account Unfollowed',
  'Community Joined',
  'Community Left',
  'Owner Assigned',
  'Owner Released',
  'Outlet Assigned',
  'Outlet Released',
  'Consent Granted',
  'Consent Withdrawn',
  'Member Joined',
  'Order Completed',
  'Order Paid',
  'Order Refunded',
  'Order Cancelled',
  'Group Joined',
  'Tag Added',
  'Tag Removed',
  'Feedback Given',
  'Complaint Made',
  'Complaint Resolved',
  'Follow-up Noted',
];
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      who: fc.uniqueArray(fc.nat(pool.length - 1), { minLength: 0, maxLength: 3 }),
      name: fc.constantFrom(...names),
      channel: fc.nat(channels.length - 1),
      staff: fc.nat(2),
      by: fc.nat(2),
      late: fc.nat(20),
      amount: fc.nat(500),
      order: fc.nat(4),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('part' as const), who: fc.nat(pool.length - 1) }) },
);

function play(world: World, steps: readonly Step[]): void {
  const seen = new Set<string>();
  for (const each of steps) {
    if (each.kind === 'part') {
      const identity = pool[each.who] as string;
      if (seen.has(identity)) world.part([identity]);
      continue;
    }
    const { who, name, channel, staff, by, late, amount, order } = each;
    for (const i of who) seen.add(pool[i] as string);
    const order_ = name.startsWith('Order');
    const tagged = name.startsWith('Tag');
    const relation = /^(Contact|Account|Community|Owner|Outlet|Consent|Member|Group)/.test(name);
    const event = world.add(
      who.map((i) => pool[i] as string),
      {
        name,
        family: order_
          ? 'consumption'
          : tagged || /Resolved|Noted/.test(name)
            ? 'system'
            : relation
              ? 'relation'
              : 'behaviour',
        channel: channels[channel] as string | null,
        amountMinor: order_ ? amount : null,
        costMinor: name === 'Ad Clicked' ? amount : null,
        campaign: name === 'Ad Clicked' ? `c${staff}` : null,
        play: staff % 2 ? `p${channel}` : null,
        orderId: order_ ? `order-${order}` : null,
        outlet: staff === 2 ? 'outlet-1' : null,
        staff: by === 0 ? `s${staff}` : null,
        sourceId: [null, 1, 2][by] as number | null,
        properties: {
          staff: `s${staff}`,
          outlet: `outlet-${staff}`,
          account: `a${staff}`,
          community: `g${staff}`,
          groupId: `org${staff}`,
          ...(name === 'Group Joined' && {
            name: `O${amount}`,
            kind: by ? 'household' : 'company',
            roles: [`r${by}`],
          }),
          by: ['customer', 'staff', undefined][by],
          ...(name === 'Feedback Given' && { measure: by ? 'csat' : 'nps', score: 1 + staff }),
          ...(tagged && { group: 'g', tag: `t${staff}`, reason: 'hand' }),
          ...(name === 'Profile Updated' && { name: `N${amount}`, city: staff }),
          ...(name.startsWith('Consent') && {
            purpose: 'marketing',
            consentChannel: ['sms', 'email', '*'][by],
          }),
          ...(order_ && by === 2 && { payer: { organisation: 'acme' }, paid: staff > 0 }),
          // somebody else pays or uses, who may become known later only
          ...(order_ && by === 1 && { [late % 2 ? 'payer' : 'beneficiary']: pool[amount % pool.length] }),
        },
      },
    );
    // some events are older than what came before them
    event.occurredAt -= late > 14 ? late * 700 : 0;
  }
}

describe('the folds of people', () => {
  it('are a function of the log alone: one tick = many ticks = replayed after a reset, with merges and partings', async () => {
    let workspaceId = 100;
    const rowsSeen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.array(fc.nat(60), { maxLength: 12 }),
        async (steps, cutsAt) => {
          const world = createWorld(++workspaceId);
          play(world, steps);
          if (world.log.length === 0) return;
          await setRule(workspaceId);
          await foldLog(database.db, world);
          const whole = await dumpFolds(database.db, workspaceId);
          for (const [table, rows] of Object.entries(whole))
            rowsSeen.set(table, (rowsSeen.get(table) ?? 0) + rows.length);

          const cuts = [...new Set(cutsAt)].filter((cut) => cut > 1 && cut <= world.log.length);
          await resetFolds(database.db, workspaceId);
          expect(Object.values(await dumpFolds(database.db, workspaceId)).flat()).toEqual([]);
          await foldLog(
            database.db,
            world,
            cuts.sort((a, b) => a - b),
          );
          expect(await dumpFolds(database.db, workspaceId)).toEqual(whole);

          await resetFolds(database.db, workspaceId);
          await foldLog(database.db, world, world.log.map((event) => event.seq).slice(1));
          expect(await dumpFolds(database.db, workspaceId)).toEqual(whole);
          await holdTogether(workspaceId, whole.customers as string[]);
          await resetFolds(database.db, workspaceId);
        },
      ),
      { numRuns: 50 },
    );
    for (const table of foldTables) expect(rowsSeen.get(table), table).toBeGreaterThan(0);
  }, 120_000);

  it('give back every row when a merge is undone, with and without events in between', async () => {
    let workspaceId = 5000;
    const tables = foldTables.filter((table) => !['pond_changes', 'consents'].includes(table));
    const pick = (dump: Record<string, string[]>) => tables.map((table) => dump[table]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 30 }),
        fc.array(step, { maxLength: 10 }),
        async (before, between) => {
          // events of the second part touch one identity each and leave consents alone: consents are the stricter for good
          const alone = between.filter(
            (each) => each.kind === 'event' && each.who.length === 1 && !each.name.startsWith('Consent'),
          );
          const merged = createWorld(++workspaceId);
          const apart = createWorld(++workspaceId);
          await setRule(workspaceId - 1, workspaceId);
          await setRule(workspaceId);
          for (const world of [merged, apart]) {
            play(world, before);
            world.add(['phone 13800000001', 'device x']);
            world.add(['email a@x.com', 'device y']);
            world.part(['email a@x.com', 'device y']);
          }
          if (merged.customerOf('phone 13800000001') === merged.customerOf('email a@x.com')) return;
          const sides = [
            ...new Set(merged.identities.map(({ namespace, value }) => `${namespace} ${value}`)),
          ].filter((identity) => merged.customerOf(identity) === merged.customerOf('email a@x.com'));
          merged.join('phone 13800000001', 'email a@x.com');
          apart.idle();
          for (const world of [merged, apart]) play(world, alone);
          const grown = merged.identities
            .map(({ namespace, value }) => `${namespace} ${value}`)
            .filter((identity) => apart.customerOf(identity) === apart.customerOf('email a@x.com'));
          expect(grown).toEqual(sides);
          merged.part(sides);
          apart.idle();
          await foldLog(database.db, merged, [3, 9]);
          await foldLog(database.db, apart, [4]);
          const [left, right] = [
            await dumpFolds(database.db, workspaceId - 1),
            await dumpFolds(database.db, workspaceId),
          ];
          const { rows: tags } = await sql<{ id: number; name: string }>`select id, name from tags`.execute(
            database.db,
          );
          const tagNames = new Map(tags.map(({ id, name }) => [String(id), name]));
          // the numbers of workspaces and of tags are given by the house
          const plain = (rows: string[]) =>
            rows
              .map((row) =>
                row
                  .replace(/"workspace_id":\d+/, '"workspace_id":0')
                  .replace(/"tag":(\d+)/, (_, id) => `"tag":"${tagNames.get(id)}"`),
              )
              .sort();
          expect((pick(left) as string[][]).map(plain)).toEqual((pick(right) as string[][]).map(plain));
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});

/** A field rule for names, another one for every fourth workspace (`like`: the rule that this one would have). */
async function setRule(workspaceId: number, like = workspaceId): Promise<void> {
  const policy = [null, 'earliest', 'priority', 'verified'][Math.floor(like / 2) % 4];
  if (!policy) return;
  await sql`insert into field_rules (workspace_id, key, policy, places, ranks, updated_at, updated_by)
    values (${workspaceId}, 'name', ${policy}, '{source:2}', '{"2": 1}', 0, 'test')`.execute(database.db);
}

/** What must be true of the tables at any time, whatever the log. */
async function holdTogether(workspaceId: number, customers: string[]): Promise<void> {
  const { rows: counted } = await sql`
    select state, channel, people from pond_counts where workspace_id = ${workspaceId}
    except select pond, coalesce(channel, ''), count(*) from customers where workspace_id = ${workspaceId}
    group by pond, coalesce(channel, '')`.execute(database.db);
  expect(counted, 'live counts = the people in the list').toEqual([]);
  const { rows: flow } = await sql<{ flow: number; inside: number }>`
    select (select coalesce(sum(flow), 0)::int from pond_changes where workspace_id = ${workspaceId}) as flow,
      (select count(*)::int from customers where workspace_id = ${workspaceId} and pond = 7) as inside`.execute(
    database.db,
  );
  expect(flow[0]?.flow, 'everybody who came in and did not leave is in').toBe(flow[0]?.inside);
  const { rows: unpaid } = await sql`
    select buyer_home from orders where workspace_id = ${workspaceId} and buyer_home <> 0 group by buyer_home
    having sum(paid_minor - refunded_minor) <> (select p.paid_minor - p.refunded_minor from parts p
      where p.workspace_id = ${workspaceId} and p.home = buyer_home)`.execute(database.db);
  expect(unpaid, 'sales of a home = its orders').toEqual([]);
  // customers are a function of their homes
  const standings = (row: Record<string, unknown>) => {
    // what the pond writes
    const { pond: _p, owner: _o, owner_since: _s, assigned_outlet: _a, ...rest } = row;
    return rest;
  };
  const parse = (rows: string[]) => rows.map((row) => JSON.stringify(standings(JSON.parse(row)))).sort();
  const ids = customers.map((row) => (JSON.parse(row) as { customer: number }).customer);
  await database.db.transaction().execute((tx) => recomputeCards(tx, workspaceId, ids));
  const again = (await dumpFolds(database.db, workspaceId)).customers as string[];
  expect(parse(again)).toEqual(parse(customers));
}
