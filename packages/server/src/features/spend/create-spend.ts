import type { Feature } from '../../platform/feature.ts';
import { reportRoutes } from './report-routes.ts';
import type { SpendDeps } from './spend-deps.ts';
import { spendFileRoutes } from './spend-file-routes.ts';
import { spendRoutes } from './spend-routes.ts';

/** Builds the feature. Spend is a decision: no fold, nothing of a person in it. */
export function createSpend(deps: SpendDeps): { feature: Feature } {
  return {
    feature: {
      name: 'spend',
      routes(app) {
        spendRoutes(app, deps);
        spendFileRoutes(app, deps);
        reportRoutes(app, deps);
      },
    },
  };
}
