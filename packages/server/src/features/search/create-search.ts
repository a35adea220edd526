import type { Feature } from '../../platform/feature.ts';
import { type SearchDeps, searchRoutes } from './search-routes.ts';

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createSearch(deps: SearchDeps): { feature: Feature } {
  return { feature: { name: 'search', routes: (app) => searchRoutes(app, deps) } };
}
