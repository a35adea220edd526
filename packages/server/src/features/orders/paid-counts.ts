import { sql } from 'kysely';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';

/** Orders paid between each two of these ascending instants (epoch ms), those of nobody known included. */
export async function countPaidOrders(
  db: Db,
  workspaceId: number,
  instants: readonly number[],
): Promise<number[]> {
  const [first, last] = [instants[0], instants.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { rows } = await sql<{ bucket: number; orders: number }>`
    select width_bucket(paid_at, ${integers(instants)}::bigint[]) as bucket, count(*) as orders from orders
    where workspace_id = ${workspaceId} and paid_at >= ${first} and paid_at < ${last} group by 1`.execute(db);
  const orders = new Map(rows.map((row) => [row.bucket, row.orders]));
  return instants.slice(1).map((_, index) => orders.get(index + 1) ?? 0);
}
