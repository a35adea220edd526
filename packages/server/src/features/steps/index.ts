export { createSteps } from './create-steps.ts';
