import { sql } from 'kysely';
import type { Person, Tick } from '../../platform/feature.ts';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';

interface Row {
  play: string;
  home: number;
  events: number;
  firstAt: number;
  lastAt: number;
}

/** Counts events by the play they carry, per home; sums and bounds, so it does not matter how ticks are cut. */
export async function foldPlays(tx: Tx, tick: Tick): Promise<void> {
  const seen = new Map<string, Row>();
  for (const { play, source: home, occurredAt, family } of tick.events) {
    if (play === null || family === 'system') continue;
    const key = `${home} ${play}`;
    const row = seen.get(key);
    if (!row) {
      seen.set(key, { play, home, events: 1, firstAt: occurredAt, lastAt: occurredAt });
      continue;
    }
    row.events++;
    row.firstAt = Math.min(row.firstAt, occurredAt);
    row.lastAt = Math.max(row.lastAt, occurredAt);
  }
  if (seen.size === 0) return;
  const rows = [...seen.values()];
  await sql`
    insert into play_people as k (workspace_id, play, home, events, first_at, last_at)
    select ${tick.workspaceId}::int, * from unnest(${texts(rows.map((r) => r.play))}::text[],
      ${integers(rows.map((r) => r.home))}::bigint[], ${integers(rows.map((r) => r.events))}::bigint[],
      ${integers(rows.map((r) => r.firstAt))}::bigint[], ${integers(rows.map((r) => r.lastAt))}::bigint[])
    on conflict (workspace_id, play, home) do update set events = k.events + excluded.events,
      first_at = least(k.first_at, excluded.first_at), last_at = greatest(k.last_at, excluded.last_at)`.execute(
    tx,
  );
}

export async function resetPlays(tx: Tx, workspaceId: number): Promise<void> {
  await sql`delete from play_people where workspace_id = ${workspaceId}`.execute(tx);
}

/** The plays a person met, for the person. */
export async function exportPlays(tx: Tx, workspaceId: number, { homes }: Person) {
  const { rows } = await sql<Record<string, unknown>>`
    select play, events, first_at as "firstAt", last_at as "lastAt" from play_people
    where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[]) order by first_at, play`.execute(
    tx,
  );
  return { plays: rows };
}

/** An erased person's events carry no play any more. */
export async function erasePlays(tx: Tx, workspaceId: number, { homes }: Person): Promise<void> {
  await sql`delete from play_people where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[])`.execute(
    tx,
  );
}
