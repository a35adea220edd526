import type { SourceChange, StaleRule } from '@yutang/contracts/sources';
import { sql } from 'kysely';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { type Rhythm, rhythmDays } from './source-rhythm.ts';
import type { Volume } from './volume.ts';

/** A row of `sources`, with volumes. Times are epoch ms. */
export interface SourceRow extends Rhythm {
  id: number;
  name: string;
  kind: 'browser' | 'server' | 'mini_program' | 'import' | 'connector';
  key_public: string | null;
  key_hint: string | null;
  channel: string | null;
  created_at: number;
  disabled_at: number | null;
  /** Since when the log says that it is stale; null: the log does not. */
  reportedSince: number | null;
  accepted: number;
  refused: number;
  accepted_today: number;
  refused_today: number;
  last_at: number | null;
}

/** Sources with their volumes; `today` is a UTC day number. */
export async function listSources(
  db: Db | Tx,
  workspaceId: number,
  today: number,
  id: number | null = null,
): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    select s.id, s.name, s.kind, s.key_public, s.key_hint, s.channel, s.created_at, s.disabled_at,
      s.stale_rule as "staleRule", s.stale_after_ms as "staleAfterMs", s.stale_since as "reportedSince", v.accepted, v.refused,
      v.accepted_today, v.refused_today, v.last_at, v.live_at as "liveAt", r.days, r.gap as "longestGapMs"
    from sources s
    cross join lateral (
      select coalesce(sum(accepted), 0)::bigint as accepted, coalesce(sum(refused), 0)::bigint as refused,
        coalesce(sum(accepted) filter (where day = ${today}), 0)::bigint as accepted_today,
        coalesce(sum(refused) filter (where day = ${today}), 0)::bigint as refused_today,
        max(last_at) as last_at, max(live_at) as live_at
      from source_days where workspace_id = s.workspace_id and source_id = s.id) v
    cross join lateral (
      select count(*)::int as days, coalesce(max(longest_gap_ms), 0)::bigint as gap
      from source_days where workspace_id = s.workspace_id and source_id = s.id and live_at is not null
        and day > v.live_at / 86400000 - ${rhythmDays}) r
    where s.workspace_id = ${workspaceId} and (${id}::int is null or s.id = ${id})
    order by s.id`.execute(db);
  return rows;
}

/** Names of all sources, without their volumes. */
export async function sourceNames(
  db: Db,
  workspaceId: number,
): Promise<Pick<SourceRow, 'id' | 'name' | 'kind'>[]> {
  const { rows } = await sql<Pick<SourceRow, 'id' | 'name' | 'kind'>>`
    select id, name, kind from sources where workspace_id = ${workspaceId} order by id`.execute(db);
  return rows;
}

export interface NewSourceRow {
  name: string;
  kind: SourceRow['kind'];
  keyHash: Buffer | null;
  keyPublic: string | null;
  keyHint: string | null;
  channel: string | null;
  staleRule?: StaleRule;
  staleAfterMs: number | null;
  createdBy: string;
}

export async function insertSource(tx: Db | Tx, workspaceId: number, row: NewSourceRow): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into sources (workspace_id, name, kind, key_hash, key_public, key_hint, channel, stale_rule, stale_after_ms, created_at, created_by)
    values (${workspaceId}, ${row.name}, ${row.kind}, ${row.keyHash}, ${row.keyPublic}, ${row.keyHint}, ${row.channel},
      ${row.staleRule ?? (row.kind === 'import' ? 'never' : 'learned')}, ${row.staleAfterMs}, ${Date.now()}, ${row.createdBy}) returning id`.execute(
    tx,
  );
  return rows[0]?.id as number;
}

/** Fields left undefined stay as they are. Answers false when there is no such source. */
export async function updateSource(
  tx: Tx,
  workspaceId: number,
  id: number,
  change: SourceChange,
): Promise<boolean> {
  const { rows } = await sql`
    update sources set
      name = coalesce(${change.name ?? null}, name),
      channel = case when ${change.channel !== undefined} then ${change.channel ?? null} else channel end,
      stale_after_ms = case when ${change.staleAfterMs !== undefined} then ${change.staleAfterMs ?? null}::bigint else stale_after_ms end,
      stale_rule = coalesce(${change.staleRule ?? null}, stale_rule),
      disabled_at = case when ${change.disabled ?? null}::boolean is null then disabled_at
        when ${change.disabled ?? false} then coalesce(disabled_at, ${Date.now()}) else null end
    where workspace_id = ${workspaceId} and id = ${id} returning id`.execute(tx);
  return rows.length > 0;
}

export async function replaceKey(
  tx: Tx,
  workspaceId: number,
  id: number,
  key: Pick<NewSourceRow, 'keyHash' | 'keyPublic' | 'keyHint'>,
): Promise<boolean> {
  const { rows } = await sql`
    update sources set key_hash = ${key.keyHash}, key_public = ${key.keyPublic}, key_hint = ${key.keyHint}
    where workspace_id = ${workspaceId} and id = ${id} and key_hash is not null returning id`.execute(tx);
  return rows.length > 0;
}

/** The source a write key belongs to, whatever the workspace; undefined when there is none or it is disabled. */
export async function findByKey(
  db: Db,
  keyHash: Buffer,
): Promise<
  { workspaceId: number; sourceId: number; kind: SourceRow['kind']; channel: string | null } | undefined
> {
  const { rows } = await sql<{
    workspace_id: number;
    id: number;
    kind: SourceRow['kind'];
    channel: string | null;
  }>`
    select workspace_id, id, kind, channel from sources where key_hash = ${keyHash} and disabled_at is null`.execute(
    db,
  );
  const row = rows[0];
  return row && { workspaceId: row.workspace_id, sourceId: row.id, kind: row.kind, channel: row.channel };
}

/**
 * Adds counted volumes. The silence before the first live delivery of each is measured from the last one known; it is not
 * counted where it was reported as stale.
 */
export async function addVolumes(db: Db, volumes: readonly Volume[]): Promise<void> {
  const live = (pick: (live: NonNullable<Volume['live']>) => number) =>
    integers(volumes.map((v) => (v.live ? pick(v.live) : null)));
  await sql`
    insert into source_days as d (workspace_id, source_id, day, accepted, refused, last_at, live_at, longest_gap_ms)
    select v.workspace_id, v.source_id, v.day, v.accepted, v.refused, v.last_at, v.live_to,
      greatest(0, v.live_gap, case when s.stale_since is null then v.live_from - coalesce(
        max(v.live_to) over (partition by v.workspace_id, v.source_id order by v.day rows between unbounded preceding and 1 preceding),
        (select max(live_at) from source_days b where b.workspace_id = v.workspace_id and b.source_id = v.source_id)) end)
    from unnest(${integers(volumes.map((v) => v.workspaceId))}::int[], ${integers(volumes.map((v) => v.sourceId))}::int[],
      ${integers(volumes.map((v) => v.day))}::int[], ${integers(volumes.map((v) => v.accepted))}::bigint[],
      ${integers(volumes.map((v) => v.refused))}::bigint[], ${integers(volumes.map((v) => v.lastAt))}::bigint[],
      ${live(({ from }) => from)}::bigint[], ${live(({ to }) => to)}::bigint[], ${live(({ gap }) => gap)}::bigint[])
      as v (workspace_id, source_id, day, accepted, refused, last_at, live_from, live_to, live_gap)
    left join sources s on s.workspace_id = v.workspace_id and s.id = v.source_id
    order by v.workspace_id, v.source_id, v.day
    on conflict (workspace_id, source_id, day) do update set accepted = d.accepted + excluded.accepted,
      refused = d.refused + excluded.refused, last_at = greatest(d.last_at, excluded.last_at),
      live_at = greatest(d.live_at, excluded.live_at),
      longest_gap_ms = greatest(d.longest_gap_ms, excluded.longest_gap_ms)`.execute(db);
}

/** Notes since when a source is stale, or that it is not, for as long as the log agrees. */
export async function setStale(
  tx: Tx,
  workspaceId: number,
  id: number,
  since: number | null,
): Promise<boolean> {
  const { rows } = await sql`
    update sources set stale_since = ${since}
    where workspace_id = ${workspaceId} and id = ${id} and (stale_since is null) = ${since !== null} returning id`.execute(
    tx,
  );
  return rows.length > 0;
}

export async function sourceDays(
  db: Db,
  workspaceId: number,
  id: number,
): Promise<{ day: number; accepted: number; refused: number }[]> {
  const { rows } = await sql<{ day: number; accepted: number; refused: number }>`
    select day, accepted, refused from (
      select day, accepted, refused from source_days where workspace_id = ${workspaceId} and source_id = ${id}
      order by day desc limit 30) latest order by day`.execute(db);
  return rows;
}
