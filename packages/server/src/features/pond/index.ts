export { createPond } from './create-pond.ts';
