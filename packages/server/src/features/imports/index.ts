export { createImports, type Imports, type ImportsDeps } from './create-imports.ts';
export type { Retraction } from './undo-import.ts';
