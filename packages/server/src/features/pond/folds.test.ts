import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { createWorld, dumpFolds, foldLog, resetFolds, type World } from './fold-world.ts';

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
  'Consent Granted',
  'Consent Withdrawn',
  'Member Joined',
  'Order Completed',
  'Order Paid',
  'Order Refunded',
  'Order Cancelled',
  'Group Joined',
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
    const relation = /^(Contact|Account|Community|Owner|Consent|Member|Group)/.test(name);
    const event = world.add(
      who.map((i) => pool[i] as string),
      {
        name,
        family: order_ ? 'consumption' : relation ? 'relation' : 'behaviour',
        channel: channels[channel] as string | null,
        amountMinor: order_ ? amount : null,
        costMinor: name === 'Ad Clicked' ? amount : null,
        campaign: name === 'Ad Clicked' ? `c${staff}` : null,
        orderId: order_ ? `order-${order}` : null,
        outlet: staff === 2 ? 'outlet-1' : null,
        properties: {
          staff: `s${staff}`,
          account: `a${staff}`,
          community: `g${staff}`,
          groupId: `org${staff}`,
          by: ['customer', 'staff', undefined][by],
          ...(name === 'Profile Updated' && { name: `N${amount}`, city: staff }),
          ...(name.startsWith('Consent') && {
            purpose: 'marketing',
            consentChannel: ['sms', 'email', '*'][by],
          }),
          ...(order_ && by === 2 && { payer: { organisation: 'acme' }, paid: staff > 0 }),
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
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.array(fc.nat(60), { maxLength: 12 }),
        async (steps, cutsAt) => {
          const one = createWorld(++workspaceId);
          play(one, steps);
          if (one.log.length === 0) return;
          await foldLog(database.db, one);
          const whole = await dumpFolds(database.db, workspaceId);

          const cuts = [...new Set(cutsAt)]
            .filter((cut) => cut > 1 && cut <= one.log.length)
            .sort((a, b) => a - b);
          await resetFolds(database.db, workspaceId);
          expect(Object.values(await dumpFolds(database.db, workspaceId)).flat()).toEqual([]);
          await foldLog(database.db, one, cuts);
          expect(await dumpFolds(database.db, workspaceId)).toEqual(whole);

          await resetFolds(database.db, workspaceId);
          await foldLog(database.db, one, one.log.map((event) => event.seq).slice(1));
          expect(await dumpFolds(database.db, workspaceId)).toEqual(whole);
          await resetFolds(database.db, workspaceId);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});
