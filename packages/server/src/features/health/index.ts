export { type Check, runChecks, worstOf } from './check.ts';
export { addressChecks } from './checks/address-checks.ts';
export { databaseChecks } from './checks/database-checks.ts';
export { engineChecks } from './checks/engine-checks.ts';
export { eventStoreChecks } from './checks/event-store-checks.ts';
export { type MachineFacts, machineChecks, type SettingLine } from './checks/machine-checks.ts';
export { createHealth, type Health, type HealthDeps } from './create-health.ts';
