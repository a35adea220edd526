import type { GraphEdge, GraphNode, IdentityGroup, PairOutcome } from './graph-node.ts';

/** The group of an identity that is alone. */
export function groupOfOne(node: GraphNode): IdentityGroup {
  const group: IdentityGroup = {
    members: [node],
    min: node.home,
    known: node.kind !== 'weak',
    verified: node.kind !== 'weak' && node.verified,
    exclusive: node.kind === 'exclusive' ? new Set([node.namespace]) : null,
    parts: null,
  };
  for (const [id, side] of node.parts ?? []) group.parts = (group.parts ?? new Map()).set(id, side + 1);
  return group;
}

/** Joins two groups into the larger one, which it answers. */
export function mergeGroups(x: IdentityGroup, y: IdentityGroup): IdentityGroup {
  const [into, from] = x.members.length >= y.members.length ? [x, y] : [y, x];
  for (const node of from.members) {
    node.group = into;
    into.members.push(node);
  }
  into.min = Math.min(into.min, from.min);
  into.known ||= from.known;
  into.verified ||= from.verified;
  if (from.exclusive) {
    into.exclusive ??= new Set();
    for (const namespace of from.exclusive) into.exclusive.add(namespace);
  }
  for (const [id, bits] of from.parts ?? []) {
    into.parts ??= new Map();
    into.parts.set(id, (into.parts.get(id) ?? 0) | bits);
  }
  return into;
}

/** What a linking pair does to its two sides as they stand: see `partition`, which defines it. */
export function judgePair(edge: GraphEdge): PairOutcome {
  const { a, b } = edge;
  const [x, y] = [a.group, b.group];
  if (x === y) return 'together';
  if ((a.kind === 'weak' || b.kind === 'weak') && x.known && y.known) return 'weak';
  if (edge.claimed && established(x) && established(y)) return 'claimed';
  if (x.parts && y.parts && partForbids(x.parts, y.parts)) return 'parted';
  // an identity is in one group only, so two values of one namespace are two different values
  if (x.exclusive && y.exclusive && overlap(x.exclusive, y.exclusive)) return 'exclusive';
  return 'joined';
}

/** Holds something a browser alone cannot make up: a verified known identity, or a known identity with company. */
function established(group: IdentityGroup): boolean {
  return group.verified || (group.known && group.members.length > 1);
}

function overlap(x: Set<string>, y: Set<string>): boolean {
  for (const namespace of x) if (y.has(namespace)) return true;
  return false;
}

function partForbids(x: Map<string, number>, y: Map<string, number>): boolean {
  for (const [id, bits] of x) {
    const other = y.get(id) ?? 0;
    if ((bits & 1 && other & 2) || (bits & 2 && other & 1)) return true;
  }
  return false;
}
