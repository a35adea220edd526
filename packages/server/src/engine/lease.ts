import { sql } from 'kysely';
import type { Db } from '../platform/postgres/db.ts';

/** Class number of the engine's advisory locks; the object number is the workspace. */
const lockClass = 0x59_54;

/** Another engine has taken the workspace over: this one must not commit anything for it again. */
export class LeaseLost extends Error {
  readonly workspaceId: number;
  constructor(workspaceId: number) {
    super(`the lease of workspace ${workspaceId} is held by another engine`);
    this.name = 'LeaseLost';
    this.workspaceId = workspaceId;
  }
}

/**
 * Takes the workspace for this engine: a session advisory lock on the engine's connection, and a new generation that
 * every tick checks. Undefined when another engine holds it. The lock goes with the connection.
 */
export async function acquireLease(db: Db, workspaceId: number): Promise<number | undefined> {
  const { rows } = await sql<{
    held: boolean;
  }>`select pg_try_advisory_lock(${lockClass}, ${workspaceId}) as held`.execute(db);
  if (!rows[0]?.held) return undefined;
  const state = await sql<{ generation: number }>`
    insert into engine_state (workspace_id, generation) values (${workspaceId}, 1)
    on conflict (workspace_id) do update set generation = engine_state.generation + 1
    returning generation`.execute(db);
  return state.rows[0]?.generation;
}
