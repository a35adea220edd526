export { booleans, integers, texts } from './array-literal.ts';
export { channelsOf, type StandingRow, writeStandings } from './card-store.ts';
export type { HomeIdentity, IdentitiesOf } from './customer-fold.ts';
export { type ConsentRow, consentsOf, relationsOf } from './fact-store.ts';
export { customersOf, type PartRow, partsOf } from './part-store.ts';
export { type PartitionWalk, walkPartition } from './partition-walk.ts';
export { type SalesRow, writeSales, writeUse } from './sales-store.ts';
export { findingsOf, type TickFindings } from './tick-findings.ts';
