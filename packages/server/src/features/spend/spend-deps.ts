import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { Db } from '../../platform/postgres/db.ts';

/** What the feature is built on. */
export interface SpendDeps {
  db: Db;
  events: EventStore;
  /** The real clock, epoch ms: when a line was written. */
  now(): number;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
  /** `workspaces.getWorkspace`. */
  workspace(workspaceId: number): Promise<{ zone: string; currency: string }>;
}
