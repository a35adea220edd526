import type { Feature } from '../../platform/feature.ts';
import { readBook } from '../channels/index.ts';
import { erasedHomes } from '../customers/index.ts';
import { connectionRoutes } from './connection-routes.ts';
import { erasePond, exportPond } from './person-changes.ts';
import { foldPond } from './pond-fold.ts';
import { type PondRoutesDeps, pondRoutes } from './pond-routes.ts';
import { resetPond } from './reset-pond.ts';
import { resettle, resumeSettling } from './resettle.ts';
import { foldSettlements } from './settlement-fold.ts';

/** The pond. Stands after customers and channels in the list of features. */
export interface Pond {
  feature: Feature;
  /** Settlements follow a channel's new class; hand it to channels. */
  classChanged(workspaceId: number, channel: string): Promise<void>;
  /** Finishes what a stopped process left undone; call once at start. */
  resume(): Promise<void>;
}

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createPond(deps: PondRoutesDeps): Pond {
  const { db } = deps;
  return {
    feature: {
      name: 'pond',
      routes(app) {
        pondRoutes(app, deps);
        connectionRoutes(app, deps);
      },
      async fold(tx, tick) {
        await foldPond(tx, tick);
        await foldSettlements(tx, tick, await readBook(tx, tick.workspaceId));
      },
      reset: async (tx, workspaceId) => resetPond(tx, workspaceId, await erasedHomes(tx, workspaceId)),
      export: exportPond,
      erase: async (tx, workspaceId, person) =>
        erasePond(tx, workspaceId, person, (await deps.clock(workspaceId))()),
    },
    classChanged: (workspaceId, channel) => resettle(db, workspaceId, channel),
    resume: () => resumeSettling(db),
  };
}
