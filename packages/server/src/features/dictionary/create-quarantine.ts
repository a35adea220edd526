import type { Feature } from '../../platform/feature.ts';
import { registerQuarantineRoutes } from './quarantine-routes.ts';
import { createQuarantineService, type QuarantineDeps } from './quarantine-service.ts';
import { insertQuarantine } from './quarantine-store.ts';

/** Where refused items wait to be corrected and replayed. */
export interface Quarantine {
  feature: Feature;
  /** Keeps refused items, in the transaction that answers for them. */
  insert: typeof insertQuarantine;
}

export function createQuarantine(deps: QuarantineDeps): Quarantine {
  const service = createQuarantineService(deps);
  return {
    feature: {
      name: 'quarantine',
      routes: (app) => registerQuarantineRoutes(app, deps.db, service),
    },
    insert: insertQuarantine,
  };
}
