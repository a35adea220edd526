import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { Feature } from '../../platform/feature.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import type { Workspaces } from '../workspaces/index.ts';
import { type Arrivals, startArrivals } from './arrivals.ts';
import { begunDeletions, deleteDemo, finishDeletion } from './delete-demo.ts';
import { demoRoutes } from './demo-routes.ts';
import { readDemos } from './demo-store.ts';

export interface DemoDeps {
  db: Db;
  events: EventStore;
  inbox: Inbox;
  workspaces: Workspaces;
  dataFolder: string | null;
  /** The engine asks again where a workspace's clock stands. */
  clockMoved(): void;
  /** Nobody reaches the house by a public address or a proxy. */
  stageOpen: boolean;
  /** Collection forgets which write keys it has seen. */
  forgetKeys(): void;
}

/** Demo workspaces: their stage, their clock and their simulated people. */
export interface DemoFeature {
  feature: Feature;
  /** Simulated people begin to arrive in every demo; `onFault` hears why some could not. Once, on the HTTP side only. */
  start(onFault: (error: unknown) => void): Promise<void>;
  /** Finishes deletions that were cut off. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the feature; nobody arrives before `start`. */
export function createDemo(deps: DemoDeps): DemoFeature {
  const { db, inbox, workspaces } = deps;
  const arrivals = new Map<number, Arrivals>();

  /** Being deleted by this process now: nothing of them was cut off. */
  const deleting = new Set<number>();

  async function remove(workspaceId: number): Promise<number> {
    deleting.add(workspaceId);
    return deleteDemo({ ...deps, quiet, changed }, workspaceId).finally(() => deleting.delete(workspaceId));
  }

  async function quiet(workspaceId: number): Promise<void> {
    await arrivals.get(workspaceId)?.stop();
    arrivals.delete(workspaceId);
  }

  function changed(): void {
    workspaces.changed();
    deps.forgetKeys();
    deps.clockMoved();
  }

  return {
    feature: {
      name: 'demo',
      routes: (app) =>
        demoRoutes(app, {
          db,
          workspaces,
          clockMoved: deps.clockMoved,
          stageOpen: deps.stageOpen,
          remove,
        }),
    },
    async start(onFault) {
      for (const demo of await readDemos(db)) {
        const arrive = { db, inbox, clock: workspaces.workspaceClock, onFault };
        arrivals.set(demo.workspaceId, startArrivals(arrive, demo));
      }
    },
    async resume() {
      for (const workspaceId of await begunDeletions(db))
        if (!deleting.has(workspaceId)) await finishDeletion(deps, workspaceId);
    },
    async close() {
      for (const workspaceId of [...arrivals.keys()]) await quiet(workspaceId);
    },
  };
}
