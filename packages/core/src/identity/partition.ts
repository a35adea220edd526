import { type Decision, settleDecisions } from './decision.ts';
import { comparePairs, type Link, type Pair, pairsOf } from './evidence.ts';
import { identityKey } from './identity.ts';
import type { IdentityRules } from './identity-rules.ts';
import { namespaceRule } from './namespace.ts';

/** Who is who, and what could not be decided. All lists in UTF-16 order, so that equal partitions are equal values. */
export interface Partition {
  /** Identity keys of each customer. */
  groups: string[][];
  /** `<key>|<key>` of pairs that verified evidence would join and an exclusive namespace forbids. */
  conflicts: string[];
  /** Pairs of known customers that only a browser claims are one. */
  claimed: string[];
  /** Values seen with too many people to link them. */
  shared: string[];
}

interface Member {
  namespace: string;
  value: string;
  weak: boolean;
  exclusive: boolean;
  verified: boolean;
  /** A weak identity is attached by evidence at one chance only: the first known identity it was seen with. */
  spent: boolean;
  group: Set<string>;
}

/** What a partition is computed from. */
export interface PartitionInput {
  links: readonly Link[];
  decisions: readonly Decision[];
  /** Keys of values that never link (a test phone, the till). */
  nonLinking: readonly string[];
}

/**
 * The definition of the partition: a function of the sets of links, decisions and non-linking values, computed from
 * scratch. `createIdentityGraph` computes the same step by step; tests hold the two together.
 * The rules and the reasons for them stand in docs/adr/0004-identity-partition.md.
 */
export function partition(input: PartitionInput, rules: IdentityRules): Partition {
  const members = new Map<string, Member>();
  const seen = (identity: { namespace: string; value: string }, verified: boolean) => {
    const key = identityKey(identity);
    const kind = namespaceRule(identity.namespace)?.class;
    const member = members.get(key) ?? {
      namespace: identity.namespace,
      value: identity.value,
      weak: kind === 'weak',
      exclusive: kind === 'exclusive',
      verified: false,
      spent: false,
      group: new Set([key]),
    };
    member.verified ||= verified;
    members.set(key, member);
  };
  for (const link of input.links) {
    for (const identity of link.identities) seen(identity, identity.verified);
  }
  for (const { sides } of input.decisions) {
    for (const key of sides.flat()) {
      const blank = key.indexOf(' ');
      seen({ namespace: key.slice(0, blank), value: key.slice(blank + 1) }, false);
    }
  }
  const { unions, parts } = settleDecisions(input.decisions);
  for (const union of unions) for (const key of union) join(members, union[0] as string, key);

  const barred = new Set(input.nonLinking);
  const tally = new Map<string, Set<string>>();
  const shared = new Set<string>();
  const refused: { key: string; claimed: boolean; a: string; b: string }[] = [];

  for (const pair of earliestPairs(input.links)) {
    const [a, b] = [identityKey(pair.a), identityKey(pair.b)];
    count(tally, shared, rules, a, pair.b);
    count(tally, shared, rules, b, pair.a);
    if (barred.has(a) || barred.has(b) || shared.has(a) || shared.has(b)) continue;
    if (parts.some(([left, right]) => crosses(left, right, [a], [b]))) continue;
    const [x, y] = [members.get(a) as Member, members.get(b) as Member];
    const verdict = judge(members, parts, pair, x, y);
    if (verdict === 'join') join(members, a, b);
    if (verdict === 'conflict' || verdict === 'claimed') {
      refused.push({ key: [a, b].sort().join('|'), claimed: pair.claimed, a, b });
    }
  }
  // evidence that came later may have joined a refused pair after all; then there is nothing to review
  const apart = refused.filter(({ a, b }) => members.get(a)?.group !== members.get(b)?.group);
  return {
    groups: [...new Set([...members.values()].map((member) => member.group))]
      .map((group) => [...group].sort())
      .sort((x, y) => ((x[0] as string) < (y[0] as string) ? -1 : 1)),
    conflicts: apart
      .filter((entry) => !entry.claimed)
      .map((entry) => entry.key)
      .sort(),
    claimed: apart
      .filter((entry) => entry.claimed)
      .map((entry) => entry.key)
      .sort(),
    shared: [...shared].sort(),
  };
}

/** Of equal pairs only the first in the evidence order counts, so a claim that is also verified is redundant. */
function earliestPairs(links: readonly Link[]): Pair[] {
  const earliest = new Map<string, Pair>();
  for (const pair of links.flatMap(pairsOf)) {
    const key = `${identityKey(pair.a)}|${identityKey(pair.b)}`;
    const before = earliest.get(key);
    if (!before || comparePairs(pair, before) < 0) earliest.set(key, pair);
  }
  return [...earliest.values()].sort(comparePairs);
}

type Verdict = 'join' | 'together' | 'weak' | 'parted' | 'claimed' | 'conflict';

function judge(
  members: Map<string, Member>,
  parts: [string[], string[]][],
  pair: Pair,
  x: Member,
  y: Member,
): Verdict {
  const sides = [x, y].map((member) => [...member.group].map((key) => members.get(key) as Member));
  const [left = [], right = []] = sides;
  if (x.weak !== y.weak) {
    const weak = x.weak ? x : y;
    if (weak.spent) return 'weak';
    weak.spent = true;
  }
  if (x.group === y.group) return 'together';
  if ((x.weak || y.weak) && known(left) && known(right)) return 'weak';
  if (pair.claimed && established(left) && established(right)) return 'claimed';
  if (parts.some(([one, other]) => crosses(one, other, [...x.group], [...y.group]))) return 'parted';
  const clash = left.some(
    (l) => l.exclusive && right.some((r) => r.namespace === l.namespace && r.value !== l.value),
  );
  return clash ? 'conflict' : 'join';
}

const known = (side: Member[]) => side.some((member) => !member.weak);

/** Holds something a browser alone cannot make up: a verified known identity, or a known identity with company. */
const established = (side: Member[]) =>
  side.some((member) => !member.weak && member.verified) || (side.length > 1 && known(side));

function crosses(left: string[], right: string[], one: string[], other: string[]): boolean {
  return (
    (one.some((key) => left.includes(key)) && other.some((key) => right.includes(key))) ||
    (one.some((key) => right.includes(key)) && other.some((key) => left.includes(key)))
  );
}

function join(members: Map<string, Member>, a: string, b: string): void {
  const [into, from] = [members.get(a) as Member, members.get(b) as Member];
  if (into.group === from.group) return;
  for (const key of from.group) {
    into.group.add(key);
    if (key !== b) (members.get(key) as Member).group = into.group;
  }
  from.group = into.group;
}

function count(
  tally: Map<string, Set<string>>,
  shared: Set<string>,
  rules: IdentityRules,
  key: string,
  partner: { namespace: string; value: string },
): void {
  const slot = `${key}|${partner.namespace}`;
  const values = tally.get(slot) ?? new Set();
  values.add(partner.value);
  tally.set(slot, values);
  const kind = namespaceRule(partner.namespace)?.class ?? 'weak';
  if (values.size > rules.sharedAbove[kind]) shared.add(key);
}
