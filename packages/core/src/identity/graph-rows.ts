import { type Decision, settleDecisions } from './decision.ts';
import {
  compareEdges,
  edgeKey,
  type GraphComponent,
  type GraphEdge,
  type GraphNode,
  newNode,
  type PairOutcome,
  reviewKind,
} from './graph-node.ts';
import type { GraphState } from './graph-state.ts';
import { groupOfOne, mergeGroups } from './identity-group.ts';
import { componentOfOne, keepDecision } from './settle-component.ts';

/** An identity as stored. */
export interface IdentityRow {
  home: number;
  namespace: string;
  value: string;
  customer: number;
  component: number;
  verified: boolean;
  barred: boolean;
  /** Partner in the pair from which on it is shared; null when it is not. */
  sharedHome: number | null;
}

/** A pair as stored; `a` is the smaller home. */
export interface LinkRow {
  a: number;
  b: number;
  claimed: boolean;
  at: number;
  eventId: string;
  seq: number;
  linking: boolean;
  outcome: PairOutcome;
}

/**
 * Whole components as stored: every identity of them, every pair of these up to where an identity is shared, the
 * partners outside, and every decision that names one of them.
 */
export interface GraphRows {
  identities: IdentityRow[];
  partners: IdentityRow[];
  links: LinkRow[];
  decisions: Decision<number>[];
}

/** Takes stored rows in. What the graph already holds is newer and stays. */
export function loadRows(state: GraphState, rows: GraphRows): void {
  const arrived = new Map<GraphNode, IdentityRow>();
  for (const row of rows.identities) {
    const node = nodeFor(state, row);
    if (node.loaded) continue;
    node.loaded = true;
    arrived.set(node, row);
  }
  for (const row of rows.partners) nodeFor(state, row);
  for (const row of rows.links) loadLink(state, row);
  loadDecisions(state, rows.decisions, arrived);
  const components = new Map<number, GraphComponent>();
  const firsts = new Map<number, GraphNode>();
  for (const [node, row] of arrived) {
    if (row.sharedHome !== null) node.sharedBy = state.edges.get(edgeKey(row.home, row.sharedHome)) ?? null;
    node.group = groupOfOne(node);
    enterComponent(components, node, row.component);
  }
  for (const node of arrived.keys()) {
    const first = firsts.get(node.customer);
    if (first) mergeGroups(first.group, node.group);
    else firsts.set(node.customer, node);
    for (const edge of node.edges) if (edge.linking && edge.a === node) countIn(node.component, edge);
  }
  for (const decision of rows.decisions) {
    const home = decision.sides.flat()[0];
    const node = home === undefined ? undefined : state.nodes.get(home);
    if (node && arrived.has(node)) keepDecision(node.component, decision);
  }
}

function nodeFor(state: GraphState, row: IdentityRow): GraphNode {
  const known = state.nodes.get(row.home);
  if (known) return known;
  const node = newNode(row);
  node.loaded = false;
  node.customer = row.customer;
  state.nodes.set(row.home, node);
  return node;
}

function loadLink(state: GraphState, row: LinkRow): void {
  const key = edgeKey(row.a, row.b);
  if (state.edges.has(key)) return;
  const [a, b] = [state.nodes.get(row.a), state.nodes.get(row.b)];
  if (!a || !b) throw new Error(`pair ${key} was loaded without both of its identities`);
  const { claimed, at, eventId, seq, linking, outcome } = row;
  const edge: GraphEdge = { a, b, claimed, at, eventId, seq, linking, outcome, listed: null };
  edge.listed = reviewKind(edge);
  state.edges.set(key, edge);
  a.edges.push(edge);
  b.edges.push(edge);
}

function loadDecisions(
  state: GraphState,
  decisions: Decision<number>[],
  arrived: Map<GraphNode, IdentityRow>,
): void {
  const { inForce } = settleDecisions(decisions);
  for (const { id, kind, sides } of decisions) {
    if (kind !== 'part' || !inForce.has(id)) continue;
    for (const side of [0, 1] as const) {
      for (const home of sides[side]) {
        const node = state.nodes.get(home);
        if (node && arrived.has(node)) node.parts = (node.parts ?? new Map()).set(id, side);
      }
    }
  }
}

function enterComponent(components: Map<number, GraphComponent>, node: GraphNode, id: number): void {
  const component = components.get(id) ?? { ...componentOfOne(node), id, nodes: [] };
  components.set(id, component);
  component.nodes.push(node);
  node.component = component;
}

function countIn(component: GraphComponent, edge: GraphEdge): void {
  component.size += 1;
  if (edge.claimed) component.claimed += 1;
  if (!component.last || compareEdges(edge, component.last) > 0) component.last = edge;
}
