import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** A row of `sources`, with volumes. Times are epoch ms. */
export interface SourceRow {
  id: number;
  name: string;
  kind: 'browser' | 'server' | 'mini_program' | 'import' | 'connector';
  key_public: string | null;
  key_hint: string | null;
  channel: string | null;
  created_at: number;
  disabled_at: number | null;
  stale_after_ms: number | null;
  accepted: number;
  refused: number;
  accepted_today: number;
  refused_today: number;
  last_at: number | null;
}

const columns = sql`s.id, s.name, s.kind, s.key_public, s.key_hint, s.channel, s.created_at, s.disabled_at, s.stale_after_ms,
  coalesce(sum(d.accepted), 0)::bigint as accepted, coalesce(sum(d.refused), 0)::bigint as refused, max(d.last_at) as last_at`;

export async function listSources(
  db: Db,
  workspaceId: number,
  today: number,
  id: number | null = null,
): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    select ${columns},
      coalesce(sum(d.accepted) filter (where d.day = ${today}), 0)::bigint as accepted_today,
      coalesce(sum(d.refused) filter (where d.day = ${today}), 0)::bigint as refused_today
    from sources s left join source_days d on d.workspace_id = s.workspace_id and d.source_id = s.id
    where s.workspace_id = ${workspaceId} and (${id}::int is null or s.id = ${id})
    group by s.workspace_id, s.id order by s.id`.execute(db);
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
  staleAfterMs: number | null;
  createdBy: string;
}

export async function insertSource(tx: Db | Tx, workspaceId: number, row: NewSourceRow): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into sources (workspace_id, name, kind, key_hash, key_public, key_hint, channel, stale_after_ms, created_at, created_by)
    values (${workspaceId}, ${row.name}, ${row.kind}, ${row.keyHash}, ${row.keyPublic}, ${row.keyHint}, ${row.channel},
      ${row.staleAfterMs}, ${Date.now()}, ${row.createdBy}) returning id`.execute(tx);
  return rows[0]?.id as number;
}

/** Fields left undefined stay as they are. Answers false when there is no such source. */
export async function updateSource(
  tx: Tx,
  workspaceId: number,
  id: number,
  change: { name?: string; channel?: string | null; staleAfterMs?: number | null; disabled?: boolean },
): Promise<boolean> {
  const { rows } = await sql`
    update sources set
      name = coalesce(${change.name ?? null}, name),
      channel = case when ${change.channel !== undefined} then ${change.channel ?? null} else channel end,
      stale_after_ms = case when ${change.staleAfterMs !== undefined} then ${change.staleAfterMs ?? null}::bigint else stale_after_ms end,
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

/** What a source delivered on one day (a UTC day number); `lastAt` is epoch ms. */
export interface Volume {
  workspaceId: number;
  sourceId: number;
  day: number;
  accepted: number;
  refused: number;
  lastAt: number;
}

/** Adds counted volumes; a day is a UTC day number. */
export async function addVolumes(db: Db, volumes: readonly Volume[]): Promise<void> {
  await sql`
    insert into source_days as d (workspace_id, source_id, day, accepted, refused, last_at)
    select * from unnest(${volumes.map((v) => v.workspaceId)}::int[], ${volumes.map((v) => v.sourceId)}::int[],
      ${volumes.map((v) => v.day)}::int[], ${volumes.map((v) => v.accepted)}::bigint[],
      ${volumes.map((v) => v.refused)}::bigint[], ${volumes.map((v) => v.lastAt)}::bigint[])
    on conflict (workspace_id, source_id, day) do update set accepted = d.accepted + excluded.accepted,
      refused = d.refused + excluded.refused, last_at = greatest(d.last_at, excluded.last_at)`.execute(db);
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
