import { sql } from 'kysely';
import type { Move } from '../../platform/feature.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { Activity } from './activity.ts';

/** A home as it was born: its customer after the tick, its namespace, and the event that first carried it. */
export interface Birth {
  home: number;
  customer: number;
  namespace: string;
  bornSeq: number;
  bornAt: number;
}

/** What of a part the folds below need. */
export interface PartRow {
  home: number;
  customer: number;
  namespace: string;
  bornSeq: number;
}

/** A touched home after the tick; `channelChanged`: its first channel was set in this tick. */
export interface TouchedPart {
  home: number;
  customer: number;
  channelChanged: boolean;
}

/** Moves homes to the customer they belong to after the tick. */
export async function moveParts(tx: Tx, workspaceId: number, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const last = new Map(moves.map((move) => [move.home, move.to]));
  await sql`
    update parts p set customer = m.customer
    from unnest(${[...last.keys()]}::bigint[], ${[...last.values()]}::bigint[]) as m (home, customer)
    where p.workspace_id = ${workspaceId} and p.home = m.home and p.customer <> m.customer`.execute(tx);
}

/** Writes homes born in the tick, as yet without any activity. */
export async function insertBirths(tx: Tx, workspaceId: number, births: readonly Birth[]): Promise<void> {
  if (births.length === 0) return;
  await sql`
    insert into parts (workspace_id, home, customer, namespace, born_seq, first_seen_at, last_seen_at)
    select ${workspaceId}::int, b.* , b.at from (select * from unnest(
      ${births.map((b) => b.home)}::bigint[], ${births.map((b) => b.customer)}::bigint[],
      ${births.map((b) => b.namespace)}::text[], ${births.map((b) => b.bornSeq)}::bigint[],
      ${births.map((b) => b.bornAt)}::bigint[]) as u (home, customer, namespace, born_seq, at)) b
    on conflict (workspace_id, home) do nothing`.execute(tx);
}

/**
 * Adds activity to its homes and answers whose they are. Everything is a sum, a least, a greatest or an earliest, so it
 * does not matter how events were cut into ticks. `firstSeq`: of the tick.
 */
export async function addActivity(
  tx: Tx,
  workspaceId: number,
  activities: readonly Activity[],
  firstSeq: number,
): Promise<TouchedPart[]> {
  if (activities.length === 0) return [];
  const column = <T>(read: (activity: Activity) => T) => activities.map(read);
  const { rows } = await sql<{ home: number; customer: number; changed: boolean }>`
    update parts p set
      first_seen_at = least(p.first_seen_at, d.first_seen_at),
      last_seen_at = greatest(p.last_seen_at, d.last_seen_at),
      consumption = p.consumption + d.consumption,
      behaviour = p.behaviour + d.behaviour,
      relation = p.relation + d.relation,
      system = p.system + d.system,
      first_channel = case when d.fc_at is null or (p.first_channel_at, p.first_channel_seq) <= (d.fc_at, d.fc_seq)
        then p.first_channel else d.fc end,
      first_channel_at = case when d.fc_at is null or (p.first_channel_at, p.first_channel_seq) <= (d.fc_at, d.fc_seq)
        then p.first_channel_at else d.fc_at end,
      first_channel_seq = case when d.fc_at is null or (p.first_channel_at, p.first_channel_seq) <= (d.fc_at, d.fc_seq)
        then p.first_channel_seq else d.fc_seq end,
      last_channel = case when d.lc_at is null or (p.last_channel_at, p.last_channel_seq) >= (d.lc_at, d.lc_seq)
        then p.last_channel else d.lc end,
      last_channel_at = case when d.lc_at is null or (p.last_channel_at, p.last_channel_seq) >= (d.lc_at, d.lc_seq)
        then p.last_channel_at else d.lc_at end,
      last_channel_seq = case when d.lc_at is null or (p.last_channel_at, p.last_channel_seq) >= (d.lc_at, d.lc_seq)
        then p.last_channel_seq else d.lc_seq end,
      outlet = case when d.ou_at is null or (p.outlet_at, p.outlet_seq) >= (d.ou_at, d.ou_seq) then p.outlet else d.ou end,
      outlet_at = case when d.ou_at is null or (p.outlet_at, p.outlet_seq) >= (d.ou_at, d.ou_seq)
        then p.outlet_at else d.ou_at end,
      outlet_seq = case when d.ou_at is null or (p.outlet_at, p.outlet_seq) >= (d.ou_at, d.ou_seq)
        then p.outlet_seq else d.ou_seq end,
      used_at = greatest(p.used_at, d.used_at),
      intent_at = greatest(p.intent_at, d.intent_at)
    from unnest(
      ${column((a) => a.home)}::bigint[], ${column((a) => a.firstSeenAt)}::bigint[], ${column((a) => a.lastSeenAt)}::bigint[],
      ${column((a) => a.consumption)}::int[], ${column((a) => a.behaviour)}::int[], ${column((a) => a.relation)}::int[],
      ${column((a) => a.system)}::int[],
      ${column((a) => a.firstChannel?.value ?? null)}::text[], ${column((a) => a.firstChannel?.at ?? null)}::bigint[],
      ${column((a) => a.firstChannel?.seq ?? null)}::bigint[],
      ${column((a) => a.lastChannel?.value ?? null)}::text[], ${column((a) => a.lastChannel?.at ?? null)}::bigint[],
      ${column((a) => a.lastChannel?.seq ?? null)}::bigint[],
      ${column((a) => a.outlet?.value ?? null)}::text[], ${column((a) => a.outlet?.at ?? null)}::bigint[],
      ${column((a) => a.outlet?.seq ?? null)}::bigint[],
      ${column((a) => a.usedAt)}::bigint[], ${column((a) => a.intentAt)}::bigint[]
    ) as d (home, first_seen_at, last_seen_at, consumption, behaviour, relation, system,
      fc, fc_at, fc_seq, lc, lc_at, lc_seq, ou, ou_at, ou_seq, used_at, intent_at)
    where p.workspace_id = ${workspaceId} and p.home = d.home
    returning p.home, p.customer, coalesce(p.first_channel_seq >= ${firstSeq}, false) as changed`.execute(tx);
  return rows.map(({ home, customer, changed }) => ({ home, customer, channelChanged: changed }));
}

/** All homes of these customers as they stand after the tick. */
export async function partsOf(
  tx: Db | Tx,
  workspaceId: number,
  customers: readonly number[],
): Promise<PartRow[]> {
  if (customers.length === 0) return [];
  const { rows } = await sql<PartRow>`
    select home, customer, namespace, born_seq as "bornSeq" from parts
    where workspace_id = ${workspaceId} and customer = any(${customers}::bigint[]) order by home`.execute(tx);
  return rows;
}

/** Customer of each of these homes; homes nobody knows are left out. */
export async function customersOf(
  tx: Db | Tx,
  workspaceId: number,
  homes: readonly number[],
): Promise<Map<number, number>> {
  if (homes.length === 0) return new Map();
  const { rows } = await sql<{ home: number; customer: number }>`
    select home, customer from parts
    where workspace_id = ${workspaceId} and home = any(${homes}::bigint[])`.execute(tx);
  return new Map(rows.map(({ home, customer }) => [home, customer]));
}
