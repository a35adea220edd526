/**
 * What a person (or a server, by alias) decided about identities.
 * `must`: all of `sides[0]` are one person. `part`: nobody of `sides[0]` is the same person as anybody of `sides[1]`.
 * `K` names an identity: its key, or its home.
 */
export interface Decision<K = string> {
  /** Message id of the event that carried it. */
  id: string;
  /** Epoch ms; the later of two contradicting decisions wins, then the greater id. */
  at: number;
  kind: 'must' | 'part';
  sides: [K[], K[]];
}

/** Decisions after the later ones have overruled the earlier. */
export interface SettledDecisions<K> {
  /** Disjoint sets of identities that are one person, whatever evidence says. */
  unions: K[][];
  /** Parts in force: no union holds members of both sides. */
  parts: [K[], K[]][];
  /** Ids of the decisions in force. */
  inForce: Set<string>;
}

/**
 * Taken newest first: a `must` holds unless it would bring together what a newer `part` in force keeps apart; a `part`
 * holds unless newer `must`s have already brought its sides together, and then it is void as a whole. Withdrawn
 * decisions are left out by the caller.
 */
export function settleDecisions<K>(decisions: readonly Decision<K>[]): SettledDecisions<K> {
  const groupOf = new Map<K, Set<K>>();
  const parts: [K[], K[]][] = [];
  const inForce = new Set<string>();
  const newestFirst = [...decisions].sort((x, y) => y.at - x.at || (x.id < y.id ? 1 : -1));
  for (const { id, kind, sides } of newestFirst) {
    if (kind === 'part') {
      if (sides[0].some((one) => sides[1].some((other) => together(groupOf, one, other)))) continue;
      parts.push(sides);
    } else {
      const union = new Set(sides[0].flatMap((key) => [...(groupOf.get(key) ?? [key])]));
      if (
        parts.some(
          ([left, right]) => left.some((key) => union.has(key)) && right.some((key) => union.has(key)),
        )
      )
        continue;
      for (const key of union) groupOf.set(key, union);
    }
    inForce.add(id);
  }
  return { unions: [...new Set(groupOf.values())].map((group) => [...group]), parts, inForce };
}

function together<K>(groupOf: Map<K, Set<K>>, one: K, other: K): boolean {
  return one === other || groupOf.get(one)?.has(other) === true;
}
