import { describe, expect, it } from 'vitest';
import { checkEvent, compileDefinition, namingFault, resemblance, standardDefinition } from './index.ts';

const order = {
  properties: {
    amount: { type: 'number', required: true },
    currency: { type: 'string', enum: ['CNY', 'GBP'] },
    paidAt: { type: 'time' },
    gift: { type: 'boolean' },
    address: { type: 'object' },
    products: { type: 'array' },
  },
} as const;
const check = (properties: Record<string, unknown>) => checkEvent(order, { properties });

describe('[DAT-05] the event dictionary', () => {
  it('lets a good event pass, properties nobody described included', () => {
    expect(
      check({
        amount: 1.5,
        currency: 'CNY',
        paidAt: '2026-03-08T10:00:00+08:00',
        gift: false,
        address: {},
        products: [],
        x: 1,
      }),
    ).toEqual([]);
    expect(check({ amount: 0, paidAt: 1_700_000_000_000, currency: null })).toEqual([]);
  });

  it('names the field and the reason of everything that is wrong', () => {
    expect(
      check({
        amount: '12.50',
        currency: 'USD',
        paidAt: 'yesterday',
        gift: 'yes',
        address: [],
        products: {},
      }),
    ).toEqual([
      { field: 'amount', code: 'type', reason: 'must be a number, not string "12.50"' },
      { field: 'currency', code: 'enum', reason: 'must be one of "CNY", "GBP", not "USD"' },
      { field: 'paidAt', code: 'type', reason: 'must be a time, not string "yesterday"' },
      { field: 'gift', code: 'type', reason: 'must be a boolean, not string "yes"' },
      { field: 'address', code: 'type', reason: 'must be an object, not array []' },
      { field: 'products', code: 'type', reason: 'must be an array, not object {}' },
    ]);
    expect(check({})).toEqual([{ field: 'amount', code: 'missing', reason: 'is required' }]);
    expect(check({ amount: null })).toEqual([{ field: 'amount', code: 'missing', reason: 'is required' }]);
    expect(check({ amount: Number.NaN })[0]?.code).toBe('type');
  });

  it('repeats only the beginning of a long value, and of a long list of allowed ones', () => {
    expect(check({ amount: 'x'.repeat(500) })[0]?.reason.length).toBeLessThan(90);
    const many = {
      properties: { a: { type: 'number' as const, enum: Array.from({ length: 30 }, (_, i) => i) } },
    };
    expect(checkEvent(many, { properties: { a: 99 } })[0]?.reason).toBe(
      'must be one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …, not 99',
    );
  });

  it('costs at most 1 µs for an event without a fault', () => {
    const compiled = compileDefinition(order);
    const event = { amount: 3, currency: 'CNY', paidAt: 1, gift: true, products: [] };
    for (let i = 0; i < 20_000; i++) compiled(event);
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 5; run++) {
      const start = performance.now();
      for (let i = 0; i < 20_000; i++) compiled(event);
      best = Math.min(best, (performance.now() - start) / 20);
    }
    expect(best, 'µs an event').toBeLessThan(1);
  });

  it('knows the standard events and nothing of others', () => {
    expect(standardDefinition('Order Paid')).toMatchObject({
      family: 'consumption',
      mode: 'off',
      zh: '支付订单',
    });
    expect(standardDefinition('toString')).toBeUndefined();
    expect(compileDefinition({ properties: {} })({ a: 1 })).toEqual([]);
  });
});

describe('[DAT-05] naming rules', () => {
  it('refuses names nobody could type again', () => {
    expect(namingFault('Order Completed')).toBeUndefined();
    expect(namingFault('下单')).toBeUndefined();
    for (const bad of ['', ' a', 'a  b', 'a\nb', 'x'.repeat(129)])
      expect(namingFault(bad)).toBeTypeOf('string');
  });

  it('recognises the described name a misspelling is meant to be', () => {
    const names = ['Order Completed', 'Order Paid', 'Cart Viewed'];
    expect(resemblance('order_completed', names)).toBe('Order Completed');
    expect(resemblance('OrderPaid', names)).toBe('Order Paid');
    expect(resemblance('Cart Veiwed', names)).toBeNull();
    expect(resemblance('Cart View', names)).toBeNull();
    expect(resemblance('Cart Vieved', names)).toBe('Cart Viewed');
    expect(resemblance('Card Viewed', names)).toBe('Cart Viewed');
    expect(resemblance('ab', ['abc'])).toBeNull();
  });
});
