import { describe, expect, it } from 'vitest';
import { knownRing, simulate, withRing } from './index.ts';

const options = { seed: 5, people: 300, days: 90, endAt: Date.parse('2026-11-21T16:00:00Z') };

describe('the planted ring', () => {
  const plain = [...simulate(options).events];
  const told = [...withRing(plain, options)];
  const ring = told.filter(({ event }) => event.messageId.startsWith('ring-'));

  it('stands beside the simulation, whose events stay as they are and in order of receipt', () => {
    expect(told.filter((item) => !ring.includes(item))).toEqual(plain);
    const received = told.map(({ event }) => event.receivedAt);
    expect(received).toEqual([...received].sort((a, b) => a - b));
    expect([...withRing(plain, options)]).toEqual(told);
  });

  it('is twelve accounts on two devices that order to one address and give everything back', () => {
    const values = (namespace: string) =>
      new Set(
        ring
          .flatMap(({ event }) => event.identities.filter((one) => one.namespace === namespace))
          .map((one) => one.value),
      );
    expect([...values('user')].sort()).toEqual([...knownRing.users]);
    expect([...values('device')].sort()).toEqual([...knownRing.devices]);
    const sum = (name: string) =>
      ring.reduce((total, { event }) => total + (event.name === name ? (event.amountMinor ?? 0) : 0), 0);
    expect(sum('Order Completed')).toBeGreaterThan(0);
    expect(sum('Order Refunded')).toBe(sum('Order Completed'));
    const addresses = new Set(
      ring
        .filter(({ event }) => event.name === 'Order Completed')
        .map(({ event }) => event.properties.shipping_address),
    );
    expect([...addresses]).toEqual([knownRing.address]);
    for (const { event } of ring) expect(event.occurredAt).toBeLessThan(options.endAt);
  });
});
