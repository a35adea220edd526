import { readExperience, readFollowUp } from '@yutang/core/experience';
import { sql } from 'kysely';
import type { Person, Tick } from '../../platform/feature.ts';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';

const tables = ['experience_entries', 'follow_ups'] as const;

/** Writes what the tick's events say of the service, each for the home it came through. Only added to. */
export async function foldExperience(tx: Tx, { workspaceId, events }: Tick): Promise<void> {
  const rows = events.flatMap((event) => readExperience(event) ?? []);
  if (rows.length > 0)
    await sql`
      insert into experience_entries (workspace_id, home, seq, kind, score, scale, step, ref, at, channel, outlet, staff, note)
      select ${workspaceId}::int, * from unnest(${integers(rows.map((r) => r.home))}::bigint[],
        ${integers(rows.map((r) => r.seq))}::bigint[], ${texts(rows.map((r) => r.kind))}::text[],
        ${integers(rows.map((r) => r.score))}::smallint[], ${integers(rows.map((r) => r.scale))}::smallint[],
        ${texts(rows.map((r) => r.step))}::text[], ${texts(rows.map((r) => r.ref))}::text[],
        ${integers(rows.map((r) => r.at))}::bigint[], ${texts(rows.map((r) => r.channel))}::text[],
        ${texts(rows.map((r) => r.outlet))}::text[], ${texts(rows.map((r) => r.staff))}::text[],
        ${texts(rows.map((r) => r.note))}::text[])`.execute(tx);
  const notes = events.flatMap((event) => readFollowUp(event) ?? []);
  if (notes.length > 0)
    await sql`
      insert into follow_ups (workspace_id, home, seq, at, by, note, next_at)
      select ${workspaceId}::int, * from unnest(${integers(notes.map((n) => n.home))}::bigint[],
        ${integers(notes.map((n) => n.seq))}::bigint[], ${integers(notes.map((n) => n.at))}::bigint[],
        ${texts(notes.map((n) => n.by))}::text[], ${texts(notes.map((n) => n.note))}::text[],
        ${integers(notes.map((n) => n.nextAt))}::bigint[])`.execute(tx);
}

/** Empties what the log can fill again. */
export async function resetExperience(tx: Tx, workspaceId: number): Promise<void> {
  for (const table of tables)
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(tx);
}

/** Every score, complaint and follow-up of a person, for the person. */
export async function exportExperience(
  tx: Tx,
  workspaceId: number,
  { homes }: Person,
): Promise<Record<string, unknown>> {
  const { rows: entries } = await sql`
    select kind, score, scale, step, ref, at, channel, outlet, staff, note from experience_entries
    where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[]) order by at, seq`.execute(
    tx,
  );
  const { rows: followUps } = await sql`
    select at, by, note, next_at as "nextAt" from follow_ups
    where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[]) order by at, seq`.execute(
    tx,
  );
  return { entries, followUps };
}

/** Forgets a person's words. Their scores go too: a replay could not tell them, for an erased event has no properties. */
export async function eraseExperience(tx: Tx, workspaceId: number, { homes }: Person): Promise<void> {
  for (const table of tables)
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId}
      and home = any(${integers(homes)}::bigint[])`.execute(tx);
}
