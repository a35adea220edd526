import { connectedIdentities, type Truth } from './truth.ts';

/** How well a partition of identities into customers agrees with the truth. */
export interface PartitionScore {
  /** Pairs of identities in one group that belong to one person, of all pairs in one group; planted collisions apart. */
  precision: number;
  /** Pairs that true, uncorrupted links connect and that stand in one group, of all such pairs. */
  recallDeterministic: number;
  pairs: number;
  deterministicPairs: number;
  /** People joined for no planted reason, with one identity of each; must be empty. */
  unexplainedMerges: { people: [number, number]; identities: [string, string] }[];
  /** People joined who were planted to look alike. */
  plantedMerges: number;
}

/**
 * Scores groups of identity keys (`identityKey`). Identities that nobody or several people own, and those that
 * prove nothing, are not counted: either side may have them.
 */
export function scorePartition(truth: Truth, groups: Iterable<readonly string[]>): PartitionScore {
  const planted = plantedKin(truth);
  const groupOf = new Map<string, number>();
  const unexplainedMerges: PartitionScore['unexplainedMerges'] = [];
  let right = 0;
  let wrong = 0;
  let plantedMerges = 0;
  let number = 0;
  for (const group of groups) {
    number++;
    const people = new Map<number, string[]>();
    for (const key of group) {
      groupOf.set(key, number);
      const owners = truth.owners.get(key);
      const owner = owners?.length === 1 && !truth.unreliable.has(key) ? owners[0] : undefined;
      if (owner === undefined) continue;
      const own = people.get(owner);
      if (own) own.push(key);
      else people.set(owner, [key]);
    }
    const entries = [...people];
    for (let i = 0; i < entries.length; i++) {
      const [person, keys] = entries[i] as [number, string[]];
      right += pairsOf(keys.length);
      for (const [other, otherKeys] of entries.slice(i + 1)) {
        if (planted(person) === planted(other)) {
          plantedMerges++;
          continue;
        }
        wrong += keys.length * otherKeys.length;
        unexplainedMerges.push({
          people: [person, other],
          identities: [keys[0] as string, otherKeys[0] as string],
        });
      }
    }
  }
  const { found, all } = recall(truth, groupOf);
  return {
    precision: right + wrong === 0 ? 1 : right / (right + wrong),
    recallDeterministic: all === 0 ? 1 : found / all,
    pairs: right + wrong,
    deterministicPairs: all,
    unexplainedMerges,
    plantedMerges,
  };
}

const pairsOf = (n: number) => (n * (n - 1)) / 2;

function recall(truth: Truth, groupOf: ReadonlyMap<string, number>): { found: number; all: number } {
  let found = 0;
  let all = 0;
  for (const { identities } of connectedIdentities(truth)) {
    all += pairsOf(identities.length);
    const sizes = new Map<number, number>();
    for (const key of identities) {
      const group = groupOf.get(key);
      if (group !== undefined) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    }
    for (const size of sizes.values()) found += pairsOf(size);
  }
  return { found, all };
}

/** Person → a name for the set of people with whom planted collisions connect them. */
function plantedKin(truth: Truth): (person: number) => number {
  const parent = new Map<number, number>();
  const root = (person: number): number => {
    const up = parent.get(person);
    return up === undefined || up === person ? person : root(up);
  };
  for (const { people } of truth.collisions) {
    for (const person of people) parent.set(root(person), root(people[0] as number));
  }
  return root;
}
