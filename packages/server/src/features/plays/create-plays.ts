import type { Feature } from '../../platform/feature.ts';
import { erasePlays, exportPlays, foldPlays, resetPlays } from './play-fold.ts';
import { type PlaysDeps, playRoutes } from './play-routes.ts';

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createPlays(deps: PlaysDeps): { feature: Feature } {
  return {
    feature: {
      name: 'plays',
      routes: (app) => playRoutes(app, deps),
      fold: foldPlays,
      foldsBeside: true,
      reset: resetPlays,
      export: exportPlays,
      erase: erasePlays,
    },
  };
}
