import { describe, expect, it } from 'vitest';
import { eventTypeOf, holdAfter, mostAttempts, namedEvents, retryWait } from './index.ts';

describe('the type of a webhook', () => {
  it.each([
    ['Order Paid', false, 'order.paid'],
    ['Pond Entered', true, 'pond.entered'],
    ['Customer Created', true, 'customer.created'],
    ['Webhook Test', true, 'webhook.test'],
    ['Community Joined', false, 'community.joined'],
    ['Moon Visited', false, 'event.received'],
    ['constructor', false, 'event.received'],
  ])('[INT-09] of %s (ours: %s) is %s', (name, ours, type) => {
    expect(eventTypeOf(name, ours)).toBe(type);
  });

  it('[INT-09] is not borrowed by an event that a source delivered under a name of ours', () => {
    expect(eventTypeOf('Customer Merged', false)).toBe('event.received');
    expect(eventTypeOf('Customer Created', false)).toBe('event.received');
  });

  it('[INT-09] is dotted and lower case for every name of the vocabulary, and no two share one', () => {
    const types = namedEvents.map((name) => eventTypeOf(name, true));
    for (const type of types) expect(type).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z]+$/);
    expect(new Set(types).size).toBe(types.length);
  });
});

describe('retries', () => {
  it('[INT-09] follow the specification: 5 s, then minutes, hours and days, ten attempts in all', () => {
    const waits = Array.from({ length: mostAttempts }, (_, n) => retryWait(n + 1, 0));
    expect(waits).toEqual([
      5_000,
      300_000,
      1_800_000,
      7_200_000,
      18_000_000,
      36_000_000,
      50_400_000,
      72_000_000,
      86_400_000,
      null,
    ]);
  });

  it('[INT-09] are spread by up to a fifth, never sooner than the schedule', () => {
    expect(retryWait(1, 0.999)).toBe(5_999);
    expect(retryWait(2, 0.5)).toBe(330_000);
  });

  it('[INT-09] wait as long as the receiver asks, a day at most', () => {
    expect(retryWait(1, 0, 60_000)).toBe(60_000);
    expect(retryWait(1, 0, 10 * 86_400_000)).toBe(86_400_000);
    expect(retryWait(2, 0, 1_000)).toBe(300_000);
  });

  it('leave a receiver that is down alone for longer and longer, five minutes at most', () => {
    expect([0, 1, 2, 3, 9, 10, 500].map(holdAfter)).toEqual([
      0, 1_000, 2_000, 4_000, 256_000, 300_000, 300_000,
    ]);
  });
});
