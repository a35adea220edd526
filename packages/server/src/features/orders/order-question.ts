import type { Order, OrderPage, OrderQuery, OrderSummary, OrderSummaryQuery } from '@yutang/contracts/orders';
import { channelName } from '@yutang/core/channels';
import { AppError } from '@yutang/core/errors';
import type { OrderLine, PartyRef } from '@yutang/core/orders';
import { localDate } from '@yutang/core/time';
import { type RawBuilder, sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { customerRows, customersOf, maySeeRow, ofPeople, partsOf } from '../customers/index.ts';
import { homesOfIdentities } from '../identity/index.ts';
import { maskValue } from '../workspaces/index.ts';
import { keysOfParties } from './order-parties.ts';

interface OrderRow {
  order_id: string;
  home: number;
  status: Order['status'];
  placed_at: number | null;
  paid_at: number | null;
  refunded_at: number | null;
  cancelled_at: number | null;
  latest_at: number;
  placed_minor: number;
  paid_minor: number;
  refunded_minor: number;
  currency: string | null;
  channel: string | null;
  outlet: string | null;
  staff: string | null;
  payer: PartyRef | null;
  beneficiary: PartyRef | null;
  lines: OrderLine[];
}

/** One page of orders, latest first. */
export async function listOrders(db: Db, principal: OrderScope, query: OrderQuery): Promise<OrderPage> {
  const limit = query.limit ?? 50;
  const where = await conditions(db, principal, query);
  const after = decodeCursor(query.cursor, ['number', 'string']);
  const page = after ? sql`and (latest_at, order_id) < (${after[0]}, ${after[1]})` : sql``;
  const { rows } = await sql<OrderRow>`
    select order_id, home, status, placed_at, paid_at, refunded_at, cancelled_at, latest_at, placed_minor,
      paid_minor, refunded_minor, currency, channel, outlet, staff, payer, beneficiary, lines
    from orders where ${where} ${page} order by latest_at desc, order_id desc limit ${limit + 1}`.execute(db);
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.latest_at, row.order_id]);
  const { rows: counted } = await sql<{
    total: number;
  }>`select count(*) as total from orders where ${where}`.execute(db);
  return {
    items: await showOrders(db, principal, items),
    nextCursor,
    ...(counted[0] && { total: counted[0].total }),
  };
}

/** Who asks, and what they may see. */
type OrderScope = Pick<Principal, 'workspaceId' | 'ownStaff' | 'within' | 'masked'>;

/** Orders of customers the asker may see, of the table as `orders`; of a unit also what nobody known bought at its outlets. */
export function visibleOrders(principal: Omit<OrderScope, 'masked'>): RawBuilder<unknown> {
  const { workspaceId, within } = principal;
  const known = ofPeople(workspaceId, 'orders.home', { scope: principal });
  if (within === null) return known;
  return sql`(${known} or (orders.home = 0 and orders.outlet = any(${texts(within.outlets)}::text[])))`;
}

async function conditions(db: Db, principal: OrderScope, query: OrderQuery): Promise<RawBuilder<unknown>> {
  const { workspaceId } = principal;
  const all: RawBuilder<unknown>[] = [sql`workspace_id = ${workspaceId}`];
  // who may see a person sees what the person paid for or received, whoever placed it
  if (query.customer === undefined) all.push(visibleOrders(principal));
  if (query.q !== undefined) all.push(sql`order_id like ${`${query.q.replace(/[\\%_]/g, '\\$&')}%`}`);
  if (query.customer !== undefined) {
    const customer =
      (await customersOf(db, workspaceId, [query.customer])).get(query.customer) ?? query.customer;
    const homes = (await partsOf(db, workspaceId, [customer])).map((part) => part.home);
    const of = sql`${integers(homes)}::bigint[]`;
    all.push(sql`(home = any(${of}) or buyer_home = any(${of})
      or (user_home = any(${of}) and user_home <> 0 and user_home <> buyer_home))`);
  }
  if (query.organisation !== undefined)
    all.push(sql`payer ->> 'kind' = 'organisation' and payer ->> 'ref' = ${query.organisation}`);
  if (query.anonymous !== undefined) all.push(query.anonymous ? sql`home = 0` : sql`home <> 0`);
  if (query.status !== undefined) all.push(sql`status = ${query.status}`);
  if (query.channel !== undefined) all.push(sql`channel = ${channelName(query.channel)}`);
  if (query.outlet !== undefined) all.push(sql`outlet = ${query.outlet}`);
  if (query.staff !== undefined) all.push(sql`staff = ${query.staff}`);
  if (query.from !== undefined) all.push(sql`placed_at >= ${query.from}`);
  if (query.to !== undefined) all.push(sql`placed_at < ${query.to}`);
  return sql.join(all, sql` and `);
}

async function showOrders(db: Db, scope: OrderScope, rows: readonly OrderRow[]): Promise<Order[]> {
  const { workspaceId, masked } = scope;
  const owners = await customersOf(
    db,
    workspaceId,
    rows.map((row) => row.home),
  );
  const people = await customerRows(db, workspaceId, [...new Set(owners.values())]);
  const names = new Map(people.map((row) => [row.customer, row.name]));
  const named = keysOfParties(rows);
  const homes = await homesOfIdentities(db, workspaceId, named);
  const today = await customersOf(db, workspaceId, [...homes.values()]);
  const parties = new Map(named.map((key) => [key, today.get(homes.get(key) ?? 0) ?? null]));
  const others = await customerRows(db, workspaceId, [...new Set(today.values())]);
  for (const row of others) names.set(row.customer, row.name);
  const visible = new Set(
    [...people, ...others].filter((row) => maySeeRow(row, scope)).map((row) => row.customer),
  );
  const nameOf = (customer: number | null) => {
    const name = customer === null ? null : (names.get(customer) ?? null);
    return name !== null && masked ? maskValue('name', name) : name;
  };
  const party = (named: PartyRef | null, own: number | null): Order['payer'] => {
    if (named?.kind === 'organisation')
      return { kind: 'organisation', customer: null, ref: named.ref, name: null };
    if (!named)
      return own === null ? null : { kind: 'customer', customer: own, ref: null, name: nameOf(own) };
    const [namespace = '', value = ''] = named.ref.split(/ (.*)/s, 2);
    const known = parties.get(named.ref) ?? null;
    const hidden = known !== null && !visible.has(known);
    const ref = masked || hidden ? `${namespace} ${maskValue(namespace, value)}` : named.ref;
    const customer = hidden ? null : known;
    return customer === null
      ? { kind: 'identity', customer, ref, name: null }
      : { kind: 'customer', customer, ref, name: nameOf(customer) };
  };
  return rows.map((row) => {
    const placer = owners.get(row.home) ?? null;
    const customer = placer !== null && visible.has(placer) ? placer : null;
    return {
      orderId: row.order_id,
      customer,
      customerName: nameOf(customer),
      payer: party(row.payer, customer),
      beneficiary: party(row.beneficiary, customer),
      status: row.status,
      placedAt: row.placed_at,
      paidAt: row.paid_at,
      refundedAt: row.refunded_at,
      cancelledAt: row.cancelled_at,
      placedMinor: row.placed_minor,
      paidMinor: row.paid_minor,
      refundedMinor: row.refunded_minor,
      netMinor: row.paid_minor - row.refunded_minor,
      currency: row.currency,
      channel: row.channel,
      outlet: row.outlet,
      staff: row.staff,
      lines: row.lines,
    };
  });
}

type Measure = 'placed' | 'paid' | 'refunded';

/** Most days or months one answer has. */
const mostBuckets = 1000;

/**
 * Placed, paid and net: by local month or day each at its own time (placed when placed, paid when paid, refunded at each
 * refund), or by channel, outlet or staff. Anonymous orders count.
 */
export async function summariseOrders(
  db: Db,
  principal: OrderScope,
  query: OrderSummaryQuery,
  zone: string,
): Promise<OrderSummary> {
  const { workspaceId } = principal;
  const by = query.by ?? 'month';
  const ofChannel =
    query.channel === undefined ? sql`true` : sql`orders.channel = ${channelName(query.channel)}`;
  const narrowed = sql`and ${ofChannel} and ${visibleOrders(principal)}`;
  const { rows: moments } = await sql<{
    measure: Measure;
    quarter: number;
    key: string | null;
    orders: number;
    minor: number;
  }>`
    select measure, ${by === 'month' || by === 'day' ? sql`at / 900000` : sql`0`} as quarter, ${keyOf(by)} as key,
      count(*) as orders, sum(minor)::bigint as minor
    from (
      select 'placed' as measure, placed_at as at, placed_minor as minor, channel, outlet, staff
      from orders where workspace_id = ${workspaceId} and placed_at is not null ${narrowed}
      union all
      select 'paid', paid_at, paid_minor, channel, outlet, staff
      from orders where workspace_id = ${workspaceId} and paid_at is not null ${narrowed}
      union all
      select 'refunded', e.at, coalesce(e.amount_minor, orders.paid_minor), orders.channel, orders.outlet, orders.staff
      from order_entries e join orders on orders.workspace_id = e.workspace_id and orders.order_id = e.order_id
      where e.workspace_id = ${workspaceId} and e.kind = 'refunded' ${narrowed}
    ) m
    where at >= ${query.from ?? 0} and at < ${query.to ?? Number.MAX_SAFE_INTEGER}
    group by 1, 2, 3`.execute(db);
  const groups = new Map<string | null, OrderSummary['total']>();
  const total = noSales();
  const labels = new Map<number, string>();
  const label = (quarter: number) => {
    const known = labels.get(quarter) ?? localDate(quarter * 900_000, zone).slice(0, by === 'month' ? 7 : 10);
    labels.set(quarter, known);
    return known;
  };
  for (const { measure, quarter, key, orders, minor } of moments) {
    const name = by === 'month' || by === 'day' ? label(quarter) : key;
    const group = groups.get(name) ?? noSales();
    groups.set(name, group);
    for (const sales of [group, total]) add(sales, measure, orders, minor);
  }
  if (groups.size > mostBuckets) {
    throw new AppError('request.invalid', {
      field: 'query.by',
      reason: `gives more than ${mostBuckets} rows`,
    });
  }
  const rows = [...groups].map(([key, sales]) => ({ key, ...sales }));
  const byTime = by === 'month' || by === 'day';
  rows.sort((a, b) =>
    byTime
      ? (a.key ?? '') < (b.key ?? '')
        ? -1
        : 1
      : b.netMinor - a.netMinor || ((a.key ?? '') < (b.key ?? '') ? -1 : 1),
  );
  return { zone, total, rows };
}

function keyOf(by: OrderSummaryQuery['by']): RawBuilder<unknown> {
  if (by === 'channel' || by === 'outlet' || by === 'staff') return sql.ref(by);
  return sql`null::text`;
}

function noSales(): OrderSummary['total'] {
  return { orders: 0, placedMinor: 0, paidMinor: 0, refundedMinor: 0, netMinor: 0 };
}

function add(sales: OrderSummary['total'], measure: Measure, orders: number, minor: number): void {
  if (measure === 'placed') {
    sales.orders += orders;
    sales.placedMinor += minor;
  } else if (measure === 'paid') sales.paidMinor += minor;
  else sales.refundedMinor += minor;
  sales.netMinor = sales.paidMinor - sales.refundedMinor;
}
