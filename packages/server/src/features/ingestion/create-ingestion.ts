import type { Feature } from '../../platform/feature.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Notifications } from '../../platform/notifications/notifications.ts';
import type { Db } from '../../platform/postgres/db.ts';
import type { Dictionary } from '../dictionary/index.ts';
import { collectionRoutes } from './collection-routes.ts';
import { type CollectorDeps, createCollector } from './collector.ts';
import { eventRoutes } from './event-routes.ts';
import { createLiveStream } from './live-stream.ts';
import { eventsAfter } from './log-question.ts';
import { postEventsRoutes } from './post-events-routes.ts';
import { sourceRoutes } from './source-routes.ts';
import { watchSources } from './source-watch.ts';
import { createVolumeCounter } from './volume-counter.ts';
import { createWriteKeys } from './write-keys.ts';

export interface IngestionDeps extends CollectorDeps {
  db: Db;
  inbox: Inbox;
  notifications: Notifications;
  dictionary: Pick<Dictionary, 'ready' | 'check' | 'family'>;
  publicUrl: string | null;
  /** The workspace's clock (epoch ms): when something was received. */
  clock(workspaceId: number): Promise<() => number>;
}

/** Collection by the Segment HTTP spec, its sources and keys, and the log as it grows. */
export function createIngestion(deps: IngestionDeps): {
  feature: Feature;
  /** Forgets which write keys were seen, after sources went away behind our back. */
  forgetKeys(): void;
  /** Says in the log which sources of a workspace fell silent and which came back; every minute. */
  watch(workspaceId: number): Promise<void>;
  close(): Promise<void>;
} {
  const { db } = deps;
  const keys = createWriteKeys(db);
  const collector = createCollector(deps);
  const volumes = createVolumeCounter(db);
  const live = createLiveStream({
    notifications: deps.notifications,
    read: (workspaceId, after, limit) => eventsAfter(db, workspaceId, after, limit),
  });
  const feature: Feature = {
    name: 'ingestion',
    routes(app) {
      collectionRoutes(app, { ...deps, keys, collector, volumes });
      sourceRoutes(app, { db, keys, clock: deps.clock });
      postEventsRoutes(app, { ...deps, volumes });
      eventRoutes(app, { db, inbox: deps.inbox, live });
    },
  };
  return {
    feature,
    forgetKeys: keys.forget,
    watch: (workspaceId) => watchSources(deps, workspaceId),
    async close() {
      live.close();
      await collector.close();
      await volumes.close();
    },
  };
}
