export { createPond, type Pond } from './create-pond.ts';
