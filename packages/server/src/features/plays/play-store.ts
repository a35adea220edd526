import type { PlayStatus } from '@yutang/contracts/plays';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { type PlayHomes, partitionOf } from '../customers/index.ts';

/** A play as people described it. */
export interface PlayRow {
  code: string;
  name: string;
  goal: string | null;
  owner: string | null;
  startsOn: string | null;
  endsOn: string | null;
  budgetMinor: number | null;
  hypothesis: string | null;
  status: PlayStatus;
  archivedAt: number | null;
}

export async function readPlays(db: Db | Tx, workspaceId: number, code?: string): Promise<PlayRow[]> {
  const { rows } = await sql<PlayRow>`
    select code, name, goal, owner, to_char(starts_on, 'YYYY-MM-DD') as "startsOn",
      to_char(ends_on, 'YYYY-MM-DD') as "endsOn", budget_minor as "budgetMinor", hypothesis, status,
      archived_at as "archivedAt"
    from plays where workspace_id = ${workspaceId} ${code === undefined ? sql`` : sql`and code = ${code}`}
    order by code`.execute(db);
  return rows;
}

/** Writes a play as it is from now on. `at`: epoch ms. */
export async function writePlay(
  tx: Tx,
  workspaceId: number,
  play: PlayRow,
  by: { at: number; label: string },
): Promise<void> {
  await sql`
    insert into plays (workspace_id, code, name, goal, owner, starts_on, ends_on, budget_minor, hypothesis, status,
      archived_at, created_at, created_by, updated_at, updated_by)
    values (${workspaceId}, ${play.code}, ${play.name}, ${play.goal}, ${play.owner}, ${play.startsOn}, ${play.endsOn},
      ${play.budgetMinor}, ${play.hypothesis}, ${play.status}, ${play.archivedAt}, ${by.at}, ${by.label}, ${by.at}, ${by.label})
    on conflict (workspace_id, code) do update set name = excluded.name, goal = excluded.goal, owner = excluded.owner,
      starts_on = excluded.starts_on, ends_on = excluded.ends_on, budget_minor = excluded.budget_minor,
      hypothesis = excluded.hypothesis, status = excluded.status, archived_at = excluded.archived_at,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(tx);
}

/** What events say of a play. */
export interface PlayActivity {
  play: string;
  people: number;
  events: number;
  firstAt: number;
  lastAt: number;
}

/** How many events and people each play had; people as of today's partition. */
export async function readActivity(db: Db, workspaceId: number, code?: string): Promise<PlayActivity[]> {
  const one = code === undefined ? sql`` : sql`and k.play = ${code}`;
  const { rows } = await sql<PlayActivity>`
    select k.play, count(distinct q.customer) as people, sum(k.events)::bigint as events, min(k.first_at) as "firstAt",
      max(k.last_at) as "lastAt"
    from play_people k left join ${partitionOf(workspaceId)} q on q.home = k.home
    where k.workspace_id = ${workspaceId} ${one} group by k.play order by k.play`.execute(db);
  return rows;
}

/** SQL for the homes that had an event of this play. */
export const homesOf: PlayHomes = (workspaceId, play) =>
  sql`select home from play_people where workspace_id = ${workspaceId} and play = ${play} and home <> 0`;
