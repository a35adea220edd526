import type { CombinedOrder, OrderEntry } from '@yutang/core/orders';
import { sql } from 'kysely';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import type { SalesRow } from '../customers/index.ts';

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

export async function insertEntries(
  tx: Tx,
  workspaceId: number,
  entries: readonly OrderEntry[],
): Promise<void> {
  await sql`
    insert into order_entries (workspace_id, order_id, seq, at, home, kind, part, amount_minor, currency, channel, outlet,
      staff, payer, beneficiary, lines)
    select ${workspaceId}::int, * from unnest(
      ${texts(entries.map((e) => e.orderId))}::text[], ${integers(entries.map((e) => e.seq))}::bigint[], ${integers(entries.map((e) => e.at))}::bigint[],
      ${integers(entries.map((e) => e.home))}::bigint[], ${texts(entries.map((e) => e.kind))}::text[], ${integers(entries.map((e) => e.part))}::int[],
      ${integers(entries.map((e) => e.amountMinor))}::bigint[], ${texts(entries.map((e) => e.currency))}::text[],
      ${texts(entries.map((e) => e.channel))}::text[], ${texts(entries.map((e) => e.outlet))}::text[], ${texts(entries.map((e) => e.staff))}::text[],
      ${texts(entries.map((e) => json(e.payer)))}::jsonb[], ${texts(entries.map((e) => json(e.beneficiary)))}::jsonb[],
      ${texts(entries.map((e) => json(e.lines)))}::jsonb[])`.execute(tx);
}

/** Every entry of these orders, those of earlier ticks included. */
export async function entriesOf(
  tx: Tx,
  workspaceId: number,
  orderIds: readonly string[],
): Promise<OrderEntry[]> {
  const { rows } = await sql<OrderEntry>`
    select order_id as "orderId", seq, at, home, kind, part, amount_minor as "amountMinor", currency, channel, outlet,
      staff, payer, beneficiary, lines
    from order_entries where workspace_id = ${workspaceId} and order_id = any(${texts(orderIds)}::text[])`.execute(
    tx,
  );
  return rows;
}

/** Whose value these orders are by now (homes, 0: nobody's). */
export async function buyersOf(tx: Tx, workspaceId: number, orderIds: readonly string[]): Promise<number[]> {
  const { rows } = await sql<{ buyer_home: number }>`
    select distinct buyer_home from orders
    where workspace_id = ${workspaceId} and order_id = any(${texts(orderIds)}::text[])`.execute(tx);
  return rows.map((row) => row.buyer_home);
}

/** An order with the home whose value it is and the one that uses what was bought; 0: nobody's (ID-12). */
export type StoredOrder = CombinedOrder & { buyerHome: number; userHome: number };

export async function writeOrders(
  tx: Tx,
  workspaceId: number,
  orders: readonly StoredOrder[],
): Promise<void> {
  const latest = (o: StoredOrder) =>
    Math.max(o.placedAt ?? 0, o.paidAt ?? 0, o.refundedAt ?? 0, o.cancelledAt ?? 0);
  await sql`
    insert into orders (workspace_id, order_id, home, buyer_home, user_home, status, placed_at, paid_at, refunded_at,
      cancelled_at, latest_at, placed_minor, paid_minor, refunded_minor, currency, channel, outlet, staff, payer, beneficiary, lines)
    select ${workspaceId}::int, * from unnest(
      ${texts(orders.map((o) => o.orderId))}::text[], ${integers(orders.map((o) => o.home))}::bigint[],
      ${integers(orders.map((o) => o.buyerHome))}::bigint[], ${integers(orders.map((o) => o.userHome))}::bigint[],
      ${texts(orders.map((o) => o.status))}::text[],
      ${integers(orders.map((o) => o.placedAt))}::bigint[], ${integers(orders.map((o) => o.paidAt))}::bigint[],
      ${integers(orders.map((o) => o.refundedAt))}::bigint[], ${integers(orders.map((o) => o.cancelledAt))}::bigint[],
      ${integers(orders.map(latest))}::bigint[], ${integers(orders.map((o) => o.placedMinor))}::bigint[],
      ${integers(orders.map((o) => o.paidMinor))}::bigint[], ${integers(orders.map((o) => o.refundedMinor))}::bigint[],
      ${texts(orders.map((o) => o.currency))}::text[], ${texts(orders.map((o) => o.channel))}::text[], ${texts(orders.map((o) => o.outlet))}::text[],
      ${texts(orders.map((o) => o.staff))}::text[], ${texts(orders.map((o) => json(o.payer)))}::jsonb[],
      ${texts(orders.map((o) => json(o.beneficiary)))}::jsonb[], ${texts(orders.map((o) => json(o.lines)))}::jsonb[])
    on conflict (workspace_id, order_id) do update set home = excluded.home, buyer_home = excluded.buyer_home, user_home = excluded.user_home,
      status = excluded.status, placed_at = excluded.placed_at, paid_at = excluded.paid_at,
      refunded_at = excluded.refunded_at, cancelled_at = excluded.cancelled_at, latest_at = excluded.latest_at,
      placed_minor = excluded.placed_minor, paid_minor = excluded.paid_minor, refunded_minor = excluded.refunded_minor,
      currency = excluded.currency, channel = excluded.channel, outlet = excluded.outlet, staff = excluded.staff,
      payer = excluded.payer, beneficiary = excluded.beneficiary, lines = excluded.lines`.execute(tx);
}

/** What each of these homes has bought in all. */
export async function salesOf(tx: Tx, workspaceId: number, homes: readonly number[]): Promise<SalesRow[]> {
  const { rows } = await sql<SalesRow>`
    select d.home, count(o.placed_at)::int as orders, (count(o.order_id) filter (where o.paid_at is not null))::int as "ordersPaid",
      coalesce(sum(o.placed_minor), 0)::bigint as "placedMinor", coalesce(sum(o.paid_minor), 0)::bigint as "paidMinor",
      coalesce(sum(o.refunded_minor), 0)::bigint as "refundedMinor", max(o.paid_at) as "paidAt"
    from unnest(${integers(homes)}::bigint[]) as d (home)
    left join orders o on o.workspace_id = ${workspaceId} and o.buyer_home = d.home and o.buyer_home <> 0
    group by d.home`.execute(tx);
  return rows;
}

/** Empties what the log can fill again. Orders of people who were erased stay: their events no longer say what they were. */
export async function resetOrders(tx: Tx, workspaceId: number): Promise<void> {
  await sql`delete from order_entries where workspace_id = ${workspaceId} and not erased`.execute(tx);
  await sql`
    delete from orders where workspace_id = ${workspaceId} and order_id not in (
      select order_id from order_entries where workspace_id = ${workspaceId} and erased)`.execute(tx);
}

/** Of these events of nobody, those that were orders of somebody who was erased: they are counted already. */
export async function erasedSeqs(tx: Tx, workspaceId: number, seqs: readonly number[]): Promise<Set<number>> {
  if (seqs.length === 0) return new Set();
  const { rows } = await sql<{ seq: number }>`
    select seq from order_entries
    where workspace_id = ${workspaceId} and erased and seq = any(${integers(seqs)}::bigint[])`.execute(tx);
  return new Set(rows.map((row) => row.seq));
}

/**
 * Takes a person out of its orders. Orders it placed become anonymous under a new number and keep instants, amounts
 * and whoever else paid; in orders of others only its part loses the name, and where it paid or was paid for (`keys`: its identities as
 * `namespace value`) nobody known does. Answers the orders that have to be combined again.
 */
export async function eraseEntries(
  tx: Tx,
  workspaceId: number,
  homes: readonly number[],
  keys: readonly string[],
): Promise<string[]> {
  const of = integers(homes);
  const { rows: own } = await sql<{ order_id: string }>`
    select order_id from orders where workspace_id = ${workspaceId} and home = any(${of}::bigint[])`.execute(
    tx,
  );
  const ids = texts(own.map((row) => row.order_id));
  const { rows: renamed } = await sql<{ order_id: string }>`
    update order_entries e set order_id = 'erased:' || n.first, home = 0, channel = null, outlet = null, staff = null,
      lines = '[]', erased = true
    from (select order_id, min(seq) as first from order_entries
      where workspace_id = ${workspaceId} and order_id = any(${ids}::text[]) group by order_id) n
    where e.workspace_id = ${workspaceId} and e.order_id = n.order_id returning e.order_id`.execute(tx);
  await sql`delete from orders where workspace_id = ${workspaceId} and order_id = any(${ids}::text[])`.execute(
    tx,
  );
  const { rows: others } = await sql<{ order_id: string }>`
    update order_entries set home = 0
    where workspace_id = ${workspaceId} and home = any(${of}::bigint[]) returning order_id`.execute(tx);
  const shared: { order_id: string }[] = [];
  const nobody = JSON.stringify({ kind: 'identity', ref: 'erased 0' });
  for (const side of ['payer', 'beneficiary']) {
    const { rows } = await sql<{ order_id: string }>`
      update order_entries set ${sql.ref(side)} = ${nobody}::jsonb
      where workspace_id = ${workspaceId} and ${sql.ref(side)} ->> 'kind' = 'identity'
        and ${sql.ref(side)} ->> 'ref' = any(${texts(keys)}::text[]) returning order_id`.execute(tx);
    shared.push(...rows);
  }
  return [...new Set([...renamed, ...others, ...shared].map((row) => row.order_id))];
}
