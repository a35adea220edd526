import { displayName } from '@yutang/core/customers';
import { sql } from 'kysely';
import type { Tx } from '../../platform/postgres/db.ts';
import type { Activity } from './activity.ts';

/** Adds activity to customers none of whose homes moved; a new customer's row is made. `home` is the customer here. */
export async function addToCards(
  tx: Tx,
  workspaceId: number,
  activities: readonly Activity[],
): Promise<void> {
  if (activities.length === 0) return;
  const column = <T>(read: (activity: Activity) => T) => activities.map(read);
  await sql`
    insert into customers as c (workspace_id, customer, first_seen_at, last_seen_at, last_hour, events,
      channel, channel_at, channel_seq, outlet, outlet_at, outlet_seq, used_at, intent_at)
    select ${workspaceId}::int, d.customer, d.first_seen_at, d.last_seen_at, d.last_seen_at / 3600000, d.events,
      d.fc, d.fc_at, d.fc_seq, d.ou, d.ou_at, d.ou_seq, d.used_at, d.intent_at
    from unnest(
      ${column((a) => a.home)}::bigint[], ${column((a) => a.firstSeenAt)}::bigint[], ${column((a) => a.lastSeenAt)}::bigint[],
      ${column((a) => a.consumption + a.behaviour + a.relation + a.system)}::int[],
      ${column((a) => a.firstChannel?.value ?? null)}::text[], ${column((a) => a.firstChannel?.at ?? null)}::bigint[],
      ${column((a) => a.firstChannel?.seq ?? null)}::bigint[],
      ${column((a) => a.outlet?.value ?? null)}::text[], ${column((a) => a.outlet?.at ?? null)}::bigint[],
      ${column((a) => a.outlet?.seq ?? null)}::bigint[],
      ${column((a) => a.usedAt)}::bigint[], ${column((a) => a.intentAt)}::bigint[]
    ) as d (customer, first_seen_at, last_seen_at, events, fc, fc_at, fc_seq, ou, ou_at, ou_seq, used_at, intent_at)
    on conflict (workspace_id, customer) do update set
      first_seen_at = least(c.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(c.last_seen_at, excluded.last_seen_at),
      last_hour = greatest(c.last_hour, excluded.last_hour),
      events = c.events + excluded.events,
      channel = case when excluded.channel_at is null or (c.channel_at, c.channel_seq) <= (excluded.channel_at, excluded.channel_seq)
        then c.channel else excluded.channel end,
      channel_at = case when excluded.channel_at is null or (c.channel_at, c.channel_seq) <= (excluded.channel_at, excluded.channel_seq)
        then c.channel_at else excluded.channel_at end,
      channel_seq = case when excluded.channel_at is null or (c.channel_at, c.channel_seq) <= (excluded.channel_at, excluded.channel_seq)
        then c.channel_seq else excluded.channel_seq end,
      outlet = case when excluded.outlet_at is null or (c.outlet_at, c.outlet_seq) >= (excluded.outlet_at, excluded.outlet_seq)
        then c.outlet else excluded.outlet end,
      outlet_at = case when excluded.outlet_at is null or (c.outlet_at, c.outlet_seq) >= (excluded.outlet_at, excluded.outlet_seq)
        then c.outlet_at else excluded.outlet_at end,
      outlet_seq = case when excluded.outlet_at is null or (c.outlet_at, c.outlet_seq) >= (excluded.outlet_at, excluded.outlet_seq)
        then c.outlet_seq else excluded.outlet_seq end,
      used_at = greatest(c.used_at, excluded.used_at),
      intent_at = greatest(c.intent_at, excluded.intent_at)`.execute(tx);
}

/** Makes the rows of these customers anew from their homes' rows; who has no home left has no row. Standing is written by the pond. */
export async function recomputeCards(
  tx: Tx,
  workspaceId: number,
  customers: readonly number[],
): Promise<void> {
  if (customers.length === 0) return;
  await sql`delete from customers where workspace_id = ${workspaceId} and customer = any(${customers}::bigint[])`.execute(
    tx,
  );
  await sql`
    insert into customers (workspace_id, customer, first_seen_at, last_seen_at, last_hour, events,
      channel, channel_at, channel_seq, outlet, outlet_at, outlet_seq, used_at, intent_at, paid_at,
      orders, orders_paid, placed_minor, paid_minor, refunded_minor, net_minor)
    select workspace_id, customer, min(first_seen_at), max(last_seen_at), max(last_seen_at) / 3600000,
      sum(consumption + behaviour + relation + system),
      (array_agg(first_channel order by first_channel_at, first_channel_seq))[1],
      (array_agg(first_channel_at order by first_channel_at, first_channel_seq))[1],
      (array_agg(first_channel_seq order by first_channel_at, first_channel_seq))[1],
      (array_agg(outlet order by outlet_at desc nulls last, outlet_seq desc))[1],
      (array_agg(outlet_at order by outlet_at desc nulls last, outlet_seq desc))[1],
      (array_agg(outlet_seq order by outlet_at desc nulls last, outlet_seq desc))[1],
      max(used_at), max(intent_at), max(paid_at),
      sum(orders), sum(orders_paid), sum(placed_minor), sum(paid_minor), sum(refunded_minor),
      sum(paid_minor) - sum(refunded_minor)
    from parts where workspace_id = ${workspaceId} and customer = any(${customers}::bigint[])
    group by workspace_id, customer`.execute(tx);
  await recomputeNames(tx, workspaceId, customers);
}

/** Brings name and membership up to date with the attributes of all homes. */
export async function recomputeNames(
  tx: Tx,
  workspaceId: number,
  customers: readonly number[],
): Promise<void> {
  if (customers.length === 0) return;
  const { rows } = await sql<{ customer: number; key: string; value: unknown }>`
    select distinct on (p.customer, a.key) p.customer, a.key, a.value
    from parts p join attributes a on a.workspace_id = p.workspace_id and a.home = p.home
    where p.workspace_id = ${workspaceId} and p.customer = any(${customers}::bigint[])
      and a.key in ('name', 'nickname', 'firstName', 'lastName', 'memberNo', 'memberLevel', 'memberOutlet', 'memberSince')
    order by p.customer, a.key, a.occurred_at desc, a.seq desc, a.home`.execute(tx);
  const cards = new Map<number, Map<string, unknown>>(customers.map((customer) => [customer, new Map()]));
  for (const { customer, key, value } of rows) cards.get(customer)?.set(key, value);
  const list = [...cards];
  const texts = (key: string) => list.map(([, card]) => textOf(card.get(key)));
  await sql`
    update customers c set name = d.name, member_no = d.no, member_level = d.level, member_outlet = d.outlet,
      member_since = d.since
    from unnest(
      ${list.map(([customer]) => customer)}::bigint[], ${list.map(([, card]) => displayName(card))}::text[],
      ${texts('memberNo')}::text[], ${texts('memberLevel')}::text[], ${texts('memberOutlet')}::text[],
      ${list.map(([, card]) => instantOf(card.get('memberSince')))}::bigint[]
    ) as d (customer, name, no, level, outlet, since)
    where c.workspace_id = ${workspaceId} and c.customer = d.customer
      and (c.name, c.member_no, c.member_level, c.member_outlet, c.member_since)
        is distinct from (d.name, d.no, d.level, d.outlet, d.since)`.execute(tx);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 100) : null;
}

function instantOf(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : value;
  return typeof at === 'number' && Number.isFinite(at) ? Math.trunc(at) : null;
}

/** Where a customer stands, as the pond has it. */
export interface StandingRow {
  customer: number;
  state: number;
  owner: string | null;
  ownerSince: number | null;
}

/** Writes what the pond found; the list filters by it. */
export async function writeStandings(
  tx: Tx,
  workspaceId: number,
  rows: readonly StandingRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update customers c set pond = d.state, owner = d.owner, owner_since = d.since
    from unnest(${rows.map((r) => r.customer)}::bigint[], ${rows.map((r) => r.state)}::smallint[],
      ${rows.map((r) => r.owner)}::text[], ${rows.map((r) => r.ownerSince)}::bigint[]) as d (customer, state, owner, since)
    where c.workspace_id = ${workspaceId} and c.customer = d.customer
      and (c.pond, c.owner, c.owner_since) is distinct from (d.state, d.owner, d.since)`.execute(tx);
}

/** First-touch channel of each of these customers; who has no row is left out. */
export async function channelsOf(
  tx: Tx,
  workspaceId: number,
  customers: readonly number[],
): Promise<Map<number, string | null>> {
  if (customers.length === 0) return new Map();
  const { rows } = await sql<{ customer: number; channel: string | null }>`
    select customer, channel from customers
    where workspace_id = ${workspaceId} and customer = any(${customers}::bigint[])`.execute(tx);
  return new Map(rows.map(({ customer, channel }) => [customer, channel]));
}
