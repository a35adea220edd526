import { type Decision, settleDecisions } from './decision.ts';
import { compareEdges, type GraphComponent, type GraphEdge, type GraphNode } from './graph-node.ts';
import { groupOfOne, judgePair, mergeGroups } from './identity-group.ts';

/** A component of one identity that nothing connects yet. */
export function componentOfOne(node: GraphNode): GraphComponent {
  return { id: node.home, nodes: [node], size: 0, claimed: 0, last: null, decisions: null };
}

/** Notes a decision with the component of the identities it names. */
export function keepDecision(component: GraphComponent, decision: Decision<number>): void {
  component.decisions ??= new Map();
  component.decisions.set(decision.id, decision);
}

/**
 * Computes components and groups of these identities anew from their linking pairs and decisions.
 * The set must be closed: no linking pair and no decision leads out of it. Answers the pairs judged.
 */
export function settleComponents(components: Iterable<GraphComponent>): GraphEdge[] {
  const nodes: GraphNode[] = [];
  const decisions = new Map<string, Decision<number>>();
  for (const component of components) {
    nodes.push(...component.nodes);
    for (const [id, decision] of component.decisions ?? []) decisions.set(id, decision);
  }
  const byHome = new Map<number, GraphNode>();
  for (const node of nodes) {
    byHome.set(node.home, node);
    node.component = componentOfOne(node);
    node.group = groupOfOne(node);
  }
  const edges = nodes.flatMap((node) => node.edges.filter((edge) => edge.linking && edge.a === node));
  edges.sort(compareEdges);
  connectDecisions(byHome, decisions);
  for (const edge of edges) {
    connectEdge(edge);
    edge.outcome = judgePair(edge);
    if (edge.outcome === 'joined') mergeGroups(edge.a.group, edge.b.group);
  }
  return edges;
}

/** Joins the components of a linking pair and counts it in; it must come after everything they hold. */
export function connectEdge(edge: GraphEdge): void {
  const component = mergeComponents(edge.a.component, edge.b.component);
  component.size += 1;
  if (edge.claimed) component.claimed += 1;
  component.last = edge;
}

function mergeComponents(x: GraphComponent, y: GraphComponent): GraphComponent {
  if (x === y) return x;
  const [into, from] = x.nodes.length >= y.nodes.length ? [x, y] : [y, x];
  into.id = Math.min(into.id, from.id);
  for (const node of from.nodes) {
    node.component = into;
    into.nodes.push(node);
  }
  into.size += from.size;
  into.claimed += from.claimed;
  if (from.last && (!into.last || compareEdges(from.last, into.last) > 0)) into.last = from.last;
  for (const decision of from.decisions?.values() ?? []) keepDecision(into, decision);
  return into;
}

function connectDecisions(nodes: Map<number, GraphNode>, decisions: Map<string, Decision<number>>): void {
  const at = (home: number) => {
    const node = nodes.get(home);
    if (!node) throw new Error(`home ${home} of a decision is not among the identities to settle`);
    return node;
  };
  for (const decision of decisions.values()) {
    const [first, ...rest] = decision.sides.flat();
    if (first === undefined) continue;
    let component = at(first).component;
    for (const home of rest) component = mergeComponents(component, at(home).component);
    keepDecision(component, decision);
  }
  for (const [first, ...rest] of settleDecisions([...decisions.values()]).unions) {
    for (const home of rest) {
      const [x, y] = [at(first as number).group, at(home).group];
      if (x !== y) mergeGroups(x, y);
    }
  }
}
