export { createOrganisation } from './create-organisation.ts';
export { assertOpen, unitIn } from './organisation-service.ts';
export { homesServedBy } from './seen-store.ts';
export {
  findStaff,
  insertStaff,
  namesOfStaff,
  pageOfStaff,
  readReceivers,
  staffOfUnit,
  unitsOfStaff,
  updateStaff,
} from './staff-store.ts';
export { insertMove, insertUnit, listUnits, lockUnits, readUnitScope, updateUnit } from './unit-store.ts';
