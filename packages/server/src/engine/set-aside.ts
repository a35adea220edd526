import { sql } from 'kysely';
import type { Db } from '../platform/postgres/db.ts';

/** Moves the oldest inbox row, which no tick can digest, to `inbox_failed`, whole and with the reason. */
export async function setAside(db: Db, workspaceId: number, reason: string): Promise<boolean> {
  const moved = await sql`
    with bad as (
      delete from inbox where workspace_id = ${workspaceId}
        and id = (select id from inbox where workspace_id = ${workspaceId} order by id limit 1)
      returning id, items, body
    )
    insert into inbox_failed (workspace_id, id, failed_at, items, body, error)
    select ${workspaceId}, id, ${Date.now()}, items, body, ${reason} from bad returning id`.execute(db);
  return moved.rows.length > 0;
}
