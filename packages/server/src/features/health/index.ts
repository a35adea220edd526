export { type Check, runChecks, worstOf } from './check.ts';
export { addressChecks } from './checks/address-checks.ts';
export { type MachineFacts, machineChecks, type SettingLine } from './checks/machine-checks.ts';
export { allChecks, createHealth, type Health, type HealthDeps } from './create-health.ts';
