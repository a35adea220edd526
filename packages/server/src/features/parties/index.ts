export { createParties } from './create-parties.ts';
