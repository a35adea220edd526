import { sql } from 'kysely';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';

/** What a home has bought, in all. Minor units; `paidAt`: latest payment, epoch ms. */
export interface SalesRow {
  home: number;
  orders: number;
  ordersPaid: number;
  placedMinor: number;
  paidMinor: number;
  refundedMinor: number;
  paidAt: number | null;
}

/** Writes the sales of these homes, and of their customers. Called by the orders' fold, which knows orders. */
export async function writeSales(tx: Tx, workspaceId: number, rows: readonly SalesRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { rows: changed } = await sql<{ customer: number }>`
    update parts p set orders = d.orders, orders_paid = d.orders_paid, placed_minor = d.placed,
      paid_minor = d.paid, refunded_minor = d.refunded, paid_at = d.paid_at
    from unnest(${integers(rows.map((r) => r.home))}::bigint[], ${integers(rows.map((r) => r.orders))}::int[],
      ${integers(rows.map((r) => r.ordersPaid))}::int[], ${integers(rows.map((r) => r.placedMinor))}::bigint[],
      ${integers(rows.map((r) => r.paidMinor))}::bigint[], ${integers(rows.map((r) => r.refundedMinor))}::bigint[],
      ${integers(rows.map((r) => r.paidAt))}::bigint[]) as d (home, orders, orders_paid, placed, paid, refunded, paid_at)
    where p.workspace_id = ${workspaceId} and p.home = d.home
    returning p.customer`.execute(tx);
  const customers = [...new Set(changed.map((row) => row.customer))];
  await sql`
    update customers c set orders = s.orders, orders_paid = s.orders_paid, placed_minor = s.placed,
      paid_minor = s.paid, refunded_minor = s.refunded, net_minor = s.paid - s.refunded, paid_at = s.paid_at
    from (
      select customer, sum(orders) as orders, sum(orders_paid) as orders_paid, sum(placed_minor) as placed,
        sum(paid_minor) as paid, sum(refunded_minor) as refunded, max(paid_at) as paid_at
      from parts where workspace_id = ${workspaceId} and customer = any(${integers(customers)}::bigint[]) group by customer
    ) s
    where c.workspace_id = ${workspaceId} and c.customer = s.customer`.execute(tx);
}

/** Homes that used what an organisation paid for (ID-12): at least since `at`. */
export async function writeUse(
  tx: Tx,
  workspaceId: number,
  uses: readonly { home: number; at: number }[],
): Promise<void> {
  if (uses.length === 0) return;
  await sql`
    with used as (
      select home, max(at) as at from unnest(${integers(uses.map((u) => u.home))}::bigint[], ${integers(uses.map((u) => u.at))}::bigint[]) as u (home, at)
      group by home
    ), parts_used as (
      update parts p set used_at = greatest(p.used_at, used.at) from used
      where p.workspace_id = ${workspaceId} and p.home = used.home returning p.customer, used.at
    )
    update customers c set used_at = greatest(c.used_at, u.at)
    from (select customer, max(at) as at from parts_used group by customer) u
    where c.workspace_id = ${workspaceId} and c.customer = u.customer`.execute(tx);
}
