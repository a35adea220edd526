export { createIngestion, type IngestionDeps } from './create-ingestion.ts';
export { commandState, requestRetract } from './engine-store.ts';
export { createReadAgain } from './read-again.ts';
export { insertSource } from './source-store.ts';
export { newWriteKey } from './write-keys.ts';
