import { sql } from 'kysely';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';

/** The outlet of the first or last order of each of these homes that named one, with when it was placed (epoch ms). */
export async function outletsOfOrders(
  db: Db,
  workspaceId: number,
  homes: readonly number[],
  which: 'first' | 'last',
): Promise<{ home: number; outlet: string; at: number }[]> {
  if (homes.length === 0) return [];
  const order = which === 'first' ? sql`asc` : sql`desc`;
  const { rows } = await sql<{ home: number; outlet: string; at: number }>`
    select distinct on (home) home, outlet, coalesce(placed_at, latest_at) as at from orders
    where workspace_id = ${workspaceId} and home <> 0 and home = any(${integers(homes)}::bigint[]) and outlet is not null
    order by home, coalesce(placed_at, latest_at) ${order}, order_id`.execute(db);
  return rows;
}
