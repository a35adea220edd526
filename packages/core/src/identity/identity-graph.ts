import { type Decision, settleDecisions } from './decision.ts';
import {
  compareEdges,
  edgeKey,
  type GraphComponent,
  type GraphEdge,
  type GraphNode,
  newNode,
} from './graph-node.ts';
import { type GraphRows, loadRows } from './graph-rows.ts';
import type { GraphChanges, GraphState, IdentityEffect, PendingChange } from './graph-state.ts';
import { compareText } from './identity.ts';
import { groupOfOne } from './identity-group.ts';
import type { IdentityRules } from './identity-rules.ts';
import { settleChange } from './settle-change.ts';
import { componentOfOne, keepDecision } from './settle-component.ts';
import { updateShared } from './shared-value.ts';

/** What one event says about identities. All homes it names must be loaded or among `identities`. */
export interface IdentityChange {
  /** Evidence time (epoch ms), event id and place in the log. */
  at: number;
  eventId: string;
  seq: number;
  /** Identities born by this event, and those it is the first to show verified. */
  identities: { home: number; namespace: string; value: string; verified: boolean; barred?: boolean }[];
  /** Pairs that are new, or whose evidence is earlier than what was known. */
  pairs: { a: number; b: number; claimed: boolean }[];
  decide?: Decision<number>;
  /** Id of a decision that no longer holds. */
  withdraw?: string;
  bar?: { home: number; barred: boolean };
}

/**
 * The partition kept up to date event by event: equal to `partition` of everything applied so far, whatever the order.
 * It holds only what was loaded. `apply` and `resume` answer the homes that are missing when a change reaches beyond;
 * load them with their whole components and call `resume`.
 */
export interface IdentityGraph {
  node(home: number): GraphNode | undefined;
  edge(a: number, b: number): GraphEdge | undefined;
  load(rows: GraphRows): void;
  apply(change: IdentityChange): IdentityEffect | { missing: number[] };
  resume(): IdentityEffect | { missing: number[] };
  /** Hands out and forgets the changes since the last call. */
  drain(): GraphChanges;
}

const noChanges = (): GraphChanges => ({ nodes: new Set(), edges: new Set() });

/** Makes an empty graph. */
export function createIdentityGraph(rules: IdentityRules): IdentityGraph {
  const state: GraphState = { rules, nodes: new Map(), edges: new Map(), changes: noChanges() };
  let pending: PendingChange | undefined;

  function resume(): IdentityEffect | { missing: number[] } {
    if (!pending) throw new Error('nothing to resume');
    const effect = settleChange(state, pending);
    if (!('missing' in effect)) pending = undefined;
    return effect;
  }

  return {
    node: (home) => state.nodes.get(home),
    edge: (a, b) => state.edges.get(edgeKey(a, b)),
    load: (rows) => loadRows(state, rows),
    apply(change) {
      pending = {
        eventId: change.eventId,
        seq: change.seq,
        dirty: new Map(),
        fresh: [],
        anew: new Set(),
        touched: new Set(),
        shared: [],
      };
      for (const identity of change.identities) see(state, pending, identity);
      if (change.decide || change.withdraw) decide(state, pending, change.decide, change.withdraw);
      if (change.bar) bar(state, pending, change.bar);
      for (const pair of change.pairs) addPair(state, pending, change, pair);
      return resume();
    },
    resume,
    drain() {
      const { changes } = state;
      state.changes = noChanges();
      return changes;
    },
  };
}

function nodeOf(state: GraphState, home: number): GraphNode {
  const node = state.nodes.get(home);
  if (!node?.loaded) throw new Error(`home ${home} is not loaded`);
  return node;
}

/** A birth, or the first verified sight of an identity. */
function see(state: GraphState, pending: PendingChange, seen: IdentityChange['identities'][number]): void {
  const node = state.nodes.get(seen.home);
  if (!node) {
    const born = newNode(seen);
    born.group = groupOfOne(born);
    born.component = componentOfOne(born);
    state.nodes.set(born.home, born);
    state.changes.nodes.add(born);
    pending.touched.add(born);
    return;
  }
  if (node.verified || !seen.verified) return;
  node.verified = true;
  state.changes.nodes.add(node);
  if (node.kind === 'weak') return;
  node.group.verified = true;
  for (const edge of node.edges) if (edge.claimed) markDirty(pending, edge);
  if (node.component.claimed > 0) pending.anew.add(node.component);
}

function markDirty(pending: PendingChange, edge: GraphEdge, moved = false): void {
  pending.dirty.set(edge, moved || pending.dirty.get(edge) === true);
}

function decide(
  state: GraphState,
  pending: PendingChange,
  decision: Decision<number> | undefined,
  withdraw: string | undefined,
): void {
  const decisions = new Map<string, Decision<number>>();
  const gathered = new Set<GraphComponent>();
  const gather = (component: GraphComponent) => {
    if (gathered.has(component)) return;
    gathered.add(component);
    pending.anew.add(component);
    for (const [id, known] of component.decisions ?? []) decisions.set(id, known);
  };
  if (withdraw !== undefined) {
    for (const node of state.nodes.values()) {
      if (node.loaded && node.component.decisions?.has(withdraw)) gather(node.component);
    }
    for (const component of gathered) component.decisions?.delete(withdraw);
    const withdrawn = decisions.get(withdraw);
    decisions.delete(withdraw);
    if (withdrawn) applyParts(state, pending, [withdrawn, ...decisions.values()], decisions);
  }
  if (decision) {
    const homes = decision.sides.flat();
    for (const home of homes) gather(nodeOf(state, home).component);
    decisions.set(decision.id, decision);
    const first = homes[0];
    if (first !== undefined) keepDecision(nodeOf(state, first).component, decision);
    applyParts(state, pending, [...decisions.values()], decisions);
  }
}

/** Puts the parts in force on the nodes that `touched` decisions name; their pairs must be looked at again. */
function applyParts(
  state: GraphState,
  pending: PendingChange,
  touched: Decision<number>[],
  decisions: Map<string, Decision<number>>,
): void {
  const { inForce } = settleDecisions([...decisions.values()]);
  const nodes = new Set(
    touched.flatMap((decision) => decision.sides.flat()).map((home) => nodeOf(state, home)),
  );
  for (const node of nodes) {
    node.parts = null;
    for (const edge of node.edges) markDirty(pending, edge);
  }
  for (const { id, kind, sides } of decisions.values()) {
    if (kind !== 'part' || !inForce.has(id)) continue;
    for (const side of [0, 1] as const) {
      for (const home of sides[side]) {
        const node = nodeOf(state, home);
        node.parts ??= new Map();
        node.parts.set(id, side);
      }
    }
  }
}

function bar(
  state: GraphState,
  pending: PendingChange,
  { home, barred }: { home: number; barred: boolean },
): void {
  const node = nodeOf(state, home);
  if (node.barred === barred) return;
  node.barred = barred;
  for (const edge of node.edges) markDirty(pending, edge);
}

function addPair(
  state: GraphState,
  pending: PendingChange,
  { at, eventId, seq }: IdentityChange,
  pair: IdentityChange['pairs'][number],
): void {
  const [a, b] = [nodeOf(state, Math.min(pair.a, pair.b)), nodeOf(state, Math.max(pair.a, pair.b))];
  const key = edgeKey(a.home, b.home);
  const { claimed } = pair;
  const before = state.edges.get(key);
  const edge = before ?? { a, b, claimed, at, eventId, seq, linking: false, outcome: 'weak', listed: null };
  if (before) {
    if (!comesEarlier(before, claimed, at, eventId)) return;
    before.claimed = claimed;
    before.at = at;
    before.eventId = eventId;
    before.seq = seq;
    // it is judged at its new place, where the value may not have been shared yet
    if (before.outcome === 'shared') before.outcome = 'weak';
  } else {
    state.edges.set(key, edge);
    pending.fresh.push(edge);
  }
  state.changes.edges.add(edge);
  markDirty(pending, edge, before !== undefined);
  enterEdge(state, pending, a, edge, before === undefined);
  enterEdge(state, pending, b, edge, before === undefined);
}

/** Counts a pair in at one of its ends. */
function enterEdge(
  state: GraphState,
  pending: PendingChange,
  node: GraphNode,
  edge: GraphEdge,
  fresh: boolean,
): void {
  const sharedBefore = node.sharedBy;
  // of a value that thousands share, only the pairs up to there are kept: later ones can never matter
  if (sharedBefore && edge !== sharedBefore && compareEdges(edge, sharedBefore) > 0) return;
  if (fresh || !node.edges.includes(edge)) node.edges.push(edge);
  for (const other of updateShared(node, edge, fresh, state.rules)) markDirty(pending, other);
  if (node.sharedBy !== sharedBefore || node.sharedBy === edge) state.changes.nodes.add(node);
  if (node.sharedBy && !sharedBefore) pending.shared.push(node);
}

function comesEarlier(edge: GraphEdge, claimed: boolean, at: number, eventId: string): boolean {
  if (claimed !== edge.claimed) return !claimed;
  return at !== edge.at ? at < edge.at : compareText(eventId, edge.eventId) < 0;
}
