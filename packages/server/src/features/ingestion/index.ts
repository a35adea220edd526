export { createIngestion, type IngestionDeps } from './create-ingestion.ts';
export { commandState, requestRebuild, requestRetract } from './engine-store.ts';
export { createReadAgain } from './read-again.ts';
export { addVolumes, insertSource, sourceNames, type Volume } from './source-store.ts';
export { newWriteKey } from './write-keys.ts';
