import { statesOf } from '@yutang/core/pond';
import { type RawBuilder, sql } from 'kysely';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { partitionOf } from '../customers/index.ts';

/** How many were in the pond, and in stock, at an instant. */
export interface Pool {
  strictPrivate: number;
  stock: number;
}

/**
 * The pool just before each of these ascending instants (epoch ms): the sum of the changes until then. So a snapshot of a day is
 * the same whenever it is asked for, and a late event corrects the days it concerns.
 */
export async function askPool(db: Db, workspaceId: number, instants: readonly number[]): Promise<Pool[]> {
  const last = instants.at(-1);
  if (last === undefined) return [];
  const stock = sql`${statesOf('stock')}::smallint[]`;
  const inStock = (column: string) => sql`coalesce(${sql.ref(column)} = any(${stock}), false)::int`;
  const { rows } = await sql<{ bucket: number; strictPrivate: number; stock: number }>`
    select width_bucket(at, ${integers(instants)}::bigint[]) as bucket, sum(flow)::bigint as "strictPrivate",
      sum(${inStock('to_state')} - ${inStock('from_state')})::bigint as stock
    from pond_changes where workspace_id = ${workspaceId} and at < ${last} group by 1 order by 1`.execute(db);
  const pool = { strictPrivate: 0, stock: 0 };
  return instants.map((_, index) => {
    const change = rows.find((row) => row.bucket === index);
    pool.strictPrivate += change?.strictPrivate ?? 0;
    pool.stock += change?.stock ?? 0;
    return { ...pool };
  });
}

interface Entries {
  from?: number | undefined;
  to?: number | undefined;
  play?: string | undefined;
}

/**
 * SQL for the homes under whose number somebody came into the pond in the period, by an event of the play where one is named.
 * Being merged with, or parted from, somebody inside is no entry.
 */
export function entriesOf(workspaceId: number, { from, to, play }: Entries): RawBuilder<unknown> {
  const all = [
    sql`workspace_id = ${workspaceId} and flow = 1 and reason not in ('merged', 'parted')`,
    ...(from === undefined ? [] : [sql`at >= ${from}`]),
    ...(to === undefined ? [] : [sql`at < ${to}`]),
    ...(play === undefined ? [] : [sql`play = ${play}`]),
  ];
  return sql`select customer from pond_changes where ${sql.join(all, sql` and `)}`;
}

/** People who came into the pond in the period, each once, by the channel of their first touch (null: none). */
export async function askNewPrivate(
  db: Db,
  workspaceId: number,
  entries: Entries,
): Promise<{ channel: string | null; people: number }[]> {
  const { rows } = await sql<{ channel: string | null; people: number }>`
    select p.channel, count(*) as people from pond_people p
    where p.workspace_id = ${workspaceId} and p.customer in (
      select q.customer from ${partitionOf(workspaceId)} q where q.home in (${entriesOf(workspaceId, entries)}))
    group by p.channel order by 1`.execute(db);
  return rows;
}

/** Entries into, and exits from, the pond by events of a play. */
export async function askPlayFlow(
  db: Db,
  workspaceId: number,
  play: string,
): Promise<{ entered: number; left: number }> {
  const { rows } = await sql<{ entered: number; left: number }>`
    select count(*) filter (where flow = 1) as entered, count(*) filter (where flow = -1) as left
    from pond_changes where workspace_id = ${workspaceId} and flow <> 0 and play = ${play}
      and reason not in ('merged', 'parted')`.execute(db);
  return rows[0] ?? { entered: 0, left: 0 };
}
