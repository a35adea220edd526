import { describe, expect, it } from 'vitest';
import { demoSimulation, simulate, withParties } from './index.ts';

const options = { ...demoSimulation, people: 1500, endAt: Date.parse('2026-11-21T16:00:00Z') };
const run = () => {
  const { events } = simulate(options);
  return [...withParties(events, options.seed)];
};

describe('organisations of the simulated brand', () => {
  const told = run();
  const added = told.filter(({ event }) => event.messageId.startsWith('party-'));

  it('[ID-12] are kindergartens that pay for families, and households in which a grandmother pays', () => {
    const groups = added.filter(({ event }) => event.name === 'Group Joined');
    const kinds = groups.map(({ event }) => event.properties.kind);
    expect(kinds.filter((kind) => kind === 'company').length).toBeGreaterThan(1);
    expect(kinds.filter((kind) => kind === 'household').length).toBeGreaterThan(5);
    const paid = added.filter(({ event }) => event.name === 'Order Completed');
    expect(paid.some(({ event }) => 'organisation' in (event.properties.payer as object))).toBe(true);
    expect(paid.some(({ event }) => 'namespace' in (event.properties.payer as object))).toBe(true);
    const refs = groups.map(({ event }) => event.properties.groupId);
    expect(refs).toContain('sunshine-kindergarten');
  });

  it('leave every other event as it was, and come in order of receipt', () => {
    const { events } = simulate(options);
    const plain = told.filter(({ event }) => !event.messageId.startsWith('party-'));
    expect(plain).toEqual([...events]);
    for (let i = 1; i < told.length; i++)
      expect(told[i]?.event.receivedAt).toBeGreaterThanOrEqual(told[i - 1]?.event.receivedAt ?? 0);
  });

  it('are the same each time', () => {
    expect(run().filter(({ event }) => event.messageId.startsWith('party-'))).toEqual(added);
  });
});
