export { createExports, type Exports, type ExportsDeps } from './create-exports.ts';
export { fileName, type Manifest, readManifest } from './manifest.ts';
export { exportedTables, leftBehind } from './workspace-tables.ts';
