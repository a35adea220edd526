export {
  type DerivedPerson,
  derivePerson,
  type Facets,
  type PondEvidence,
  type Standing,
  standingOf,
} from './derive-person.ts';
export { type PondReason, pondReasons, reasonOfEvent, reasonOfPartition } from './pond-reason.ts';
export {
  type PondFlags,
  type PondState,
  type PondStateName,
  pondFlags,
  pondState,
  pondStateNames,
  privateState,
  statesOf,
} from './pond-state.ts';
export { isOwnPlace, type Settlement, type Step, settle, type Touch, type TouchSource } from './settle.ts';
