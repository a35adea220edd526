import fc from 'fast-check';
import {
  type Decision,
  type Identity,
  type IdentityRules,
  identityKey,
  type Link,
} from '../src/identity/index.ts';

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
export const keys = pool.map(identityKey);

/** One thing that arrives. */
export type Happening =
  | { kind: 'link'; link: Link }
  | { kind: 'decide'; decision: Decision }
  | { kind: 'withdraw'; id: string }
  | { kind: 'bar'; key: string };

/** Rules so tight that every limit is met within a few links. */
export const tightRules: IdentityRules = {
  sharedAbove: { exclusive: 1, strong: 2, locked: 1, weak: 2 },
  componentLimit: 1000,
};
/** Links as servers and browsers send them, many at equal times. */
export const linkArbitrary = fc
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

/** Links, decisions made and withdrawn, values barred, and an order in which all of it arrives. */
export const storyArbitrary = fc.record({
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

export type Story = typeof storyArbitrary extends fc.Arbitrary<infer S> ? S : never;

/** What arrives in a story, and what of it stands in the end. */
export function happeningsOf(story: Story): { all: Happening[]; decisions: Decision[]; links: Link[] } {
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
export function shuffled(all: Happening[], order: Iterator<number>): Happening[] {
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
