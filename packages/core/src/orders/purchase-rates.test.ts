import { describe, expect, it } from 'vitest';
import { averagesOf, buyerRates, timeBetween } from './purchase-rates.ts';

const none = { ordersPlaced: 0, ordersPaid: 0, placedMinor: 0, paidMinor: 0, refundedMinor: 0 };

describe('averages of purchases', () => {
  it('divide placed by placed orders, paid and net by paid ones', () => {
    expect(
      averagesOf({ ordersPlaced: 4, ordersPaid: 3, placedMinor: 1000, paidMinor: 700, refundedMinor: 100 }),
    ).toEqual({
      averagePlacedMinor: 250,
      averagePaidMinor: 233,
      averageNetMinor: 200,
      returnedShare: 100 / 700,
    });
  });

  it('are unknown, not nothing, without orders; what was given back is never more than all', () => {
    expect(averagesOf(none)).toEqual({
      averagePlacedMinor: null,
      averagePaidMinor: null,
      averageNetMinor: null,
      returnedShare: null,
    });
    expect(averagesOf({ ...none, ordersPaid: 1, paidMinor: 5, refundedMinor: 7 })).toMatchObject({
      averageNetMinor: -2,
      returnedShare: 1,
    });
  });
});

describe('rates of buyers', () => {
  it('are shares of the buyers', () => {
    expect(buyerRates({ buyers: 8, repeatBuyers: 2, churned: 4, referrers: 1 })).toEqual({
      repurchaseRate: 0.25,
      churnRate: 0.5,
      referralRate: 0.125,
    });
  });

  it('are unknown without buyers; a referral rate also where nobody says who brought whom', () => {
    expect(buyerRates({ buyers: 0, repeatBuyers: 0, churned: 0, referrers: 0 })).toEqual({
      repurchaseRate: null,
      churnRate: null,
      referralRate: null,
    });
    expect(buyerRates({ buyers: 1, repeatBuyers: 0, churned: 0, referrers: null })).toMatchObject({
      churnRate: 0,
      referralRate: null,
    });
  });
});

describe('time between purchases', () => {
  it('needs two payments', () => {
    expect(timeBetween(1000, 1000, 1)).toBeNull();
    expect(timeBetween(null, null, 0)).toBeNull();
    expect(timeBetween(1000, null, 2)).toBeNull();
    expect(timeBetween(1000, 4000, 3)).toBe(1500);
  });
});
