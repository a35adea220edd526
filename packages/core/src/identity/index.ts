export { type Decision, settleDecisions } from './decision.ts';
export {
  comparePairs,
  evidenceReach,
  evidenceTime,
  type Link,
  type Pair,
  pairsOf,
  strongestFirst,
} from './evidence.ts';
export { edgeKey, type GraphEdge, type GraphNode, type PairOutcome, type ReviewKind } from './graph-node.ts';
export type { GraphRows, IdentityRow, LinkRow } from './graph-rows.ts';
export type { GraphChanges, IdentityEffect } from './graph-state.ts';
export { compareStrength, compareText, type Identity, identityKey } from './identity.ts';
export { createIdentityGraph, type IdentityChange, type IdentityGraph } from './identity-graph.ts';
export { defaultIdentityRules, type IdentityRules } from './identity-rules.ts';
export { baseNamespaces, type NamespaceClass, namespaceRule, scopedNamespaces } from './namespace.ts';
export { type IdentityFault, type Normalised, normaliseIdentity } from './normalise.ts';
export { type Partition, type PartitionInput, partition } from './partition.ts';
