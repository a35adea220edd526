import type { CustomerItem } from '@yutang/contracts/customers';
import type { ChannelBook } from '@yutang/core/channels';
import { rolesOf } from '@yutang/core/customers';
import { normaliseIdentity } from '@yutang/core/identity';
import { pondFlags } from '@yutang/core/pond';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { identitiesOf } from '../identity/index.ts';
import { maskValue } from '../workspaces/index.ts';
import { heldWords } from './held-words.ts';

/** A row of `customers`. */
export interface CustomerRow {
  customer: number;
  name: string | null;
  pond: number;
  owner: string | null;
  owner_since: number | null;
  first_seen_at: number;
  last_seen_at: number;
  events: number;
  channel: string | null;
  outlet: string | null;
  used_at: number | null;
  intent_at: number | null;
  paid_at: number | null;
  orders: number;
  orders_paid: number;
  placed_minor: number;
  paid_minor: number;
  refunded_minor: number;
  net_minor: number;
  member_no: string | null;
  member_level: string | null;
  member_outlet: string | null;
  assigned_outlet: string | null;
  member_since: number | null;
}

/** Columns of `CustomerRow`, of the table as `c`. */
export const customerColumns =
  sql.raw(`c.customer, c.name, c.pond, c.owner, c.owner_since, c.first_seen_at, c.last_seen_at,
  c.events, c.channel, c.outlet, c.used_at, c.intent_at, c.paid_at, c.orders, c.orders_paid, c.placed_minor, c.paid_minor,
  c.refunded_minor, c.net_minor, c.member_no, c.member_level, c.member_outlet, c.assigned_outlet, c.member_since`);

/** The outlet a customer belongs to: assigned, else of the membership, else where last seen. Of the table as `c`. */
export const outletOf = sql.raw('coalesce(c.assigned_outlet, c.member_outlet, c.outlet)');

/** What decides how rows are shown. */
export interface Showing {
  book: ChannelBook;
  /** The workspace's clock, epoch ms. */
  now: number;
  masked: boolean;
}

/** Rows as people see them, with phone and e-mail. */
export async function showCustomers(
  db: Db | Tx,
  workspaceId: number,
  rows: readonly CustomerRow[],
  showing: Showing,
): Promise<CustomerItem[]> {
  const addresses = await readAddresses(
    db,
    workspaceId,
    rows.map((row) => row.customer),
  );
  return rows.map((row) => showCustomer(row, addresses.get(row.customer) ?? {}, showing));
}

function showCustomer(
  row: CustomerRow,
  { phone = null, email = null }: { phone?: string | null; email?: string | null },
  { book, now, masked }: Showing,
): CustomerItem {
  const mask = (namespace: string, value: string | null) =>
    value !== null && masked ? maskValue(namespace, value) : value;
  const pond = pondFlags(row.pond);
  const isMember = row.member_since !== null || row.member_no !== null;
  return {
    id: row.customer,
    name: mask('name', row.name),
    kind: pond.identifiable ? 'customer' : 'visitor',
    phone: mask('phone', phone),
    email: mask('email', email),
    pond,
    roles: rolesOf({ usedAt: row.used_at, intentAt: row.intent_at, paidAt: row.paid_at }, now),
    channel: row.channel,
    domainClass: row.channel === null ? null : book.classOf(row.channel),
    owner: row.owner,
    outlet: row.assigned_outlet ?? row.member_outlet ?? row.outlet,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    events: row.events,
    sales: {
      orders: row.orders,
      placedMinor: row.placed_minor,
      paidMinor: row.paid_minor,
      refundedMinor: row.refunded_minor,
      netMinor: row.net_minor,
    },
    member: isMember
      ? {
          memberNo: mask('member', row.member_no),
          level: row.member_level,
          joinedAt: row.member_since,
          outlet: row.member_outlet,
        }
      : null,
  };
}

/**
 * Phone and e-mail of each of these customers: of their identities the one that the attribute of that name holds, by its
 * rule; else the one seen first, and of several at one instant the smaller value.
 */
async function readAddresses(
  db: Db | Tx,
  workspaceId: number,
  customers: readonly number[],
): Promise<Map<number, Address>> {
  if (customers.length === 0) return new Map();
  const { rows } = await sql<{
    customer: number;
    namespace: 'phone' | 'email';
    home: number;
    at: number;
  }>`
    select customer, namespace, home, first_seen_at as at from parts
    where workspace_id = ${workspaceId} and customer = any(${[...customers]}::bigint[])
      and namespace in ('phone', 'email')`.execute(db);
  const values = await identitiesOf(
    db,
    workspaceId,
    rows.map((row) => row.home),
  );
  const byHome = new Map(values.map(({ home, value }) => [home, value]));
  const found = new Map<number, Address>();
  const first = new Map<string, number>();
  for (const { customer, namespace, home, at } of rows) {
    const value = byHome.get(home);
    if (value === undefined) continue;
    const known = found.get(customer) ?? {};
    const place = `${customer} ${namespace}`;
    const before = first.get(place);
    if (before !== undefined && (before < at || (before === at && (known[namespace] ?? '') <= value)))
      continue;
    first.set(place, at);
    found.set(customer, { ...known, [namespace]: value });
  }
  // only who has several can have another one held
  const several = new Map<string, Set<string>>();
  for (const { customer, namespace, home } of rows) {
    const place = `${customer} ${namespace}`;
    several.set(place, (several.get(place) ?? new Set()).add(byHome.get(home) ?? ''));
  }
  const asked = rows.filter(
    ({ customer, namespace }) => (several.get(`${customer} ${namespace}`)?.size ?? 0) > 1,
  );
  if (asked.length === 0) return found;
  const held = await heldWords(
    db,
    workspaceId,
    sql`p.customer = any(${asked.map(({ customer }) => customer)}::bigint[]) and a.key in ('phone', 'email')`,
  );
  for (const { customer, key, value } of held) {
    const normal = normaliseIdentity(key, value);
    if (normal.ok && several.get(`${customer} ${key}`)?.has(normal.value))
      found.set(customer, { ...found.get(customer), [key]: normal.value });
  }
  return found;
}

interface Address {
  phone?: string;
  email?: string;
}
