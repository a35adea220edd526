import { describe, expect, it } from 'vitest';
import {
  createIdentityGraph,
  defaultIdentityRules,
  type IdentityChange,
  type IdentityRow,
  settleDecisions,
} from './index.ts';

const change = (part: Partial<IdentityChange>): IdentityChange => ({
  at: 0,
  eventId: 'e',
  seq: 1,
  identities: [],
  pairs: [],
  ...part,
});
const born = (home: number, namespace: string, verified = true) => ({
  home,
  namespace,
  value: `v${home}`,
  verified,
});
const row = (home: number, namespace: string, part: Partial<IdentityRow> = {}): IdentityRow => ({
  ...born(home, namespace),
  customer: home,
  component: home,
  barred: false,
  sharedHome: null,
  ...part,
});

describe('the graph', () => {
  it('asks for what a change reaches beyond what is loaded, and goes on when it has it', () => {
    const graph = createIdentityGraph(defaultIdentityRules);
    // the device's first chance was the user 1; barring him gives it to the user 3, who is not loaded
    const link = { claimed: false, seq: 1, eventId: 'e' };
    const links = [
      { ...link, a: 1, b: 2, at: 1, linking: true, outcome: 'joined' as const },
      { ...link, a: 2, b: 3, at: 2, linking: false, outcome: 'weak' as const },
    ];
    const own = { customer: 1, component: 1 };
    graph.load({
      identities: [row(1, 'user', own), row(2, 'device', own)],
      partners: [row(3, 'user')],
      links,
      decisions: [],
    });
    expect(graph.apply(change({ bar: { home: 1, barred: true } }))).toEqual({ missing: [3] });
    graph.load({ identities: [row(3, 'user')], partners: [row(2, 'device', own)], links: [], decisions: [] });
    expect(graph.resume()).toMatchObject({
      moves: [
        { home: 2, from: 1, to: 2 },
        { home: 3, from: 3, to: 2 },
      ],
    });
    expect(graph.node(3)?.customer).toBe(2);
    expect(graph.edge(3, 2)?.outcome).toBe('joined');
    expect(() => graph.resume()).toThrow('nothing to resume');
  });

  it('sets a pair aside that would connect more than the limit, claimed ones first', () => {
    const graph = createIdentityGraph({ ...defaultIdentityRules, componentLimit: 2 });
    graph.apply(
      change({ identities: [born(1, 'user'), born(2, 'phone'), born(3, 'email'), born(4, 'member')] }),
    );
    graph.apply(
      change({
        eventId: 'e1',
        at: 1,
        identities: [born(5, 'anonymous', false)],
        pairs: [{ a: 1, b: 5, claimed: true }],
      }),
    );
    graph.apply(change({ eventId: 'e2', at: 2, pairs: [{ a: 1, b: 2, claimed: false }] }));
    const full = graph.apply(
      change({
        eventId: 'e3',
        at: 3,
        identities: [born(6, 'anonymous', false)],
        pairs: [{ a: 1, b: 6, claimed: true }],
      }),
    );
    expect(full).toMatchObject({ listed: [{ listed: 'oversize' }] });
    // a verified pair counts verified pairs only
    expect(
      graph.apply(change({ eventId: 'e4', at: 4, pairs: [{ a: 1, b: 3, claimed: false }] })),
    ).toMatchObject({
      moves: [{ home: 3, to: 1 }],
    });
    expect(
      graph.apply(change({ eventId: 'e5', at: 5, pairs: [{ a: 1, b: 4, claimed: false }] })),
    ).toMatchObject({
      moves: [],
      listed: [{ listed: 'oversize' }],
    });
  });

  it('is told of faults of ours instead of guessing', () => {
    const graph = createIdentityGraph(defaultIdentityRules);
    expect(() => graph.apply(change({ pairs: [{ a: 1, b: 2, claimed: false }] }))).toThrow('not loaded');
    const orphan = {
      a: 1,
      b: 2,
      claimed: false,
      at: 0,
      eventId: 'e',
      seq: 1,
      linking: true,
      outcome: 'joined' as const,
    };
    expect(() =>
      graph.load({ identities: [row(1, 'user')], partners: [], links: [orphan], decisions: [] }),
    ).toThrow('without both');
  });
});

describe('decisions of people', () => {
  it('[ID-05] the latest wins, and a part that a later must overrules is void as a whole', () => {
    const must = (id: string, at: number, ...homes: number[]) => ({
      id,
      at,
      kind: 'must' as const,
      sides: [homes, []] as [number[], number[]],
    });
    const part = (id: string, at: number, one: number[], other: number[]) => ({
      id,
      at,
      kind: 'part' as const,
      sides: [one, other] as [number[], number[]],
    });
    expect(settleDecisions([must('m', 1, 1, 2), part('p', 2, [1], [2])]).unions).toEqual([]);
    const remade = settleDecisions([part('p', 1, [1, 3], [2, 4]), must('m', 2, 1, 2)]);
    expect(remade.unions).toEqual([[1, 2]]);
    expect(remade.parts).toEqual([]);
    const chain = settleDecisions([must('a', 1, 1, 2), must('b', 2, 2, 3), part('c', 3, [1], [3])]);
    expect([...chain.inForce].sort()).toEqual(['b', 'c']);
    expect(settleDecisions([part('p', 1, [1], [1])]).inForce.size).toBe(0);
    expect([...settleDecisions([must('x', 1, 1, 2), part('y', 1, [1], [2])]).inForce]).toEqual(['y']);
  });
});
