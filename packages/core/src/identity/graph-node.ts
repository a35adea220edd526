import type { Decision } from './decision.ts';
import { compareStrength, compareText } from './identity.ts';
import { type NamespaceClass, namespaceRule } from './namespace.ts';

/**
 * What became of a pair.
 * `joined` it joined two groups · `together` they were one already · `weak` one is weak and both were known, or its one
 * chance was spent · `parted` a decision forbids · `claimed` a browser alone says two known people are one ·
 * `exclusive` the sides differ in an exclusive namespace · `shared` a value is seen with too many · `barred` a value
 * never links · `oversize` it would have connected too much.
 */
export type PairOutcome =
  | 'joined'
  | 'together'
  | 'weak'
  | 'parted'
  | 'claimed'
  | 'exclusive'
  | 'shared'
  | 'barred'
  | 'oversize';

/** What a pair is listed as for review. */
export type ReviewKind = 'exclusive' | 'claimed' | 'oversize';

/** An identity in memory. */
export interface GraphNode {
  readonly home: number;
  readonly namespace: string;
  readonly value: string;
  readonly kind: NamespaceClass;
  verified: boolean;
  barred: boolean;
  /** False: only a partner of a loaded identity is known; its own pairs are not here. */
  loaded: boolean;
  /** Customer after the last change was completed; 0 before birth is. */
  customer: number;
  /** Its pairs, up to where it is shared. */
  edges: GraphEdge[];
  /** The pair from which on (in evidence order) it is seen with too many. */
  sharedBy: GraphEdge | null;
  tally: { counts: Map<string, number>; last: GraphEdge } | null;
  /** Parts in force that name it, and on which side. */
  parts: Map<string, 0 | 1> | null;
  group: IdentityGroup;
  component: GraphComponent;
}

/** Identities that are one person. */
export interface IdentityGroup {
  members: GraphNode[];
  /** Smallest home: the customer's number. */
  min: number;
  /** Holds an identity that is not weak. */
  known: boolean;
  /** Holds one that was seen verified. */
  verified: boolean;
  /** Exclusive namespaces it has a value in. */
  exclusive: Set<string> | null;
  /** Parts in force that name members: bit 1 = side 0, bit 2 = side 1. */
  parts: Map<string, number> | null;
}

/** The earliest evidence for a pair. `a` has the smaller home. */
export interface GraphEdge {
  readonly a: GraphNode;
  readonly b: GraphNode;
  claimed: boolean;
  at: number;
  eventId: string;
  seq: number;
  /** Takes part in the partition. */
  linking: boolean;
  outcome: PairOutcome;
  listed: ReviewKind | null;
}

/** Identities connected by linking pairs or decisions: what must be looked at together. */
export interface GraphComponent {
  /** Its smallest home. */
  id: number;
  nodes: GraphNode[];
  /** Linking pairs, and how many of them are claimed. */
  size: number;
  claimed: number;
  /** The last linking pair in evidence order. */
  last: GraphEdge | null;
  /** Decisions not withdrawn that name one of them. */
  decisions: Map<string, Decision<number>> | null;
}

/** The evidence order on pairs in memory; the same as `comparePairs`. */
export function compareEdges(x: GraphEdge, y: GraphEdge): number {
  if (x === y) return 0;
  if (x.claimed !== y.claimed) return x.claimed ? 1 : -1;
  if (x.at !== y.at) return x.at - y.at;
  if (x.eventId !== y.eventId) return compareText(x.eventId, y.eventId);
  const [xa, xb] = strongerFirst(x);
  const [ya, yb] = strongerFirst(y);
  return compareStrength(xa, ya) || compareStrength(xb, yb);
}

function strongerFirst(edge: GraphEdge): [GraphNode, GraphNode] {
  return compareStrength(edge.a, edge.b) < 0 ? [edge.a, edge.b] : [edge.b, edge.a];
}

/** The other end of a pair. */
export function partnerOf(edge: GraphEdge, node: GraphNode): GraphNode {
  return edge.a === node ? edge.b : edge.a;
}

/** The weak end of a pair whose other end is known; null when there is none. */
export function weakEnd(edge: GraphEdge): GraphNode | null {
  const aWeak = edge.a.kind === 'weak';
  if (aWeak === (edge.b.kind === 'weak')) return null;
  return aWeak ? edge.a : edge.b;
}

/** Key of a pair, whichever end is named first. */
export const edgeKey = (a: number, b: number): string => (a < b ? `${a}-${b}` : `${b}-${a}`);

// what an identity outside any loaded component stands in: empty, so that a fault shows as nothing found
const unsettledGroup: IdentityGroup = {
  members: [],
  min: 0,
  known: false,
  verified: false,
  exclusive: null,
  parts: null,
};
const unsettledComponent: GraphComponent = {
  id: 0,
  nodes: [],
  size: 0,
  claimed: 0,
  last: null,
  decisions: null,
};

/** An identity as born or loaded. Its group and component are given by whoever calls. */
export function newNode(of: {
  home: number;
  namespace: string;
  value: string;
  verified: boolean;
  barred?: boolean;
}): GraphNode {
  return {
    home: of.home,
    namespace: of.namespace,
    value: of.value,
    kind: namespaceRule(of.namespace)?.class ?? 'weak',
    verified: of.verified,
    barred: of.barred ?? false,
    loaded: true,
    customer: 0,
    edges: [],
    sharedBy: null,
    tally: null,
    parts: null,
    group: unsettledGroup,
    component: unsettledComponent,
  };
}

/** What a pair is listed as for review: refused for a reason people should see, and its ends are still apart. */
export function reviewKind(edge: GraphEdge): ReviewKind | null {
  if (edge.a.customer === edge.b.customer) return null;
  if (edge.outcome === 'oversize') return 'oversize';
  if (edge.outcome !== 'claimed' && edge.outcome !== 'exclusive') return null;
  return edge.claimed ? 'claimed' : 'exclusive';
}
