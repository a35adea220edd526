import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldChannels } from '../src/features/channels/channel-fold.ts';
import { readBook } from '../src/features/channels/channel-store.ts';
import { foldCustomers, type HomeIdentity } from '../src/features/customers/customer-fold.ts';
import { foldOrders } from '../src/features/orders/order-fold.ts';
import { foldPond } from '../src/features/pond/pond-fold.ts';
import { foldSettlements } from '../src/features/pond/settlement-fold.ts';
import type { Tick } from '../src/platform/feature.ts';
import type { Tx } from '../src/platform/postgres/db.ts';
import { createWorld, partyLookup, type World } from './fold-world.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** A mixed day of `people` persons, `count` events: mostly views, some clicks that cost, friends, orders, profiles. */
function fill(world: World, people: number, count: number, random: () => number): void {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  for (let i = 0; i < count; i++) {
    const who = Math.floor(random() ** 2 * people);
    const device = `device d${who}`;
    const known = [`unionid:main u${who}`, device];
    const roll = random();
    const channel = pick(['douyin', 'website', 'mini_program', 'feed_ads', 'wecom', 'taobao']);
    if (roll < 0.6)
      world.add([device], { name: 'Product Viewed', channel, outlet: roll < 0.1 ? 'o1' : null });
    else if (roll < 0.68) world.add(known, { name: 'Product Added', channel });
    else if (roll < 0.8)
      world.add([device], { name: 'Ad Clicked', channel: 'feed_ads', costMinor: 200, campaign: 'c1' });
    else if (roll < 0.86)
      world.add([...known, `phone ${13800000000 + who}`], {
        name: 'Profile Updated',
        type: 'identify',
        properties: {
          name: `N${who}`,
          city: 'x',
          level: 3,
          birthday: '1990-01-01',
          phone: `${13800000000 + who}`,
        },
      });
    else if (roll < 0.9) {
      const name = pick([
        'Contact Added',
        'Account Followed',
        'Contact Removed',
        'Consent Granted',
        'Community Joined',
      ]);
      world.add(known, {
        name,
        family: 'relation',
        channel: 'wecom',
        properties: { staff: `s${who % 50}`, account: 'a', community: 'g', purpose: 'marketing' },
      });
    } else if (roll < 0.95)
      world.add(known, {
        name: 'Order Completed',
        family: 'consumption',
        channel,
        orderId: `o${i}`,
        amountMinor: 9900,
        properties: { products: [{ sku: 'a', price: 99, quantity: 1 }] },
      });
    else world.add([device], { name: 'Chat Message', channel: 'wecom', staff: 's1' });
  }
}

it('prints what the folds of people cost per event, in ticks of 2 000 mixed events (budget: 35 µs on an idle machine)', async () => {
  const world = createWorld(1);
  let seed = 7;
  // mulberry32
  const random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  fill(world, 8000, 24_000, random);
  const stages: Record<string, number> = {};
  const timed = async (name: string, work: () => Promise<void>) => {
    const start = performance.now();
    await work();
    stages[name] = (stages[name] ?? 0) + performance.now() - start;
  };
  const run = (tx: Tx, tick: Tick) =>
    (async () => {
      await timed('customers', () =>
        foldCustomers(tx, tick, async (_tx, _workspace, homes) =>
          homes.map((home) => world.identities[home - 1] as HomeIdentity),
        ),
      );
      await timed('channels', () => foldChannels(tx, tick));
      await timed('pond', () => foldPond(tx, tick));
      await timed('settlements', async () => foldSettlements(tx, tick, await readBook(tx, 1)));
      await timed('orders', () => foldOrders(tx, tick, partyLookup(world)));
    })();
  const size = 2000;
  const warm = 6;
  let counted = 0;
  const births: number[] = [];
  for (let i = 0; i * size < world.log.length; i++) {
    if (i === warm) for (const name of Object.keys(stages)) stages[name] = 0;
    const tick = world.tick(i * size + 1, (i + 1) * size + 1);
    if (i >= warm) {
      counted += tick.events.length;
      births.push(tick.births.size, tick.moves.length);
    }
    await database.db.transaction().execute((tx) => run(tx, tick));
  }
  const perEvent = Object.fromEntries(
    Object.entries(stages).map(([name, ms]) => [name, Math.round((ms * 10_000) / counted) / 10]),
  );
  const total = Object.values(perEvent).reduce((sum, value) => sum + value, 0);
  console.info(
    `folds of people, µs per event (${size} a tick, births ${births.join(' ')}):`,
    perEvent,
    total,
  );
  // no limit on time here: other tests run beside this one. That the work was done is asserted, its cost is read.
  expect(counted).toBe(12_000);
}, 120_000);
