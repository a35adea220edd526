import type { Feature } from '../../platform/feature.ts';
import { createAssignmentService } from './assignment-service.ts';
import { eraseAssignments, exportAssignments } from './assignment-store.ts';
import { type OwnershipDeps, ownershipRoutes } from './ownership-routes.ts';
import { runAllRules } from './run-rules.ts';
import { touchpointRoutes } from './touchpoint-routes.ts';

/** Who answers for whom: owners of customers, units of touchpoints. */
export interface Ownership {
  feature: Feature;
  /** Gives new people to somebody, where rules say so; called every minute, on the HTTP side only. */
  runRules(): Promise<void>;
}

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createOwnership(deps: OwnershipDeps): Ownership {
  const service = createAssignmentService(deps);
  return {
    feature: {
      name: 'ownership',
      routes(app) {
        ownershipRoutes(app, deps, service);
        touchpointRoutes(app, deps);
      },
      export: exportAssignments,
      erase: eraseAssignments,
    },
    runRules: () => runAllRules(deps.db, service, deps.inbox),
  };
}
