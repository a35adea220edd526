import { compareEdges, type GraphEdge, type GraphNode, partnerOf } from './graph-node.ts';
import type { IdentityRules } from './identity-rules.ts';

/**
 * Brings `node.sharedBy` up to date after `edge`, one of its pairs, was added (`fresh`) or came to stand earlier.
 * Answers the pairs that no longer link because of it. It depends on the node's own pairs only.
 */
export function updateShared(
  node: GraphNode,
  edge: GraphEdge,
  fresh: boolean,
  rules: IdentityRules,
): GraphEdge[] {
  const before = node.sharedBy;
  if (before && compareEdges(edge, before) > 0) return [];
  if (fresh && !before && node.tally && compareEdges(edge, node.tally.last) > 0) {
    if (countIn(node, node.tally.counts, edge, rules)) node.sharedBy = edge;
    node.tally.last = edge;
    return node.sharedBy ? [edge] : [];
  }
  recount(node, rules);
  const now = node.sharedBy;
  // the same pair may have come to stand earlier
  if (!now || (now === before && edge !== before)) return [];
  const beyond = node.edges.filter((other) => compareEdges(other, now) >= 0);
  node.edges = node.edges.filter((other) => compareEdges(other, now) <= 0);
  return beyond;
}

function recount(node: GraphNode, rules: IdentityRules): void {
  const counts = new Map<string, number>();
  node.sharedBy = null;
  node.tally = null;
  const inOrder = [...node.edges].sort(compareEdges);
  for (const edge of inOrder) {
    if (!countIn(node, counts, edge, rules)) continue;
    node.sharedBy = edge;
    return;
  }
  const last = inOrder.at(-1);
  if (last) node.tally = { counts, last };
}

/** Counts a pair's partner; true when that is one too many. */
function countIn(
  node: GraphNode,
  counts: Map<string, number>,
  edge: GraphEdge,
  rules: IdentityRules,
): boolean {
  const { namespace, kind } = partnerOf(edge, node);
  const count = (counts.get(namespace) ?? 0) + 1;
  counts.set(namespace, count);
  return count > rules.sharedAbove[kind];
}
