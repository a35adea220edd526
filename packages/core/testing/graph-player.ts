import {
  createIdentityGraph,
  edgeKey,
  type IdentityChange,
  type IdentityEffect,
  type IdentityRules,
  identityKey,
  type Partition,
  pairsOf,
} from '../src/identity/index.ts';
import { createPagedGraph } from './paged-graph.ts';
import type { Happening } from './partition-story.ts';

/** For tests: feeds a graph event by event as the server does, homes given in order of arrival. */
export function createPlayer(rules: IdentityRules, paged = false) {
  const whole = createIdentityGraph(rules);
  const pages = createPagedGraph(rules);
  const homes = new Map<string, number>();
  const verified = new Set<string>();
  const barred = new Set<string>();
  const customers = new Map<number, number>();
  const listed = new Map<string, { a: number; b: number; kind: string }>();
  const shared = new Set<number>();
  let seq = 0;

  function apply(change: IdentityChange): IdentityEffect {
    const effect = paged ? pages.apply(change) : whole.apply(change);
    if ('missing' in effect) throw new Error('nothing can be missing: everything is in memory');
    return effect;
  }

  const customerOf = (home: number) =>
    (paged ? pages.identities.get(home)?.customer : whole.node(home)?.customer) ?? 0;

  function feed(happening: Happening): void {
    seq += 1;
    const change: IdentityChange = { at: 0, eventId: `x${seq}`, seq, identities: [], pairs: [] };
    const homeOf = (key: string, sure: boolean): number => {
      const known = homes.get(key);
      const home = known ?? homes.size + 1;
      homes.set(key, home);
      if (known === undefined || (sure && !verified.has(key))) {
        const blank = key.indexOf(' ');
        const [namespace, value] = [key.slice(0, blank), key.slice(blank + 1)];
        change.identities.push({ home, namespace, value, verified: sure, barred: barred.has(key) });
      }
      if (sure) verified.add(key);
      return home;
    };
    if (happening.kind === 'link') {
      const { link } = happening;
      for (const identity of link.identities) homeOf(identityKey(identity), identity.verified);
      change.at = link.at;
      change.eventId = link.eventId;
      change.pairs = pairsOf(link).map(({ a, b, claimed }) => ({
        a: homes.get(identityKey(a)) as number,
        b: homes.get(identityKey(b)) as number,
        claimed,
      }));
    } else if (happening.kind === 'decide') {
      const [one, other] = happening.decision.sides.map((side) => side.map((key) => homeOf(key, false)));
      change.decide = { ...happening.decision, sides: [one ?? [], other ?? []] };
    } else if (happening.kind === 'withdraw') {
      change.withdraw = happening.id;
    } else {
      barred.add(happening.key);
      const home = homes.get(happening.key);
      if (home !== undefined) change.bar = { home, barred: true };
    }
    follow(change, apply(change));
  }

  /** Keeps the books that a reader of the effects alone would keep. */
  function follow(change: IdentityChange, effect: IdentityEffect): void {
    for (const { home } of change.identities) if (!customers.has(home)) customers.set(home, customerOf(home));
    for (const { home, from, to } of effect.moves) {
      if (customers.get(home) !== from) throw new Error(`home ${home} moved from ${from}, where it was not`);
      customers.set(home, to);
    }
    for (const { a, b, listed: kind } of effect.listed) {
      if (kind) listed.set(edgeKey(a.home, b.home), { a: a.home, b: b.home, kind });
      else listed.delete(edgeKey(a.home, b.home));
    }
    for (const { home } of effect.shared) shared.add(home);
  }

  function answer(): Partition {
    const names = new Map([...homes].map(([key, home]) => [home, key]));
    const groups = new Map<number, string[]>();
    for (const [key, home] of homes) {
      const customer = customerOf(home);
      if (customers.get(home) !== customer) throw new Error(`home ${home} moved and nobody was told`);
      groups.set(customer, [...(groups.get(customer) ?? []), key]);
    }
    const pairs = (exclusive: boolean) =>
      [...listed.values()]
        .filter(({ kind }) => (kind === 'exclusive') === exclusive)
        .map(({ a, b }) => [names.get(a), names.get(b)].sort().join('|'))
        .sort();
    return {
      groups: [...groups.values()]
        .map((group) => group.sort())
        .sort((x, y) => ((x[0] as string) < (y[0] as string) ? -1 : 1)),
      conflicts: pairs(true),
      claimed: pairs(false),
      shared: [...shared].map((home) => names.get(home) as string).sort(),
    };
  }
  return { feed, answer };
}
