import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createIdentityGraph,
  type Decision,
  defaultIdentityRules,
  type Identity,
  type IdentityGraph,
  type IdentityRules,
  identityKey,
  type Link,
  type Partition,
  pairsOf,
  partition,
} from './index.ts';

/** Cases per property: a fast subset by default, `YUTANG_PROPERTY_RUNS=20000` for the full run. */
const runs = Number(process.env.YUTANG_PROPERTY_RUNS ?? 600);

// few values per namespace, so that conflicts, shared devices and late bridges are the rule and not the exception
const pool = [
  ...['u1', 'u2', 'u3'].map((value) => ({ namespace: 'unionid:main', value })),
  ...['o1', 'o2'].map((value) => ({ namespace: 'openid:app', value })),
  ...['m1', 'm2'].map((value) => ({ namespace: 'member', value })),
  ...['p1', 'p2', 'p3'].map((value) => ({ namespace: 'phone', value })),
  ...['e1', 'e2'].map((value) => ({ namespace: 'email', value })),
  ...['n1', 'n2'].map((value) => ({ namespace: 'shop:taobao', value })),
  ...['d1', 'd2'].map((value) => ({ namespace: 'device', value })),
  ...['a1', 'a2', 'a3'].map((value) => ({ namespace: 'anonymous', value })),
];
const keys = pool.map(identityKey);

type Happening =
  | { kind: 'link'; link: Link }
  | { kind: 'decide'; decision: Decision }
  | { kind: 'withdraw'; id: string }
  | { kind: 'bar'; key: string };

const rules: IdentityRules = {
  sharedAbove: { exclusive: 1, strong: 2, locked: 1, weak: 2 },
  componentLimit: 1000,
};
const roomyRules: IdentityRules = defaultIdentityRules;

const linkArbitrary = fc
  .record({
    at: fc.integer({ min: 0, max: 6 }),
    // trust comes by the key an event was sent with; mixed events are rare but allowed
    trust: fc.constantFrom('server', 'server', 'browser', 'browser', 'mixed'),
    identities: fc.uniqueArray(fc.constantFrom(...pool), { minLength: 1, maxLength: 4 }),
    flags: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  })
  .map(({ at, trust, identities, flags }) => ({
    at,
    identities: identities.map(
      (identity, i): Identity => ({
        ...identity,
        verified: trust === 'server' || (trust === 'mixed' && flags[i] === true),
      }),
    ),
  }));

const sidesArbitrary = fc
  .uniqueArray(fc.constantFrom(...keys), { minLength: 2, maxLength: 4 })
  .chain((chosen) => fc.tuple(fc.constant(chosen), fc.integer({ min: 1, max: chosen.length - 1 })));

const storyArbitrary = fc.record({
  links: fc.array(linkArbitrary, { minLength: 1, maxLength: 14 }),
  decisions: fc.array(
    fc.record({
      kind: fc.constantFrom('must' as const, 'part' as const),
      at: fc.integer({ min: 0, max: 6 }),
      sides: sidesArbitrary,
      withdrawn: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  barred: fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 2 }),
  tight: fc.boolean(),
  order: fc.infiniteStream(fc.nat()),
});

type Story = typeof storyArbitrary extends fc.Arbitrary<infer S> ? S : never;

function happeningsOf(story: Story): { all: Happening[]; decisions: Decision[]; links: Link[] } {
  const links = story.links.map(
    ({ at, identities }, i): Link => ({ at, eventId: `e${i % 10}${i}`, identities }),
  );
  const all: Happening[] = links.map((link) => ({ kind: 'link', link }));
  const standing: Decision[] = [];
  for (const [i, { kind, at, sides, withdrawn }] of story.decisions.entries()) {
    const [chosen, cut] = sides;
    const decision: Decision = {
      id: `d${i}`,
      at,
      kind,
      sides: kind === 'must' ? [chosen, []] : [chosen.slice(0, cut), chosen.slice(cut)],
    };
    all.push({ kind: 'decide', decision });
    if (withdrawn) all.push({ kind: 'withdraw', id: decision.id });
    else standing.push(decision);
  }
  for (const key of story.barred) all.push({ kind: 'bar', key });
  return { all, decisions: standing, links };
}

/** Shuffles, but never withdraws a decision before it was made. */
function shuffled(all: Happening[], order: Iterator<number>): Happening[] {
  const result = [...all];
  for (let i = result.length - 1; i > 0; i--) {
    const j = (order.next().value as number) % (i + 1);
    [result[i], result[j]] = [result[j] as Happening, result[i] as Happening];
  }
  for (const [i, happening] of result.entries()) {
    if (happening.kind !== 'withdraw') continue;
    const made = result.findIndex((other) => other.kind === 'decide' && other.decision.id === happening.id);
    if (made > i) [result[i], result[made]] = [result[made] as Happening, happening];
  }
  return result;
}

/** Feeds a graph event by event as the server does, homes given in order of arrival. */
function replayer(chosen: IdentityRules) {
  const graph: IdentityGraph = createIdentityGraph(chosen);
  const homes = new Map<string, number>();
  const verified = new Set<string>();
  const barred = new Set<string>();
  let seq = 0;
  const customerOf = new Map<number, number>();

  function feed(happening: Happening): void {
    seq += 1;
    const identities: {
      home: number;
      namespace: string;
      value: string;
      verified: boolean;
      barred: boolean;
    }[] = [];
    const homeOf = (key: string, sure: boolean): number => {
      const blank = key.indexOf(' ');
      const known = homes.get(key);
      const home = known ?? homes.size + 1;
      homes.set(key, home);
      if (known === undefined || (sure && !verified.has(key))) {
        identities.push({
          home,
          namespace: key.slice(0, blank),
          value: key.slice(blank + 1),
          verified: sure,
          barred: barred.has(key),
        });
      }
      if (sure) verified.add(key);
      return home;
    };
    const base = { at: 0, eventId: `x${seq}`, seq, identities, pairs: [] };
    let effect: ReturnType<IdentityGraph['apply']>;
    if (happening.kind === 'link') {
      const { link } = happening;
      for (const identity of link.identities) homeOf(identityKey(identity), identity.verified);
      const pairs = pairsOf(link).map(({ a, b, claimed }) => ({
        a: homes.get(identityKey(a)) as number,
        b: homes.get(identityKey(b)) as number,
        claimed,
      }));
      effect = graph.apply({ ...base, at: link.at, eventId: link.eventId, pairs });
    } else if (happening.kind === 'decide') {
      const sides = happening.decision.sides.map((side) => side.map((key) => homeOf(key, false)));
      effect = graph.apply({
        ...base,
        decide: { ...happening.decision, sides: sides as [number[], number[]] },
      });
    } else if (happening.kind === 'withdraw') {
      effect = graph.apply({ ...base, withdraw: happening.id });
    } else {
      barred.add(happening.key);
      const home = homes.get(happening.key);
      effect = graph.apply(home === undefined ? base : { ...base, bar: { home, barred: true } });
    }
    if ('missing' in effect) throw new Error('nothing can be missing: everything is in memory');
    for (const { home, namespace: _ } of identities) {
      if (!customerOf.has(home)) customerOf.set(home, graph.node(home)?.customer ?? 0);
    }
    for (const { home, from, to } of effect.moves) {
      expect(customerOf.get(home)).toBe(from);
      customerOf.set(home, to);
    }
  }

  function answer(): Partition {
    const groups = new Map<number, string[]>();
    const names = new Map([...homes].map(([key, home]) => [home, key]));
    const result: Partition = { groups: [], conflicts: [], claimed: [], shared: [] };
    for (const [key, home] of homes) {
      const node = graph.node(home);
      expect(node?.customer).toBe(node?.group.min);
      expect(customerOf.get(home)).toBe(node?.customer);
      const customer = node?.customer as number;
      groups.set(customer, [...(groups.get(customer) ?? []), key]);
      if (node?.sharedBy) result.shared.push(key);
      for (const edge of node?.edges ?? []) {
        if (edge.a !== node || !edge.listed) continue;
        const pair = [names.get(edge.a.home), names.get(edge.b.home)].sort().join('|');
        result[edge.listed === 'exclusive' ? 'conflicts' : 'claimed'].push(pair);
      }
    }
    result.groups = [...groups.values()]
      .map((group) => group.sort())
      .sort((x, y) => ((x[0] as string) < (y[0] as string) ? -1 : 1));
    result.conflicts.sort();
    result.claimed.sort();
    result.shared.sort();
    return result;
  }
  return { feed, answer, graph };
}

describe('the partition', { timeout: 20_000 + runs * 100 }, () => {
  it('[ID-01] [ID-05] is the same for every order of arrival, and step by step equals from scratch', () => {
    fc.assert(
      fc.property(storyArbitrary, (story) => {
        const chosen = story.tight ? rules : roomyRules;
        const { all, decisions, links } = happeningsOf(story);
        const defined = partition({ links, decisions, nonLinking: story.barred }, chosen);
        const order = story.order[Symbol.iterator]();
        for (let round = 0; round < 3; round++) {
          const { feed, answer } = replayer(chosen);
          for (const happening of shuffled(all, order)) feed(happening);
          const found = answer();
          const known = new Set(found.groups.flat());
          // a value that was only ever barred, or only named in a withdrawn decision, is nobody yet in the definition
          const extra = [...known].filter((key) => !defined.groups.some((group) => group.includes(key)));
          for (const key of extra) expect(found.groups).toContainEqual([key]);
          expect({
            ...found,
            groups: found.groups.filter((group) => !extra.includes(group[0] as string)),
          }).toEqual(defined);
        }
      }),
      { numRuns: runs, verbose: 1 },
    );
  });

  it('[ID-05] every prefix of an arrival order equals the definition on what has arrived', () => {
    fc.assert(
      fc.property(storyArbitrary, (story) => {
        const chosen = story.tight ? rules : roomyRules;
        const { all } = happeningsOf({ ...story, decisions: [], barred: [] });
        const { feed, answer } = replayer(chosen);
        const links: Link[] = [];
        for (const happening of shuffled(all, story.order[Symbol.iterator]())) {
          feed(happening);
          if (happening.kind === 'link') links.push(happening.link);
          expect(answer()).toEqual(partition({ links, decisions: [], nonLinking: [] }, chosen));
        }
      }),
      { numRuns: Math.ceil(runs / 4), verbose: 1 },
    );
  });

  it('[ID-05] in-order verified evidence never splits anyone', () => {
    fc.assert(
      fc.property(fc.array(linkArbitrary, { minLength: 1, maxLength: 14 }), fc.boolean(), (drafts, tight) => {
        const graph = replayer(tight ? rules : roomyRules);
        const links = drafts.map(
          ({ identities }, at): Link => ({
            at,
            eventId: `e${at}`,
            identities: identities.map((identity) => ({ ...identity, verified: true })),
          }),
        );
        let before: string[][] = [];
        for (const link of links) {
          graph.feed({ kind: 'link', link });
          const after = graph.answer().groups;
          for (const group of before) {
            expect(after.some((other) => group.every((key) => other.includes(key)))).toBe(true);
          }
          before = after;
        }
      }),
      { numRuns: Math.ceil(runs / 4), verbose: 1 },
    );
  });

  it('[ID-05] a decision withdrawn leaves nothing behind: with links in between it equals never having been made', () => {
    fc.assert(
      fc.property(storyArbitrary, (story) => {
        const chosen = story.tight ? rules : roomyRules;
        const withdrawn = { ...story, decisions: story.decisions.map((d) => ({ ...d, withdrawn: true })) };
        const [made, never] = [replayer(chosen), replayer(chosen)];
        const happenings = shuffled(happeningsOf(withdrawn).all, story.order[Symbol.iterator]());
        for (const key of keys) {
          for (const one of [made, never]) {
            const blank = key.indexOf(' ');
            const identity = { namespace: key.slice(0, blank), value: key.slice(blank + 1), verified: false };
            one.feed({ kind: 'link', link: { at: 0, eventId: 'birth', identities: [identity] } });
          }
        }
        for (const happening of happenings) {
          made.feed(happening);
          if (happening.kind === 'link' || happening.kind === 'bar') never.feed(happening);
        }
        expect(made.answer()).toEqual(never.answer());
      }),
      { numRuns: Math.ceil(runs / 4), verbose: 1 },
    );
  });
});
