export { createOwnership } from './create-ownership.ts';
export { writeDuty } from './touchpoint-store.ts';
