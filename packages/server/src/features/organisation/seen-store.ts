import type { SeenRef } from '@yutang/contracts/organisation';
import { sql } from 'kysely';
import type { Person } from '../../platform/feature.ts';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** How often events named a staff member or an outlet. `outlet`: of staff, where they were last seen, by (`outletAt`, `outletSeq`). */
export interface SeenRow {
  kind: 'staff' | 'outlet';
  ref: string;
  events: number;
  firstAt: number;
  lastAt: number;
  outlet: string | null;
  outletAt: number | null;
  outletSeq: number | null;
}

/** Adds to how often each was seen; sums, leasts and latests, so cuts of ticks do not matter. */
export async function addSeen(tx: Tx, workspaceId: number, rows: readonly SeenRow[]): Promise<void> {
  if (rows.length === 0) return;
  const later = sql.raw(
    'excluded.outlet_at is not null and (r.outlet_at is null or (r.outlet_at, r.outlet_seq) < (excluded.outlet_at, excluded.outlet_seq))',
  );
  await sql`
    insert into seen_refs as r (workspace_id, kind, ref, events, first_seen_at, last_seen_at, outlet, outlet_at, outlet_seq)
    select ${workspaceId}::int, * from unnest(
      ${texts(rows.map((r) => r.kind))}::text[], ${texts(rows.map((r) => r.ref))}::text[],
      ${integers(rows.map((r) => r.events))}::bigint[], ${integers(rows.map((r) => r.firstAt))}::bigint[],
      ${integers(rows.map((r) => r.lastAt))}::bigint[], ${texts(rows.map((r) => r.outlet))}::text[],
      ${integers(rows.map((r) => r.outletAt))}::bigint[], ${integers(rows.map((r) => r.outletSeq))}::bigint[])
    on conflict (workspace_id, kind, ref) do update set events = r.events + excluded.events,
      first_seen_at = least(r.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(r.last_seen_at, excluded.last_seen_at),
      outlet = case when ${later} then excluded.outlet else r.outlet end,
      outlet_at = case when ${later} then excluded.outlet_at else r.outlet_at end,
      outlet_seq = case when ${later} then excluded.outlet_seq else r.outlet_seq end`.execute(tx);
}

/** What a staff member had to do with a home. */
export interface ServedRow {
  home: number;
  staff: string;
  events: number;
  firstAt: number;
  lastAt: number;
}

/** Adds to who served whom. */
export async function addServed(tx: Tx, workspaceId: number, rows: readonly ServedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into served as s (workspace_id, home, staff, events, first_at, last_at)
    select ${workspaceId}::int, * from unnest(
      ${integers(rows.map((r) => r.home))}::bigint[], ${texts(rows.map((r) => r.staff))}::text[],
      ${integers(rows.map((r) => r.events))}::int[], ${integers(rows.map((r) => r.firstAt))}::bigint[],
      ${integers(rows.map((r) => r.lastAt))}::bigint[])
    on conflict (workspace_id, home, staff) do update set events = s.events + excluded.events,
      first_at = least(s.first_at, excluded.first_at), last_at = greatest(s.last_at, excluded.last_at)`.execute(
    tx,
  );
}

/** Homes a staff member had to do with, latest first. */
export async function homesServedBy(
  db: Db,
  workspaceId: number,
  staff: string,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ home: number }>`
    select home from served where workspace_id = ${workspaceId} and staff = ${staff}
    order by last_at desc, home desc limit ${limit}`.execute(db);
  return rows.map((row) => row.home);
}

/** Most references of one kind in an answer. */
const mostSeen = 500;

/** What events name and nobody has described, most events first. */
export async function seenOnly(db: Db | Tx, workspaceId: number, kind: SeenRow['kind']): Promise<SeenRef[]> {
  const known = kind === 'staff' ? sql`staff` : sql`units`;
  const { rows } = await sql<SeenRef>`
    select r.ref, r.events, r.first_seen_at as "firstSeenAt", r.last_seen_at as "lastSeenAt", r.outlet from seen_refs r
    where r.workspace_id = ${workspaceId} and r.kind = ${kind}
      and not exists (select 1 from ${known} k where k.workspace_id = r.workspace_id and k.ref = r.ref)
    order by r.events desc, r.ref limit ${mostSeen}`.execute(db);
  return rows;
}

/** How many of a kind are without a record. */
export async function countSeenOnly(db: Db, workspaceId: number, kind: SeenRow['kind']): Promise<number> {
  const known = kind === 'staff' ? sql`staff` : sql`units`;
  const { rows } = await sql<{ seen: number }>`
    select count(*) as seen from seen_refs r where r.workspace_id = ${workspaceId} and r.kind = ${kind}
      and not exists (select 1 from ${known} k where k.workspace_id = r.workspace_id and k.ref = r.ref)`.execute(
    db,
  );
  return rows[0]?.seen ?? 0;
}

/** Empties what the log can fill again. */
export async function resetSeen(tx: Tx, workspaceId: number): Promise<void> {
  await sql`delete from seen_refs where workspace_id = ${workspaceId}`.execute(tx);
  await sql`delete from served where workspace_id = ${workspaceId}`.execute(tx);
}

/** Who served a person. */
export async function exportServed(
  tx: Tx,
  workspaceId: number,
  { homes }: Person,
): Promise<Record<string, unknown>> {
  const { rows } = await sql`
    select staff, sum(events)::int as events, min(first_at) as "firstAt", max(last_at) as "lastAt" from served
    where workspace_id = ${workspaceId} and home = any(${homes}::bigint[]) group by staff order by staff`.execute(
    tx,
  );
  return { servedBy: rows };
}

/** Forgets who served a person. */
export async function eraseServed(tx: Tx, workspaceId: number, { homes }: Person): Promise<void> {
  await sql`delete from served where workspace_id = ${workspaceId} and home = any(${homes}::bigint[])`.execute(
    tx,
  );
}
