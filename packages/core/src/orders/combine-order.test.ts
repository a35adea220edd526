import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../events/index.ts';
import { combineOrder } from './combine-order.ts';
import { type OrderEntry, readOrder } from './order-entry.ts';

const event = (
  name: string,
  amountMinor: number | null,
  properties: Record<string, unknown> = {},
  more: Partial<LoggedEvent> = {},
) =>
  ({
    name,
    amountMinor,
    properties,
    seq: 3,
    occurredAt: 10,
    source: 7,
    orderId: 'o1',
    channel: '小程序',
    outlet: null,
    staff: null,
    ...more,
  }) as LoggedEvent;
const entry = (
  kind: OrderEntry['kind'],
  amountMinor: number | null,
  at: number,
  more: Partial<OrderEntry> = {},
): OrderEntry => ({
  orderId: 'o1',
  seq: at,
  at,
  home: 7,
  kind,
  part: 0,
  amountMinor,
  currency: null,
  channel: null,
  outlet: null,
  staff: null,
  payer: null,
  beneficiary: null,
  lines: [],
  ...more,
});

describe('order events', () => {
  it('a completed order is placed and paid unless it says otherwise', () => {
    expect(readOrder(event('Order Completed', 9900))).toMatchObject({
      kind: 'placed_and_paid',
      amountMinor: 9900,
      channel: 'mini_program',
      home: 7,
    });
    for (const properties of [{ paid: false }, { status: 'Unpaid' }, { payment_status: '待付款' }])
      expect(readOrder(event('Order Completed', 1, properties))?.kind).toBe('placed');
    expect(readOrder(event('Order Paid', 1))?.kind).toBe('paid');
    expect(readOrder(event('Order Refunded', -500))).toMatchObject({ kind: 'refunded', amountMinor: 500 });
    expect(readOrder(event('Order Cancelled', null))?.kind).toBe('cancelled');
    expect(readOrder(event('Product Viewed', null))).toBeUndefined();
  });

  it('lines give the amount when nothing else does; without a number an order stands alone', () => {
    const products = [
      { sku: 'a', name: 'Milk', price: 12.5, quantity: 2 },
      { product_id: 9, price: '3', quantity: 'x' },
      null,
      'no',
    ];
    const read = readOrder(event('Order Completed', null, { products, currency: 'CNY' }, { orderId: null }));
    expect(read).toMatchObject({ orderId: 'event:3', amountMinor: 2800, currency: 'CNY' });
    expect(read?.lines).toEqual([
      { sku: 'a', name: 'Milk', quantity: 2, priceMinor: 1250 },
      { sku: '9', name: null, quantity: 1, priceMinor: 300 },
    ]);
    expect(readOrder(event('Order Completed', null, { products: [{ sku: 'a' }] }))?.amountMinor).toBeNull();
  });

  it('a later piece names its part, whatever else `part` says is none', () => {
    expect(readOrder(event('Order Completed', 1, { part: 2 }))?.part).toBe(2);
    for (const part of [undefined, 0, -1, 1.5, '2', 2 ** 31, Number.NaN, {}])
      expect(readOrder(event('Order Completed', 1, { part }))?.part).toBe(0);
  });

  it('[ID-12] names payer and beneficiary, persons or organisations', () => {
    expect(
      readOrder(
        event('Order Paid', 1, {
          payer: { organisation: 'acme' },
          beneficiary: { type: 'phone', id: '13800000001' },
        }),
      ),
    ).toMatchObject({
      payer: { kind: 'organisation', ref: 'acme' },
      beneficiary: { kind: 'identity', ref: 'phone 13800000001' },
    });
    expect(readOrder(event('Order Paid', 1, { payer: 'user 5', beneficiary: {} }))).toMatchObject({
      payer: { kind: 'identity', ref: 'user 5' },
      beneficiary: null,
    });
    expect(readOrder(event('Order Paid', 1, { payer: 'nonsense', beneficiary: null }))).toMatchObject({
      payer: null,
      beneficiary: null,
    });
  });
});

describe('an order', () => {
  it('is placed, then paid, then refunded in part and in whole', () => {
    const steps = [
      entry('placed', 1000, 1),
      entry('paid', 900, 2),
      entry('refunded', 300, 3),
      entry('refunded', 600, 4),
    ];
    expect(steps.map((_, i) => combineOrder(steps.slice(0, i + 1)).status)).toEqual([
      'placed',
      'paid',
      'part_refunded',
      'refunded',
    ]);
    expect(combineOrder(steps)).toMatchObject({
      placedMinor: 1000,
      paidMinor: 900,
      refundedMinor: 900,
      placedAt: 1,
      paidAt: 2,
      refundedAt: 4,
    });
  });

  it('a payment or refund without an amount means the whole; a cancelled order is not paid', () => {
    expect(
      combineOrder([entry('placed', 500, 1), entry('paid', null, 2), entry('refunded', null, 3)]),
    ).toMatchObject({ paidMinor: 500, refundedMinor: 500 });
    expect(combineOrder([entry('placed', 500, 1), entry('cancelled', null, 2)])).toMatchObject({
      status: 'cancelled',
      paidMinor: 0,
      cancelledAt: 2,
    });
    expect(combineOrder([entry('paid', 700, 2)])).toMatchObject({
      placedMinor: 700,
      placedAt: 2,
      paidMinor: 700,
    });
    expect(combineOrder([entry('refunded', 40, 2)])).toMatchObject({
      placedMinor: 0,
      paidMinor: 0,
      refundedMinor: 40,
      placedAt: null,
      status: 'refunded',
    });
  });

  it('belongs to who placed it; what only the placing knows survives a bare refund', () => {
    const order = combineOrder([
      entry('refunded', 1, 1, { home: 9, channel: 'douyin' }),
      entry('placed_and_paid', 5, 2, {
        home: 7,
        channel: 'wecom',
        outlet: 'o',
        lines: [{ sku: 'a', name: null, quantity: 1, priceMinor: 5 }],
      }),
    ]);
    expect(order).toMatchObject({ home: 7, channel: 'wecom', outlet: 'o', lines: [{ sku: 'a' }] });
    expect(combineOrder([entry('placed', 1, 1, { home: 0 })]).home).toBe(0);
  });

  describe('in parts', () => {
    const line = (sku: string) => ({ sku, name: null, quantity: 1, priceMinor: 1 });
    const first = entry('placed_and_paid', 2000, 5, { lines: [line('a'), line('b')] });
    const second = entry('placed_and_paid', 1000, 3, { part: 2, lines: [line('c')] });
    const third = entry('placed_and_paid', 500, 4, { part: 3, lines: [line('d')] });
    const skus = (entries: OrderEntry[]) => combineOrder(entries).lines.map(({ sku }) => sku);

    it('is worth all of them, in whatever order they came, its lines by part', () => {
      for (const entries of [
        [first, second, third],
        [third, first, second],
        [second, third, first],
      ]) {
        expect(combineOrder(entries)).toMatchObject({ placedMinor: 3500, paidMinor: 3500, status: 'paid' });
        expect(skus(entries)).toEqual(['a', 'b', 'c', 'd']);
      }
      expect(combineOrder([third, second])).toMatchObject({ placedMinor: 1500, paidMinor: 1500 });
    });

    it('takes the latest of one part and keeps the others; an order amount stands once', () => {
      const again = entry('placed_and_paid', 700, 9, { part: 2, lines: [line('e')] });
      expect(combineOrder([again, first, second])).toMatchObject({ placedMinor: 2700, paidMinor: 2700 });
      expect(skus([again, first, second])).toEqual(['a', 'b', 'e']);
      const bare = entry('placed_and_paid', null, 9, { part: 2 });
      expect(combineOrder([first, second, bare])).toMatchObject({ placedMinor: 3000, paidMinor: 3000 });
      expect(skus([first, second, bare])).toEqual(['a', 'b', 'c']);
      const corrected = entry('placed_and_paid', 1800, 10);
      expect(combineOrder([first, second, corrected]).placedMinor).toBe(2800);
      expect(combineOrder([first, { ...second, amountMinor: 0 }]).placedMinor).toBe(2000);
    });

    it('is refunded against all of them', () => {
      const back = entry('refunded', 2000, 12);
      expect(combineOrder([first, second, back])).toMatchObject({
        status: 'part_refunded',
        paidMinor: 3000,
        refundedMinor: 2000,
      });
      const rest = entry('refunded', 1000, 13, { part: 2 });
      expect(combineOrder([rest, back, second, first])).toMatchObject({
        status: 'refunded',
        refundedMinor: 3000,
      });
      expect(combineOrder([first, second, entry('refunded', null, 12)]).refundedMinor).toBe(3000);
    });

    it('is paid as its payments say, else as much of it as was placed as paid', () => {
      const open = [entry('placed', 2000, 1), entry('placed', 1000, 2, { part: 2 })];
      const paid = (...payments: OrderEntry[]) => combineOrder([...open, ...payments]).paidMinor;
      expect(paid()).toBe(0);
      expect(paid(entry('paid', null, 5))).toBe(3000);
      expect(paid(entry('paid', 2900, 5))).toBe(2900);
      expect(paid(entry('paid', 1900, 5), entry('paid', 900, 6, { part: 2 }))).toBe(2800);
      expect(paid(entry('paid', 1900, 5), entry('paid', null, 6, { part: 2 }))).toBe(2900);
      expect(paid(third)).toBe(500);
      expect(combineOrder([first, second, entry('paid', 3000, 9)]).paidMinor).toBe(3000);
    });
  });

  it('is the same in whatever order its events came', () => {
    const kinds = fc.constantFrom(
      'placed',
      'paid',
      'placed_and_paid',
      'refunded',
      'cancelled',
    ) as fc.Arbitrary<OrderEntry['kind']>;
    const some = fc.uniqueArray(
      fc.record({
        kind: kinds,
        amountMinor: fc.option(fc.nat(900)),
        at: fc.nat(4),
        seq: fc.nat(1000),
        part: fc.nat(2),
      }),
      { minLength: 1, maxLength: 8, selector: ({ seq }) => seq },
    );
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (list, noise) => {
        const entries = list.map(({ kind, amountMinor, at, ...more }) => entry(kind, amountMinor, at, more));
        const shuffled = entries
          .map((each) => ({ each, key: noise.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(combineOrder(shuffled)).toEqual(combineOrder(entries));
      }),
    );
  });
});
