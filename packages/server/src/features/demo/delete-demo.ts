import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { deleteWorkspaceRows } from '../../platform/postgres/workspace-rows.ts';
import { dropDoor } from '../sql/index.ts';
import { forgetDemo } from '../workspaces/index.ts';
import { readDemos } from './demo-store.ts';

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
 * Deletes a demo workspace: every row in PostgreSQL, its event database, its uploaded files. Answers how many rows. Cut off
 * half way, it is finished by `finishDeletion`. Throws `demo.not-demo`.
 */
export async function deleteDemo(deps: DeleteDemoDeps, workspaceId: number): Promise<number> {
  await deps.quiet(workspaceId);
  const rows = await deps.db.transaction().execute(async (tx) => {
    // every tick locks this row first, so none is half way in the tables that are being emptied
    await sql`select from engine_state where workspace_id = ${workspaceId} for update`.execute(tx);
    const gone = await forgetDemo(tx, workspaceId);
    await markDeletion(tx, workspaceId);
    return gone;
  });
  deps.changed();
  await deps.events.drop(workspaceId);
  await finishDeletion(deps, workspaceId);
  return rows;
}

/** Takes away what is left of a demo whose rows are gone. May be done again, and by several at once. */
export async function finishDeletion(
  { db, events, dataFolder }: Omit<DeleteDemoDeps, 'quiet' | 'changed'>,
  workspaceId: number,
): Promise<void> {
  await wait(afterglowMs);
  await db.transaction().execute(async (tx) => {
    await deleteWorkspaceRows(tx, workspaceId);
    await dropDoor(tx, workspaceId);
    await markDeletion(tx, workspaceId);
  });
  await events.drop(workspaceId);
  if (dataFolder !== null) {
    for (const files of ['imports', 'exports'])
      await rm(join(dataFolder, files, String(workspaceId)), { recursive: true, force: true });
    // the way into a demo that was made since stays
    if ((await readDemos(db)).length === 0) await rm(demoFile(dataFolder), { force: true });
  }
  await sql`delete from demo_deletions where workspace_id = ${workspaceId}`.execute(db);
}

/** Demos whose deletion was begun and not finished. */
export async function begunDeletions(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select workspace_id as id from demo_deletions order by workspace_id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Notes that a deletion is under way; the note goes last. */
async function markDeletion(tx: Tx, workspaceId: number): Promise<void> {
  await sql`
    insert into demo_deletions (workspace_id, begun_at) values (${workspaceId}, ${Date.now()})
    on conflict do nothing`.execute(tx);
}
