export { createDictionary, type Dictionary } from './create-dictionary.ts';
export { createQuarantine, type Quarantine } from './create-quarantine.ts';
export { mentions, valuesOf } from './mentions.ts';
export type { ReadAgain } from './quarantine-service.ts';
export type { QuarantineDraft } from './quarantine-store.ts';
