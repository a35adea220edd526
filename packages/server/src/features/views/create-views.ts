import type { Feature } from '../../platform/feature.ts';
import { type ViewsDeps, viewRoutes } from './view-routes.ts';

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createViews(deps: ViewsDeps): { feature: Feature } {
  return { feature: { name: 'views', routes: (app) => viewRoutes(app, deps) } };
}
