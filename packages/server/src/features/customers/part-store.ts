import { type RawBuilder, sql } from 'kysely';
import type { Move } from '../../platform/feature.ts';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
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
  namespace: string;
  channelChanged: boolean;
}

/**
 * For the rest of the tick: reach rows through their index. A tick touches some thousand rows by key; on tables that grew
 * since they were last analysed (every first import) the planner takes them for small and reads them whole, ten times slower.
 * Pages count as cached, which they are; hash joins stay allowed, for while a table is small the alternative that is left
 * to the planner is to compare each row with each (measured: 2 s a tick at 8 000 people).
 */
export async function planByIndex(tx: Tx): Promise<void> {
  await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('random_page_cost', '0.1', true)`.execute(tx);
}

/** Moves homes to the customer they belong to after the tick. */
export async function moveParts(tx: Tx, workspaceId: number, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const last = new Map(moves.map((move) => [move.home, move.to]));
  await sql`
    update parts p set customer = m.customer
    from unnest(${integers([...last.keys()])}::bigint[], ${integers([...last.values()])}::bigint[]) as m (home, customer)
    where p.workspace_id = ${workspaceId} and p.home = m.home and p.customer <> m.customer`.execute(tx);
}

/** The arrays of one statement's `unnest`, in the order of `activityColumns`. */
export function activityArrays(activities: readonly Activity[]) {
  return sql.join([
    sql`${integers(activities.map((a) => a.home))}::bigint[]`,
    sql`${integers(activities.map((a) => a.firstSeenAt))}::bigint[]`,
    sql`${integers(activities.map((a) => a.lastSeenAt))}::bigint[]`,
    sql`${integers(activities.map((a) => a.consumption))}::int[]`,
    sql`${integers(activities.map((a) => a.behaviour))}::int[]`,
    sql`${integers(activities.map((a) => a.relation))}::int[]`,
    sql`${integers(activities.map((a) => a.system))}::int[]`,
    sql`${texts(activities.map((a) => a.firstChannel?.value ?? null))}::text[]`,
    sql`${integers(activities.map((a) => a.firstChannel?.at ?? null))}::bigint[]`,
    sql`${integers(activities.map((a) => a.firstChannel?.seq ?? null))}::bigint[]`,
    sql`${texts(activities.map((a) => a.lastChannel?.value ?? null))}::text[]`,
    sql`${integers(activities.map((a) => a.lastChannel?.at ?? null))}::bigint[]`,
    sql`${integers(activities.map((a) => a.lastChannel?.seq ?? null))}::bigint[]`,
    sql`${texts(activities.map((a) => a.outlet?.value ?? null))}::text[]`,
    sql`${integers(activities.map((a) => a.outlet?.at ?? null))}::bigint[]`,
    sql`${integers(activities.map((a) => a.outlet?.seq ?? null))}::bigint[]`,
    sql`${integers(activities.map((a) => a.usedAt))}::bigint[]`,
    sql`${integers(activities.map((a) => a.intentAt))}::bigint[]`,
  ]);
}

/** Names of the arrays above. */
export const activityColumns =
  sql.raw(`home, first_seen_at, last_seen_at, consumption, behaviour, relation, system,
  fc, fc_at, fc_seq, lc, lc_at, lc_seq, ou, ou_at, ou_seq, used_at, intent_at`);

/** Writes homes born in the tick with what they did in it; `activities` has one for each, in the same order. */
export async function insertBirths(
  tx: Tx,
  workspaceId: number,
  births: readonly Birth[],
  activities: readonly Activity[],
): Promise<void> {
  if (births.length === 0) return;
  await sql`
    insert into parts (workspace_id, home, first_seen_at, last_seen_at, consumption, behaviour, relation, system,
      first_channel, first_channel_at, first_channel_seq, last_channel, last_channel_at, last_channel_seq,
      outlet, outlet_at, outlet_seq, used_at, intent_at, customer, namespace, born_seq)
    select ${workspaceId}::int, * from unnest(${activityArrays(activities)},
      ${integers(births.map((b) => b.customer))}::bigint[], ${texts(births.map((b) => b.namespace))}::text[],
      ${integers(births.map((b) => b.bornSeq))}::bigint[])`.execute(tx);
}

/**
 * Adds activity to homes known before the tick and answers whose they are. Everything is a sum, a least, a greatest or an
 * earliest, so it does not matter how events were cut into ticks. `firstSeq`: of the tick.
 */
export async function addActivity(
  tx: Tx,
  workspaceId: number,
  activities: readonly Activity[],
  firstSeq: number,
): Promise<TouchedPart[]> {
  if (activities.length === 0) return [];
  const { rows } = await sql<TouchedPart>`
    update parts p set
      first_seen_at = least(p.first_seen_at, d.first_seen_at),
      last_seen_at = greatest(p.last_seen_at, d.last_seen_at),
      consumption = p.consumption + d.consumption,
      behaviour = p.behaviour + d.behaviour,
      relation = p.relation + d.relation,
      system = p.system + d.system,
      ${placed('first_channel', 'fc', '<=')},
      ${placed('last_channel', 'lc', '>=')},
      ${placed('outlet', 'ou', '>=')},
      used_at = greatest(p.used_at, d.used_at),
      intent_at = greatest(p.intent_at, d.intent_at)
    from unnest(${activityArrays(activities)}) as d (${activityColumns})
    where p.workspace_id = ${workspaceId} and p.home = d.home
    returning p.home, p.customer, p.namespace,
      coalesce(p.first_channel_seq >= ${firstSeq}, false) as "channelChanged"`.execute(tx);
  return rows;
}

/** Keeps a value, its instant and seq, unless the new one stands before (`<=`) or after (`>=`) it. */
export function placed(column: string, given: string, keep: '<=' | '>=') {
  const stays = `d.${given}_at is null or (p.${column}_at, p.${column}_seq) ${keep} (d.${given}_at, d.${given}_seq)`;
  return sql.raw(`
      ${column} = case when ${stays} then p.${column} else d.${given} end,
      ${column}_at = case when ${stays} then p.${column}_at else d.${given}_at end,
      ${column}_seq = case when ${stays} then p.${column}_seq else d.${given}_seq end`);
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
    where workspace_id = ${workspaceId} and customer = any(${integers(customers)}::bigint[]) order by home`.execute(
    tx,
  );
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
    where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[])`.execute(tx);
  return new Map(rows.map(({ home, customer }) => [home, customer]));
}

/** The partition of today as a table `(home, customer)` to join with, in parentheses; homes of nobody are not in it. */
export function partitionOf(workspaceId: number): RawBuilder<unknown> {
  return sql`(select home, customer from parts where workspace_id = ${workspaceId})`;
}

/** SQL for the homes by which a person is known, not only a machine; see `isKnownNamespace`. */
export function knownHomes(workspaceId: number): RawBuilder<unknown> {
  return sql`select home from parts where workspace_id = ${workspaceId} and namespace not in ('device', 'anonymous')`;
}

/** Where everybody stands as a table `(customer, pond)` to join with, in parentheses; `pond` is a `PondState`. */
export function pondOf(workspaceId: number): RawBuilder<unknown> {
  return sql`(select customer, pond from customers where workspace_id = ${workspaceId})`;
}
