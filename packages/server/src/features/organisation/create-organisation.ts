import type { Feature } from '../../platform/feature.ts';
import { foldOrganisation } from './organisation-fold.ts';
import { type OrganisationRoutesDeps, organisationRoutes } from './organisation-routes.ts';
import { createOrganisationService } from './organisation-service.ts';
import { eraseServed, exportServed, resetSeen } from './seen-store.ts';

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createOrganisation(deps: OrganisationRoutesDeps): { feature: Feature } {
  const service = createOrganisationService(deps);
  return {
    feature: {
      name: 'organisation',
      routes: (app) => organisationRoutes(app, deps, service),
      fold: foldOrganisation,
      foldsBeside: true,
      reset: resetSeen,
      export: exportServed,
      erase: eraseServed,
    },
  };
}
