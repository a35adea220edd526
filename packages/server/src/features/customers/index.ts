export { bornWith } from './born-with.ts';
export { channelsOf, writeStandings } from './card-store.ts';
export {
  type ChosenPerson,
  choosePeople,
  countOwned,
  customersOwnedBy,
  figuresByPlace,
  lastCustomer,
  newWithoutOwner,
  theseCustomers,
} from './choose-people.ts';
export { type ContactFilter, contactsOf, type OrderSides } from './contact-question.ts';
export { type Customers, createCustomers } from './create-customers.ts';
export { customerRows, listCustomers } from './customer-list.ts';
export { outletOf, type Showing, showCustomers } from './customer-row.ts';
export type { GroupCounts, PlayHomes, TagLookup } from './customer-service.ts';
export { erasedHomes } from './erasure.ts';
export { consentsOf, relationsOf } from './fact-store.ts';
export { inheritOwner } from './field-rule-store.ts';
export type { Finder } from './find-candidates.ts';
export { standingWords, wordOrder } from './held-words.ts';
export { ownEvent } from './own-event.ts';
export { customersOf, knownHomes, type PartRow, partitionOf, partsOf, pondOf } from './part-store.ts';
export { type PartitionWalk, walkPartition } from './partition-walk.ts';
export { countPurchases } from './purchase-counts.ts';
export { countReferrals } from './referrals.ts';
export { type SalesRow, writeSales, writeUse } from './sales-store.ts';
export { findingsOf, type TickFindings } from './tick-findings.ts';
export { askTimeline } from './timeline-question.ts';
export {
  assertWhole,
  countBelonging,
  countStates,
  maySeeRow,
  ofPeople,
  type PeopleFilter,
  peopleWhere,
  visibleTo,
} from './visible-customers.ts';
