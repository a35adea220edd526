export { createIngestion, type IngestionDeps } from './create-ingestion.ts';
export { commandState, requestRebuild, requestRetract } from './engine-store.ts';
export { createReadAgain } from './read-again.ts';
export { sourceCheck } from './source-check.ts';
export { addVolumes, insertSource, sourceNames } from './source-store.ts';
export { addVolume, type Volumes, volumeOf } from './volume.ts';
export { newWriteKey } from './write-keys.ts';
