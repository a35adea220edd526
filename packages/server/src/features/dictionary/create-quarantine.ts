import type { Feature } from '../../platform/feature.ts';
import { valuesOf } from './mentions.ts';
import { registerQuarantineRoutes } from './quarantine-routes.ts';
import { createQuarantineService, type QuarantineDeps } from './quarantine-service.ts';
import { deleteMentioning, insertQuarantine, readMentioning } from './quarantine-store.ts';

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
      async export(tx, workspaceId, { homes }) {
        return { quarantine: await readMentioning(tx, workspaceId, await valuesOf(tx, workspaceId, homes)) };
      },
      async erase(tx, workspaceId, { homes }) {
        await deleteMentioning(tx, workspaceId, await valuesOf(tx, workspaceId, homes));
      },
    },
    insert: insertQuarantine,
  };
}
