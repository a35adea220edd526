import type { GraphComponent, GraphEdge, GraphNode } from './graph-node.ts';
import type { IdentityRules } from './identity-rules.ts';

/** How the partition changed. */
export interface IdentityEffect {
  /** Homes whose customer changed, by home; births excluded. */
  moves: { home: number; from: number; to: number }[];
  /** Pairs whose entry in the review list changed (`edge.listed` is the new one). */
  listed: GraphEdge[];
  /** Values that began to be shared. */
  shared: GraphNode[];
}

/** What is being worked on between `apply` and the answer. */
export interface PendingChange {
  eventId: string;
  seq: number;
  /** Pairs whose right to link may have changed; true: their place in the order has. */
  dirty: Map<GraphEdge, boolean>;
  /** Pairs this event brought, for the size limit. */
  fresh: GraphEdge[];
  /** Components whose state must be computed anew. */
  anew: Set<GraphComponent>;
  /** Nodes whose customer may have changed. */
  touched: Set<GraphNode>;
  shared: GraphNode[];
}

/** What changed since the last `drain`, for the store. */
export interface GraphChanges {
  nodes: Set<GraphNode>;
  edges: Set<GraphEdge>;
}

/** The graph's inner state, for the functions that work on it. */
export interface GraphState {
  rules: IdentityRules;
  nodes: Map<number, GraphNode>;
  edges: Map<string, GraphEdge>;
  changes: GraphChanges;
}
