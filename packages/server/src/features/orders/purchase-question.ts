import type { CustomerFilter } from '@yutang/contracts/portrait';
import type { PersonPurchases, Purchases, PurchasesQuery } from '@yutang/contracts/purchases';
import { averagesOf, buyerRates, type PurchaseSums, timeBetween } from '@yutang/core/orders';
import { sql } from 'kysely';
import type { Principal } from '../../platform/http/principal.ts';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { type Customers, countPurchases, countReferrals } from '../customers/index.ts';

const day = 86_400_000;

export interface PurchasesDeps {
  db: Db;
  /** `workspaces.getWorkspace`. */
  workspace(workspaceId: number): Promise<{ currency: string }>;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
  customers: Pick<Customers, 'person' | 'conditionOf'>;
}

/** What one person bought: the orders of all homes that they paid for themselves. */
export async function askPersonPurchases(
  db: Db,
  workspaceId: number,
  homes: readonly number[],
): Promise<Omit<PersonPurchases, 'currency'>> {
  const { rows } = await sql<PurchaseSums & { firstPaidAt: number | null; lastPaidAt: number | null }>`
    select count(placed_at) as "ordersPlaced", count(paid_at) as "ordersPaid",
      coalesce(sum(placed_minor), 0)::bigint as "placedMinor", coalesce(sum(paid_minor), 0)::bigint as "paidMinor",
      coalesce(sum(refunded_minor), 0)::bigint as "refundedMinor", min(paid_at) as "firstPaidAt", max(paid_at) as "lastPaidAt"
    from orders where workspace_id = ${workspaceId} and buyer_home <> 0 and buyer_home = any(${integers(homes)}::bigint[])`.execute(
    db,
  );
  const { firstPaidAt, lastPaidAt, ...sums } = rows[0] as (typeof rows)[number];
  return {
    ...told(sums),
    firstPaidAt,
    lastPaidAt,
    betweenMs: timeBetween(firstPaidAt, lastPaidAt, sums.ordersPaid),
    referrals: await countReferrals(db, workspaceId, homes),
  };
}

/** What the people of a filter bought; every count comes with the filter that finds its people. */
export async function askPurchases(
  { db, clock, customers, workspace }: PurchasesDeps,
  principal: Principal,
  { churnDays = 90, ...filter }: PurchasesQuery,
): Promise<Purchases> {
  const { workspaceId } = principal;
  const churnBefore = (await clock(workspaceId))() - churnDays * day;
  const where = await customers.conditionOf(principal, filter);
  const { people, buyers, repeatBuyers, churned, referrers, ...sums } = await countPurchases(
    db,
    workspaceId,
    where,
    churnBefore,
  );
  const paid = (orders: number, also?: CustomerFilter): CustomerFilter => ({
    ...filter,
    paidOrdersFrom: Math.max(orders, filter.paidOrdersFrom ?? 1),
    ...also,
  });
  return {
    ...told(sums),
    ...buyerRates({ buyers, repeatBuyers, churned, referrers }),
    people,
    buyers: { people: buyers, filter: paid(1) },
    repeatBuyers: { people: repeatBuyers, filter: paid(2) },
    churned: {
      people: churned,
      filter: paid(1, { paidTo: Math.min(churnBefore, filter.paidTo ?? churnBefore) }),
    },
    referrers: referrers === null ? null : { people: referrers, filter: paid(1, { brought: true }) },
    churnDays,
    churnBefore,
    currency: (await workspace(workspaceId)).currency,
  };
}

/** Sums with net and averages. */
function told(sums: PurchaseSums) {
  return { ...sums, netMinor: sums.paidMinor - sums.refundedMinor, ...averagesOf(sums) };
}
