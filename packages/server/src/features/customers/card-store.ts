import { cardKeys, displayName } from '@yutang/core/customers';
import { sql } from 'kysely';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import type { Activity } from './activity.ts';
import { heldWords } from './held-words.ts';
import { activityArrays, activityColumns, placed } from './part-store.ts';

/** What a tick adds to a customer; `home` is the customer here. */
export interface CardActivity extends Activity {
  /** Bits of the three-part test that follow from the identities alone; used for new customers. */
  state: number;
}

/** Makes the rows of customers that the tick brought. */
export async function insertCards(
  tx: Tx,
  workspaceId: number,
  cards: readonly CardActivity[],
): Promise<void> {
  if (cards.length === 0) return;
  await sql`
    insert into customers (workspace_id, customer, first_seen_at, last_seen_at, last_day, events,
      channel, channel_at, channel_seq, outlet, outlet_at, outlet_seq, used_at, intent_at, pond)
    select ${workspaceId}::int, d.home, d.first_seen_at, d.last_seen_at, d.last_seen_at / 86400000,
      d.consumption + d.behaviour + d.relation + d.system, d.fc, d.fc_at, d.fc_seq, d.ou, d.ou_at, d.ou_seq,
      d.used_at, d.intent_at, d.state
    from unnest(${activityArrays(cards)}, ${integers(cards.map((card) => card.state))}::smallint[])
      as d (${activityColumns}, state)`.execute(tx);
}

/** Adds activity to customers none of whose homes moved. */
export async function addToCards(tx: Tx, workspaceId: number, cards: readonly CardActivity[]): Promise<void> {
  if (cards.length === 0) return;
  await sql`
    update customers p set
      first_seen_at = least(p.first_seen_at, d.first_seen_at),
      last_seen_at = greatest(p.last_seen_at, d.last_seen_at),
      last_day = greatest(p.last_day, d.last_seen_at / 86400000),
      events = p.events + d.consumption + d.behaviour + d.relation + d.system,
      ${placed('channel', 'fc', '<=')},
      ${placed('outlet', 'ou', '>=')},
      used_at = greatest(p.used_at, d.used_at),
      intent_at = greatest(p.intent_at, d.intent_at)
    from unnest(${activityArrays(cards)}) as d (${activityColumns})
    where p.workspace_id = ${workspaceId} and p.customer = d.home`.execute(tx);
}

/** Makes the rows of these customers anew from their homes' rows; who has no home left has no row. Standing is written by the pond. */
export async function recomputeCards(
  tx: Tx,
  workspaceId: number,
  customers: readonly number[],
): Promise<void> {
  if (customers.length === 0) return;
  await sql`delete from customers where workspace_id = ${workspaceId} and customer = any(${integers(customers)}::bigint[])`.execute(
    tx,
  );
  await sql`
    insert into customers (workspace_id, customer, first_seen_at, last_seen_at, last_day, events,
      channel, channel_at, channel_seq, outlet, outlet_at, outlet_seq, used_at, intent_at, paid_at,
      orders, orders_paid, placed_minor, paid_minor, refunded_minor, net_minor)
    select workspace_id, customer, min(first_seen_at), max(last_seen_at), max(last_seen_at) / 86400000,
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
    from parts where workspace_id = ${workspaceId} and customer = any(${integers(customers)}::bigint[])
    group by workspace_id, customer`.execute(tx);
  await recomputeNames(tx, workspaceId, customers);
}

/** Brings name and membership up to date with the attributes of all homes and the rules of today. */
export async function recomputeNames(
  tx: Tx,
  workspaceId: number,
  customers: readonly number[],
): Promise<void> {
  if (customers.length === 0) return;
  const rows = await heldWords(
    tx,
    workspaceId,
    sql`p.customer = any(${integers(customers)}::bigint[]) and a.key = any(${texts([...cardKeys])}::text[])`,
  );
  const cards = new Map<number, Map<string, unknown>>(customers.map((customer) => [customer, new Map()]));
  for (const { customer, key, value } of rows) cards.get(customer)?.set(key, value);
  const list = [...cards];
  const word = (key: string) => list.map(([, card]) => textOf(card.get(key)));
  await sql`
    update customers c set name = d.name, member_no = d.no, member_level = d.level, member_outlet = d.outlet,
      member_since = d.since
    from unnest(
      ${integers(list.map(([customer]) => customer))}::bigint[], ${texts(list.map(([, card]) => displayName(card)))}::text[],
      ${texts(word('memberNo'))}::text[], ${texts(word('memberLevel'))}::text[], ${texts(word('memberOutlet'))}::text[],
      ${integers(list.map(([, card]) => instantOf(card.get('memberSince'))))}::bigint[]
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
  outlet: string | null;
}

/** Writes what the pond found; the list filters by it. */
export async function writeStandings(
  tx: Tx,
  workspaceId: number,
  rows: readonly StandingRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update customers c set pond = d.state, owner = d.owner, owner_since = d.since, assigned_outlet = d.outlet
    from unnest(${integers(rows.map((r) => r.customer))}::bigint[], ${integers(rows.map((r) => r.state))}::smallint[],
      ${texts(rows.map((r) => r.owner))}::text[], ${integers(rows.map((r) => r.ownerSince))}::bigint[],
      ${texts(rows.map((r) => r.outlet))}::text[]) as d (customer, state, owner, since, outlet)
    where c.workspace_id = ${workspaceId} and c.customer = d.customer
      and (c.pond, c.owner, c.owner_since, c.assigned_outlet) is distinct from (d.state, d.owner, d.since, d.outlet)`.execute(
    tx,
  );
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
    where workspace_id = ${workspaceId} and customer = any(${integers(customers)}::bigint[])`.execute(tx);
  return new Map(rows.map(({ customer, channel }) => [customer, channel]));
}
