import { sql } from 'kysely';
import type { Db } from '../platform/postgres/db.ts';

/** Workspaces that have something for a tick to do. Skips from workspace to workspace along the key, whatever the backlog. */
export async function pendingWorkspaces(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with recursive waiting (id) as (
      (select workspace_id from inbox order by workspace_id limit 1)
      union all
      select (select i.workspace_id from inbox i where i.workspace_id > w.id order by i.workspace_id limit 1)
      from waiting w where w.id is not null
    )
    select id from waiting where id is not null
    union
    select workspace_id from engine_drafts
    union
    select workspace_id from engine_commands where state = 'waiting'
    order by id`.execute(db);
  return rows.map((row) => row.id);
}
