import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

async function owner() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const get = async (url: string) => {
    const answer = await house.app.inject({ url, headers });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  return { get, tell: house.tell.bind(house, workspaceId) };
}
const order = { family: 'consumption' as const };
const at = (text: string) => Date.parse(text);

describe('orders', () => {
  it('name three measures, each in its own month of the workspace; anonymous orders count and make no customer', async () => {
    const { get, tell } = await owner();
    await tell(
      // 00:30 on 1 March in Shanghai
      {
        who: ['user u1'],
        name: 'Order Completed',
        ...order,
        orderId: 'A',
        amountMinor: 1000,
        channel: '小程序',
        occurredAt: at('2026-02-28T16:30:00Z'),
        properties: { paid: false },
      },
      {
        who: ['user u1'],
        name: 'Order Paid',
        ...order,
        orderId: 'A',
        amountMinor: 900,
        occurredAt: at('2026-03-02T00:00:00Z'),
      },
      {
        who: ['user u1'],
        name: 'Order Refunded',
        ...order,
        orderId: 'A',
        amountMinor: 400,
        occurredAt: at('2026-04-02T00:00:00Z'),
      },
      {
        name: 'Order Completed',
        ...order,
        orderId: 'B',
        amountMinor: 500,
        channel: 'outlet',
        occurredAt: at('2026-03-05T00:00:00Z'),
        properties: { products: [{ sku: 's', name: 'Milk', price: 2.5, quantity: 2 }] },
      },
    );
    const summary = await get('/api/orders/summary');
    expect(summary.total).toEqual({
      orders: 2,
      placedMinor: 1500,
      paidMinor: 1400,
      refundedMinor: 400,
      netMinor: 1000,
    });
    expect(summary.rows).toEqual([
      { key: '2026-03', orders: 2, placedMinor: 1500, paidMinor: 1400, refundedMinor: 0, netMinor: 1400 },
      { key: '2026-04', orders: 0, placedMinor: 0, paidMinor: 0, refundedMinor: 400, netMinor: -400 },
    ]);
    expect((await get('/api/orders/summary?by=channel')).rows).toMatchObject([
      { key: 'mini_program', netMinor: 500 },
      { key: 'outlet', netMinor: 500 },
    ]);
    expect((await get('/api/orders/summary?by=day')).rows[0].key).toBe('2026-03-01');
    const { items, total } = await get('/api/orders');
    expect(total).toBe(2);
    expect(items).toMatchObject([
      { orderId: 'A', status: 'part_refunded', netMinor: 500, channel: 'mini_program' },
      { orderId: 'B', status: 'paid', customer: null, lines: [{ sku: 's', quantity: 2, priceMinor: 250 }] },
    ]);
    expect((await get('/api/orders?anonymous=true')).items).toMatchObject([{ orderId: 'B' }]);
    const customers = await get('/api/customers');
    expect(customers).toMatchObject({
      total: 1,
      items: [{ sales: { orders: 1, placedMinor: 1000, paidMinor: 900, refundedMinor: 400, netMinor: 500 } }],
    });
    expect((await get(`/api/orders?customer=${customers.items[0].id}`)).items).toHaveLength(1);
    expect((await get('/api/orders?q=A&status=part_refunded')).items).toHaveLength(1);
  });

  it('[ID-12] a company buys for an employee: the company is the customer, the employee the user', async () => {
    const { get, tell } = await owner();
    await tell({
      who: ['user employee'],
      name: 'Order Completed',
      ...order,
      orderId: 'C',
      amountMinor: 8000,
      properties: { payer: { organisation: 'acme' }, beneficiary: { type: 'user', id: 'employee' } },
    });
    const [employee] = (await get('/api/customers?q=employee')).items;
    expect(employee).toMatchObject({
      roles: { isUser: true, isCustomer: false },
      sales: { orders: 0, netMinor: 0 },
    });
    expect((await get('/api/orders')).items).toMatchObject([
      {
        payer: { kind: 'organisation', ref: 'acme' },
        beneficiary: { kind: 'customer', customer: employee.id },
      },
    ]);
    expect((await get('/api/orders/summary')).total.netMinor).toBe(8000);
  });

  it('adds up the parts of an order, in one tick or several', async () => {
    const { get, tell } = await owner();
    const piece = (sku: string, amountMinor: number, part?: number) => ({
      who: ['user u1'],
      name: 'Order Completed',
      ...order,
      orderId: 'P',
      amountMinor,
      properties: { products: [{ sku }], ...(part && { part }) },
    });
    await tell(piece('c', 1000, 2), piece('a', 2000));
    await tell(piece('d', 500, 3));
    await tell(piece('d', 300, 3), { ...piece('a', 800), name: 'Order Refunded' });
    expect((await get('/api/orders')).items).toMatchObject([
      {
        placedMinor: 3300,
        paidMinor: 3300,
        refundedMinor: 800,
        status: 'part_refunded',
        lines: [{ sku: 'a' }, { sku: 'c' }, { sku: 'd' }],
      },
    ]);
    expect((await get('/api/customers')).items[0].sales).toMatchObject({
      orders: 1,
      paidMinor: 3300,
      netMinor: 2500,
    });
  });

  it('pages through orders of one instant', async () => {
    const { get, tell } = await owner();
    await tell(
      ...Array.from({ length: 7 }, (_, i) => ({
        who: ['user u'],
        name: 'Order Completed',
        ...order,
        orderId: `o${i}`,
        amountMinor: 1,
        occurredAt: at('2026-03-01T00:00:00Z'),
      })),
    );
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await get(`/api/orders?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map((item: { orderId: string }) => item.orderId));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(['o6', 'o5', 'o4', 'o3', 'o2', 'o1', 'o0']);
  });
});
