import {
  compareEdges,
  type GraphComponent,
  type GraphEdge,
  type GraphNode,
  type PairOutcome,
  partnerOf,
  reviewKind,
  weakEnd,
} from './graph-node.ts';
import type { GraphState, IdentityEffect, PendingChange } from './graph-state.ts';
import { judgePair, mergeGroups } from './identity-group.ts';
import { connectEdge, settleComponents } from './settle-component.ts';

/**
 * Brings the partition up to date after a change: finds which pairs link now, applies those that come after everything
 * they touch at the end, and computes small components anew for the rest. Answers what must be loaded first, if anything;
 * until then nothing but `pending` has been written.
 */
export function settleChange(
  state: GraphState,
  pending: PendingChange,
): IdentityEffect | { missing: number[] } {
  const plan = planLinking(state, pending);
  if ('missing' in plan) return plan;
  const { verdicts } = plan;
  applyLinking(state, pending, verdicts);
  for (const [edge, refusal] of verdicts) {
    if (refusal) setOutcome(state, edge, refusal);
  }
  const moves = completeMoves(state, pending);
  return { moves, listed: relist(pending, verdicts.keys()), shared: pending.shared };
}

/** For each pair looked at: null when it links, else why not. */
type Verdicts = Map<GraphEdge, PairOutcome | null>;

function planLinking(
  state: GraphState,
  pending: PendingChange,
): { verdicts: Verdicts } | { missing: number[] } {
  for (;;) {
    const missing = new Set<number>();
    const looked = new Set(pending.dirty.keys());
    const firsts = new Map<GraphNode, GraphEdge | null>();
    for (const edge of pending.dirty.keys()) {
      const weak = weakEnd(edge);
      if (!weak || firsts.has(weak)) continue;
      // a pair that never linked and may not now changes nobody's chance; a device of thousands has only such
      if (!edge.linking && refusalOf(edge)) continue;
      if (!weak.loaded) {
        missing.add(weak.home);
        continue;
      }
      const first = firstChance(weak);
      firsts.set(weak, first);
      if (first) looked.add(first);
      for (const other of weak.edges) if (other.linking && weakEnd(other)) looked.add(other);
    }
    const verdicts: Verdicts = new Map();
    for (const edge of looked) {
      const weak = weakEnd(edge);
      const spent = weak !== null && firsts.has(weak) && firsts.get(weak) !== edge;
      const refusal = refusalOf(edge) ?? (spent ? 'weak' : null);
      verdicts.set(edge, refusal);
      if (refusal) continue;
      for (const node of [edge.a, edge.b]) if (!node.loaded) missing.add(node.home);
    }
    if (missing.size > 0) return { missing: [...missing] };
    const tooLarge = pending.fresh.find((edge) => verdicts.get(edge) === null && exceeds(state, edge));
    if (!tooLarge) return { verdicts };
    tooLarge.outcome = 'oversize';
  }
}

/** Why a pair may not link, whatever else is true; null when nothing stands against it. */
function refusalOf(edge: GraphEdge): PairOutcome | null {
  const { a, b } = edge;
  // both for ever: a value only comes to be shared earlier, and what was set aside stays so (see `addPair`)
  if (edge.outcome === 'oversize' || edge.outcome === 'shared') return edge.outcome;
  if (a.barred || b.barred) return 'barred';
  if (beyondShared(edge, a) || beyondShared(edge, b)) return 'shared';
  for (const [id, side] of a.parts ?? []) {
    const other = b.parts?.get(id);
    if (other !== undefined && other !== side) return 'parted';
  }
  const bothVerified = a.kind !== 'weak' && b.kind !== 'weak' && a.verified && b.verified;
  return edge.claimed && bothVerified ? 'claimed' : null;
}

function beyondShared(edge: GraphEdge, node: GraphNode): boolean {
  return node.sharedBy !== null && compareEdges(edge, node.sharedBy) >= 0;
}

/** The one pair by which evidence may attach a weak identity to a known one: the first that nothing stands against. */
function firstChance(weak: GraphNode): GraphEdge | null {
  let first: GraphEdge | null = null;
  for (const edge of weak.edges) {
    if (partnerOf(edge, weak).kind === 'weak' || refusalOf(edge)) continue;
    if (!first || compareEdges(edge, first) < 0) first = edge;
  }
  return first;
}

/**
 * Claims fill a component up to the limit and no further, so that nobody can make a person's pairs dear to judge;
 * verified pairs are only held to the number of verified ones, so that claims cannot keep them out.
 */
function exceeds({ rules }: GraphState, edge: GraphEdge): boolean {
  const [x, y] = [edge.a.component, edge.b.component];
  if (x === y) return false;
  const count = (component: GraphComponent) => component.size - (edge.claimed ? 0 : component.claimed);
  return count(x) + count(y) >= rules.componentLimit;
}

/** Writes the verdicts and settles what they change: at the end where that is enough, else anew. */
function applyLinking(state: GraphState, pending: PendingChange, verdicts: Verdicts): void {
  const added: GraphEdge[] = [];
  for (const [edge, refusal] of verdicts) {
    const links = refusal === null;
    if (links && !edge.linking) added.push(edge);
    else if (edge.linking && (!links || pending.dirty.get(edge))) {
      pending.anew.add(edge.a.component).add(edge.b.component);
    }
    if (links === edge.linking) continue;
    edge.linking = links;
    state.changes.edges.add(edge);
  }
  added.sort(compareEdges);
  const inOrder = pending.anew.size === 0 && added.every((edge) => comesLast(edge));
  if (inOrder) {
    for (const edge of added) append(state, pending, edge);
    return;
  }
  for (const edge of added) pending.anew.add(edge.a.component).add(edge.b.component);
  for (const component of pending.anew) {
    for (const node of component.nodes) pending.touched.add(node);
  }
  const ids = new Map([...pending.touched].map((node) => [node, node.component.id]));
  const outcomes = new Map<GraphEdge, PairOutcome>();
  for (const node of pending.touched) for (const edge of node.edges) outcomes.set(edge, edge.outcome);
  for (const edge of settleComponents(pending.anew)) {
    if (outcomes.get(edge) !== edge.outcome) state.changes.edges.add(edge);
    verdicts.set(edge, null);
  }
  for (const node of pending.touched) if (ids.get(node) !== node.component.id) state.changes.nodes.add(node);
}

function comesLast(edge: GraphEdge): boolean {
  return [edge.a.component.last, edge.b.component.last].every(
    (last) => !last || compareEdges(edge, last) > 0,
  );
}

function append(state: GraphState, pending: PendingChange, edge: GraphEdge): void {
  const [x, y] = [edge.a.component, edge.b.component];
  const renamed = x.id < y.id ? y : x;
  if (x !== y) for (const node of renamed.nodes) state.changes.nodes.add(node);
  connectEdge(edge);
  setOutcome(state, edge, judgePair(edge));
  if (edge.outcome !== 'joined') return;
  for (const node of mergeGroups(edge.a.group, edge.b.group).members) {
    if (node.customer !== node.group.min) pending.touched.add(node);
  }
}

function setOutcome(state: GraphState, edge: GraphEdge, outcome: PairOutcome): void {
  if (edge.outcome === outcome) return;
  edge.outcome = outcome;
  state.changes.edges.add(edge);
}

/** Gives every touched identity the number of its group; answers those that had another. */
function completeMoves(state: GraphState, pending: PendingChange): IdentityEffect['moves'] {
  const moves: IdentityEffect['moves'] = [];
  for (const node of pending.touched) {
    const to = node.group.min;
    const from = node.customer;
    if (from === to) continue;
    node.customer = to;
    state.changes.nodes.add(node);
    if (from !== 0) moves.push({ home: node.home, from, to });
    for (const edge of node.edges) if (!pending.dirty.has(edge)) pending.dirty.set(edge, false);
  }
  return moves.sort((x, y) => x.home - y.home);
}

/** Brings the review list up to date for the pairs looked at; answers those whose entry changed. */
function relist(pending: PendingChange, judged: Iterable<GraphEdge>): GraphEdge[] {
  const changed: GraphEdge[] = [];
  for (const edge of new Set([...pending.dirty.keys(), ...judged])) {
    const kind = reviewKind(edge);
    if (kind === edge.listed) continue;
    edge.listed = kind;
    changed.push(edge);
  }
  return changed;
}
