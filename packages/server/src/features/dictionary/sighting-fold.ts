import type { LoggedEvent } from '@yutang/core/events';
import { sql } from 'kysely';
import type { Tick } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';

const dayMs = 86_400_000;

interface Tally {
  name: string;
  source: number;
  day: number;
  seen: number;
  first: number;
  last: number;
}

/** Counts the tick's events by name, source and UTC day of receipt; one statement however many events. */
export async function foldSightings(tx: Tx, tick: Tick): Promise<void> {
  const tallies = new Map<string, Tally>();
  for (const event of tick.events) {
    // what the system reports of itself is not collected data
    if (event.family !== 'system') count(tallies, event);
  }
  if (tallies.size === 0) return;
  // in key order, so that no two writers can wait for each other
  const rows = [...tallies.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tally]) => tally);
  await sql`
    insert into event_sightings (workspace_id, name, source_id, day, seen, first_at, last_at)
    select ${tick.workspaceId}, * from unnest(
      ${rows.map((row) => row.name)}::text[], ${rows.map((row) => row.source)}::int[],
      ${rows.map((row) => row.day)}::int[], ${rows.map((row) => row.seen)}::bigint[],
      ${rows.map((row) => row.first)}::bigint[], ${rows.map((row) => row.last)}::bigint[])
    on conflict (workspace_id, name, source_id, day) do update set
      seen = event_sightings.seen + excluded.seen,
      first_at = least(event_sightings.first_at, excluded.first_at),
      last_at = greatest(event_sightings.last_at, excluded.last_at)`.execute(tx);
}

function count(tallies: Map<string, Tally>, event: LoggedEvent): void {
  const day = Math.floor(event.receivedAt / dayMs);
  const source = event.sourceId ?? 0;
  const key = `${day} ${source} ${event.name}`;
  const tally = tallies.get(key);
  if (!tally) {
    const { name, receivedAt } = event;
    tallies.set(key, { name, source, day, seen: 1, first: receivedAt, last: receivedAt });
    return;
  }
  tally.seen++;
  tally.first = Math.min(tally.first, event.receivedAt);
  tally.last = Math.max(tally.last, event.receivedAt);
}

/** Empties the counts of a workspace before its log is replayed. */
export async function resetSightings(tx: Tx, workspaceId: number): Promise<void> {
  await sql`delete from event_sightings where workspace_id = ${workspaceId}`.execute(tx);
}
