import type { Feature } from '../../platform/feature.ts';
import { type StepsDeps, stepRoutes } from './step-routes.ts';

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createSteps(deps: StepsDeps): { feature: Feature } {
  return { feature: { name: 'steps', routes: (app) => stepRoutes(app, deps) } };
}
