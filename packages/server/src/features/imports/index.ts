export { createImports, type Imports } from './create-imports.ts';
