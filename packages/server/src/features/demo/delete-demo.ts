import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { deleteWorkspaceRows } from '../../platform/postgres/workspace-rows.ts';
import { dropDoor } from '../sql/index.ts';
import { forgetDemo } from '../workspaces/index.ts';

/** Where `yutang demo` keeps how to get into the demo. */
export const demoFile = (dataFolder: string): string => join(dataFolder, 'demo.json');

export interface DeleteDemoDeps {
  db: Db;
  events: EventStore;
  dataFolder: string | null;
  /** Ends the arrivals of the workspace. */
  quiet(workspaceId: number): Promise<void>;
  /** Forget what is in memory of keys, sessions and workspaces. */
  changed(): void;
}

/** What was under way while it was deleted (an export, counters written once a second) has come down after this long. */
const afterglowMs = 1500;

/**
 * Deletes a demo workspace: every row in PostgreSQL, its event database, its uploaded files. Answers how many rows.
 * Throws `demo.not-demo`.
 */
export async function deleteDemo(deps: DeleteDemoDeps, workspaceId: number): Promise<number> {
  const { db, events, dataFolder } = deps;
  await deps.quiet(workspaceId);
  const rows = await db.transaction().execute(async (tx) => {
    // every tick locks this row first, so none is half way in the tables that are being emptied
    await sql`select from engine_state where workspace_id = ${workspaceId} for update`.execute(tx);
    return forgetDemo(tx, workspaceId);
  });
  deps.changed();
  await events.drop(workspaceId);
  await wait(afterglowMs);
  await db.transaction().execute(async (tx) => {
    await deleteWorkspaceRows(tx, workspaceId);
    await dropDoor(tx, workspaceId);
  });
  await events.drop(workspaceId);
  if (dataFolder !== null) {
    await rm(demoFile(dataFolder), { force: true });
    await rm(join(dataFolder, 'imports', String(workspaceId)), { recursive: true, force: true });
  }
  return rows;
}
