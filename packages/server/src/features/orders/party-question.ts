import { type RawBuilder, sql } from 'kysely';
import type { CustomerScope } from '../../platform/http/principal.ts';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import type { OrderSides } from '../customers/index.ts';
import { visibleOrders } from './order-question.ts';

const paidByOrganisation = sql`orders.payer ->> 'kind' = 'organisation'`;

/** Who pays for whom, as the list of customers asks. */
export const orderSides: OrderSides = {
  usersOf: (workspaceId, organisation) => sql`
    select user_home from orders where workspace_id = ${workspaceId} and user_home <> 0
      and ${paidByOrganisation} and payer ->> 'ref' = ${organisation}`,
  pairs: (workspaceId) => sql`
    select distinct buyer_home as payer_home, user_home from orders
    where workspace_id = ${workspaceId} and buyer_home <> user_home`,
};

/**
 * SQL for what organisations paid (ID-12), a row each: `ref`, the three measures, `paid_at` (the latest payment). Of orders
 * the asker may see.
 */
export function salesByOrganisation(
  workspaceId: number,
  scope: CustomerScope,
  refs?: readonly string[],
): RawBuilder<unknown> {
  return sql`
    select payer ->> 'ref' as ref, count(*)::int as orders, sum(placed_minor)::bigint as placed_minor,
      sum(paid_minor)::bigint as paid_minor, sum(refunded_minor)::bigint as refunded_minor, max(paid_at) as paid_at
    from orders
    where workspace_id = ${workspaceId} and ${paidByOrganisation} and ${visibleOrders({ workspaceId, ...scope })}
      ${refs ? sql`and payer ->> 'ref' = any(${texts(refs)}::text[])` : sql``}
    group by 1`;
}

/** What an organisation paid for one home. Minor units, epoch ms. */
export interface Received {
  ref: string;
  home: number;
  orders: number;
  netMinor: number;
  latestAt: number;
}

/** What organisations (one, or each of them) paid for these homes. */
export async function receivedBy(
  db: Db,
  workspaceId: number,
  homes: readonly number[],
  ref?: string,
): Promise<Received[]> {
  const { rows } = await sql<Received>`
    select payer ->> 'ref' as ref, user_home as home, count(*)::int as orders,
      sum(paid_minor - refunded_minor)::bigint as "netMinor", max(coalesce(placed_at, latest_at)) as "latestAt"
    from orders
    where workspace_id = ${workspaceId} and user_home = any(${integers(homes)}::bigint[])
      and user_home <> 0 and user_home <> buyer_home and ${paidByOrganisation}
      ${ref === undefined ? sql`` : sql`and payer ->> 'ref' = ${ref}`}
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** Homes an organisation paid for. */
export async function usersOfOrganisation(db: Db, workspaceId: number, ref: string): Promise<number[]> {
  const { rows } = await sql<{ user_home: number }>`
    select distinct user_home from (${orderSides.usersOf(workspaceId, ref)}) u`.execute(db);
  return rows.map((row) => row.user_home);
}

/** What one side of a person's orders comes to. Net in minor units. */
export interface SideSum {
  orders: number;
  netMinor: number;
}

/** What a person (all homes) paid for others, and what others paid for the person. */
export async function paidAcross(
  db: Db,
  workspaceId: number,
  homes: readonly number[],
): Promise<{ forOthers: SideSum; byOthers: SideSum }> {
  const of = sql`${integers(homes)}::bigint[]`;
  const side = async (own: RawBuilder<unknown>, other: RawBuilder<unknown>): Promise<SideSum> => {
    const { rows } = await sql<SideSum>`
      select count(*)::int as orders, coalesce(sum(paid_minor - refunded_minor), 0)::bigint as "netMinor" from orders
      where workspace_id = ${workspaceId} and buyer_home <> user_home and ${own} = any(${of}) and ${own} <> 0
        and ${other} <> all(${of})`.execute(db);
    return rows[0] ?? { orders: 0, netMinor: 0 };
  };
  const [buyer, user] = [sql`buyer_home`, sql`user_home`];
  return { forOthers: await side(buyer, user), byOthers: await side(user, buyer) };
}
