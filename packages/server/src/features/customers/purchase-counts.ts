import type { BuyerCounts, PurchaseSums } from '@yutang/core/orders';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';
import { broughtSomebody, referralsAreTold } from './referrals.ts';

/** What a set of people bought, and how many of them buy how. */
export type PurchaseCounts = PurchaseSums & BuyerCounts & { people: number };

/** Purchases of the customers that fit a condition of the table as `c`; churned: paid nothing at or after `since` (epoch ms). */
export async function countPurchases(
  db: Db,
  workspaceId: number,
  where: RawBuilder<unknown>,
  since: number,
): Promise<PurchaseCounts> {
  const { rows } = await sql<PurchaseCounts>`
    select count(*) as people, count(*) filter (where c.orders_paid > 0) as buyers,
      count(*) filter (where c.orders_paid > 1) as "repeatBuyers",
      count(*) filter (where c.orders_paid > 0 and c.paid_at < ${since}) as churned,
      case when ${referralsAreTold(workspaceId)}
        then count(*) filter (where c.orders_paid > 0 and ${broughtSomebody(workspaceId)}) end as referrers,
      coalesce(sum(c.orders), 0)::bigint as "ordersPlaced", coalesce(sum(c.orders_paid), 0)::bigint as "ordersPaid",
      coalesce(sum(c.placed_minor), 0)::bigint as "placedMinor", coalesce(sum(c.paid_minor), 0)::bigint as "paidMinor",
      coalesce(sum(c.refunded_minor), 0)::bigint as "refundedMinor"
    from customers c where ${where}`.execute(db);
  return rows[0] as PurchaseCounts;
}
