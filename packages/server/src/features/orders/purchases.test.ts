import type { PersonPurchases, Purchases } from '@yutang/contracts/purchases';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpFolds } from '../../../testing/fold-world.ts';
import { createLiveHouse, type LiveHouse, type TestEvent } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

const day = 86_400_000;
const consumption = { family: 'consumption' as const };

/** Ten persons and 25 orders; days before now and yuan. Person 1 buys under two identities, 8 never pays, 10 never orders. */
const bought: Record<string, [who: string, paid: boolean, daysAgo: number, yuan: number][]> = {
  p1: [
    ['user p1', true, 100, 100],
    ['user p1', true, 80, 200],
    ['user p1', true, 60, 300],
    ['phone 13800000001', true, 40, 400],
    ['phone 13800000001', true, 20, 500],
  ],
  p2: [200, 180, 150, 120].map((daysAgo) => ['user p2', true, daysAgo, 100]),
  p3: [
    ['user p3', true, 30, 50],
    ['user p3', true, 20, 50],
    ['user p3', false, 10, 80],
  ],
  p4: [
    ['user p4', true, 95, 200],
    ['user p4', true, 91, 300],
  ],
  p5: [
    ['user p5', true, 89, 150],
    ['user p5', false, 50, 70],
  ],
  p6: [10, 9, 8].map((daysAgo) => ['user p6', true, daysAgo, 60]),
  p7: [['user p7', true, 300, 1000]],
  p8: [
    ['user p8', false, 7, 40],
    ['user p8', false, 6, 40],
  ],
  p9: [5, 4, 3].map((daysAgo) => ['user p9', true, daysAgo, 20]),
  p10: [],
};

async function brand() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const get = async (url: string, as = headers) => {
    const answer = await house.app.inject({ method: 'GET', url, headers: as });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  const tell = house.tell.bind(house, workspaceId);
  const now = Date.now();
  const events: TestEvent[] = Object.keys(bought).map((name) => ({
    who: name === 'p1' ? ['user p1', 'phone 13800000001'] : [`user ${name}`],
    name: 'Profile Updated',
    type: 'identify' as const,
    properties: { name },
    occurredAt: now - 400 * day,
  }));
  let number = 0;
  for (const orders of Object.values(bought)) {
    for (const [who, paid, daysAgo, yuan] of orders) {
      number += 1;
      events.push({
        who: [who],
        name: 'Order Completed',
        ...consumption,
        orderId: `o${number}`,
        amountMinor: yuan * 100,
        properties: { paid },
        occurredAt: now - daysAgo * day,
      });
    }
  }
  const refund = (who: string, orderId: string): TestEvent => ({
    who: [who],
    name: 'Order Refunded',
    ...consumption,
    orderId,
    occurredAt: now - day,
  });
  // person 2 gives one of four back, person 6 everything, and somebody a thing whose order nobody ever saw
  events.push(refund('user p2', 'o6'), ...['o17', 'o18', 'o19'].map((id) => refund('user p6', id)));
  events.push({ ...refund('user p9', 'unknown'), amountMinor: 0 });
  await tell(...events);
  const { items } = await get('/api/customers?limit=100');
  const ids = new Map<string, number>(
    items.map(({ name, id }: { name: string; id: number }) => [name, id] as const),
  );
  const person = async (name: string): Promise<PersonPurchases> =>
    get(`/api/customers/${ids.get(name)}/purchases`);
  const all = async (query = ''): Promise<Purchases> => get(`/api/customers/purchases?${query}`);
  return { headers, workspaceId, now, ids, get, tell, person, all };
}

describe('the purchase block', () => {
  it('[DAT-12] of ten persons and 25 orders has the values computed by hand, for each person and for all', async () => {
    const { person, all, get, now } = await brand();
    expect(await person('p1')).toEqual({
      ordersPlaced: 5,
      ordersPaid: 5,
      placedMinor: 150_000,
      paidMinor: 150_000,
      refundedMinor: 0,
      netMinor: 150_000,
      averagePlacedMinor: 30_000,
      averagePaidMinor: 30_000,
      averageNetMinor: 30_000,
      returnedShare: 0,
      firstPaidAt: now - 100 * day,
      lastPaidAt: now - 20 * day,
      betweenMs: 20 * day,
      referrals: null,
      currency: 'CNY',
    });
    expect(await person('p2')).toMatchObject({
      averagePaidMinor: 10_000,
      averageNetMinor: 7500,
      returnedShare: 0.25,
      betweenMs: Math.round((80 * day) / 3),
    });
    expect(await person('p3')).toMatchObject({
      ordersPlaced: 3,
      ordersPaid: 2,
      averagePlacedMinor: 6000,
      averagePaidMinor: 5000,
      betweenMs: 10 * day,
    });
    expect(await person('p6')).toMatchObject({ ordersPaid: 3, averageNetMinor: 0, returnedShare: 1 });
    expect(await person('p7')).toMatchObject({ firstPaidAt: now - 300 * day, betweenMs: null });
    expect(await person('p8')).toMatchObject({
      ordersPlaced: 2,
      averagePlacedMinor: 4000,
      averagePaidMinor: null,
      returnedShare: null,
      firstPaidAt: null,
      lastPaidAt: null,
    });
    // what was only given back was never placed
    expect(await person('p9')).toMatchObject({ ordersPlaced: 3, ordersPaid: 3, averagePlacedMinor: 2000 });

    const set = await all();
    expect(set).toMatchObject({
      people: 10,
      ordersPlaced: 25,
      ordersPaid: 21,
      placedMinor: 412_000,
      paidMinor: 389_000,
      refundedMinor: 28_000,
      netMinor: 361_000,
      averagePlacedMinor: 16_480,
      averagePaidMinor: 18_524,
      averageNetMinor: 17_190,
      returnedShare: 280 / 3890,
      buyers: { people: 8 },
      repeatBuyers: { people: 6 },
      churned: { people: 3 },
      referrers: null,
      repurchaseRate: 0.75,
      churnRate: 0.375,
      referralRate: null,
      churnDays: 90,
    });
    expect(await all('churnDays=30')).toMatchObject({ churned: { people: 4 }, churnRate: 0.5 });
    expect(await all('q=p8')).toMatchObject({ people: 1, buyers: { people: 0 }, repurchaseRate: null });

    for (const query of ['', 'churnDays=30', 'paidOrdersFrom=3', `paidTo=${now - 95 * day}`]) {
      const { buyers, repeatBuyers, churned } = await all(query);
      for (const { people, filter } of [buyers, repeatBuyers, churned]) {
        const list = await get(
          `/api/customers?${new URLSearchParams(filter as unknown as Record<string, string>)}`,
        );
        expect(list.total, `${query} → ${JSON.stringify(filter)}`).toBe(people);
      }
    }
  });

  it('[DAT-12] counts who was brought once anybody says so: as it holds today, across merges, never oneself', async () => {
    const { person, all, get, tell, workspaceId } = await brand();
    const brought = (who: string, to: string, name = 'Relation Stated'): TestEvent => ({
      who: [who],
      name,
      family: 'relation',
      properties: { relation: 'invited_by', to },
    });
    await tell(
      brought('user p10', 'user p9'),
      brought('user p3', 'user p9'),
      brought('user p2', 'user p2'),
      brought('user p1', 'user p8'),
      brought('user p4', 'user stranger'),
    );
    expect((await person('p9')).referrals).toBe(2);
    expect((await person('p8')).referrals).toBe(1);
    expect((await person('p2')).referrals).toBe(0);
    // person 8 brought somebody and never paid: no buyer, and not in the rate
    const set = await all();
    expect(set).toMatchObject({ referrers: { people: 1 }, referralRate: 1 / 8 });
    const found = new URLSearchParams(set.referrers?.filter as unknown as Record<string, string>);
    expect((await get(`/api/customers?${found}`)).items).toMatchObject([{ name: 'p9' }]);
    expect((await get('/api/customers?brought=true')).total).toBe(2);
    expect((await get('/api/customers?brought=false')).total).toBe(8);

    await tell(brought('user p3', 'user p9', 'Relation Ended'));
    expect((await person('p9')).referrals).toBe(1);
    await tell(brought('user p10', '*', 'Relation Ended'));
    expect((await person('p9')).referrals).toBe(0);
    await tell(brought('user p10', 'user p9'));
    expect((await person('p9')).referrals).toBe(1);
    // two more say so; one proves to be person 10, who counts once, the other person 9 themselves
    await tell(brought('phone 13900000001', 'user p9'), brought('phone 13900000002', 'user p9'));
    expect((await person('p9')).referrals).toBe(3);
    const same = { name: 'Profile Updated', type: 'identify' as const };
    await tell(
      { who: ['phone 13900000001', 'user p10'], ...same },
      { who: ['phone 13900000002', 'user p9'], ...same },
    );
    expect((await person('p9')).referrals).toBe(1);
    const before = await dumpFolds(house.db, workspaceId);
    await house.rebuild(workspaceId);
    expect(await dumpFolds(house.db, workspaceId)).toEqual(before);
  });

  it('shows a guide the purchases of own customers only', async () => {
    const { workspaceId, ids, get, tell } = await brand();
    const contact = { name: 'Contact Added', family: 'relation' as const, properties: { staff: 'g1' } };
    await tell({ who: ['user p1'], ...contact }, { who: ['user p2'], ...contact });
    const guide = await makePrincipal(house.db, { workspaceId, role: 'guide', staffRef: 'g1' });
    expect(await get('/api/customers/purchases', guide.headers)).toMatchObject({
      people: 2,
      buyers: { people: 2 },
      churned: { people: 1 },
      paidMinor: 190_000,
    });
    const ask = (name: string) =>
      house.app.inject({
        method: 'GET',
        url: `/api/customers/${ids.get(name)}/purchases`,
        headers: guide.headers,
      });
    expect((await ask('p1')).statusCode).toBe(200);
    expect((await ask('p3')).statusCode).toBe(404);
  });
});
