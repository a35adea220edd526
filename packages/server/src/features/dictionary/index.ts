export {
  type CheckedEvent,
  createDictionary,
  type Dictionary,
  type DictionaryDeps,
  type Verdict,
} from './create-dictionary.ts';
export { createQuarantine, type Quarantine } from './create-quarantine.ts';
export { mentions, valuesOf } from './mentions.ts';
export type { QuarantineDeps, ReadAgain, Reread } from './quarantine-service.ts';
export type { QuarantineDraft } from './quarantine-store.ts';
