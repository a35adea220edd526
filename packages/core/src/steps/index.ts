export { defaultSteps } from './default-steps.ts';
export { type Step, stepKeys } from './step.ts';
