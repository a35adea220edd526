import type { ConsentFact, RelationFact } from '@yutang/core/customers';
import { sql } from 'kysely';
import { booleans, integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** A source's word on an attribute of a home: its latest, and the place of its first. */
export interface AttributeWrite {
  home: number;
  key: string;
  /** 0: by hand, or the platform itself. */
  sourceId: number;
  json: string;
  at: number;
  seq: number;
  firstAt: number;
  firstSeq: number;
  /** Said with a verified identity, or by hand. */
  verified: boolean;
}

/**
 * Keeps the latest word by (occurred_at, seq) for each home, key and source, and where its first one stands;
 * `writes` hold one for each.
 */
export async function writeAttributes(
  tx: Tx,
  workspaceId: number,
  writes: readonly AttributeWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  const later = sql`(a.occurred_at, a.seq) < (excluded.occurred_at, excluded.seq)`;
  const earlier = sql`(excluded.first_at, excluded.first_seq) < (a.first_at, a.first_seq)`;
  await sql`
    insert into attributes as a (workspace_id, home, key, source_id, value, occurred_at, seq, first_at, first_seq, verified)
    select ${workspaceId}::int, * from unnest(
      ${integers(writes.map((w) => w.home))}::bigint[], ${texts(writes.map((w) => w.key))}::text[],
      ${integers(writes.map((w) => w.sourceId))}::int[], ${texts(writes.map((w) => w.json))}::jsonb[],
      ${integers(writes.map((w) => w.at))}::bigint[], ${integers(writes.map((w) => w.seq))}::bigint[],
      ${integers(writes.map((w) => w.firstAt))}::bigint[], ${integers(writes.map((w) => w.firstSeq))}::bigint[],
      ${booleans(writes.map((w) => w.verified))}::boolean[])
    on conflict (workspace_id, home, key, source_id) do update set
      value = case when ${later} then excluded.value else a.value end,
      occurred_at = case when ${later} then excluded.occurred_at else a.occurred_at end,
      seq = case when ${later} then excluded.seq else a.seq end,
      verified = case when ${later} then excluded.verified else a.verified end,
      first_at = case when ${earlier} then excluded.first_at else a.first_at end,
      first_seq = case when ${earlier} then excluded.first_seq else a.first_seq end
    where ${later} or ${earlier}`.execute(tx);
}

export async function insertRelations(
  tx: Tx,
  workspaceId: number,
  facts: readonly RelationFact[],
): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    insert into relations (workspace_id, home, seq, kind, ref, active, at, by, channel, role)
    select ${workspaceId}::int, * from unnest(
      ${integers(facts.map((f) => f.home))}::bigint[], ${integers(facts.map((f) => f.seq))}::bigint[], ${texts(facts.map((f) => f.kind))}::text[],
      ${texts(facts.map((f) => f.ref))}::text[], ${booleans(facts.map((f) => f.active))}::boolean[], ${integers(facts.map((f) => f.at))}::bigint[],
      ${texts(facts.map((f) => f.by))}::text[], ${texts(facts.map((f) => f.channel))}::text[], ${texts(facts.map((f) => f.role))}::text[])`.execute(
    tx,
  );
}

/** A consent fact and the home its event came through. */
export type ConsentRow = ConsentFact & { via: number };

export async function insertConsents(
  tx: Tx,
  workspaceId: number,
  facts: readonly ConsentRow[],
): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    insert into consents (workspace_id, home, seq, purpose, channel, granted, text_version, at, recorded_by, via)
    select ${workspaceId}::int, * from unnest(
      ${integers(facts.map((f) => f.home))}::bigint[], ${integers(facts.map((f) => f.seq))}::bigint[], ${texts(facts.map((f) => f.purpose))}::text[],
      ${texts(facts.map((f) => f.channel))}::text[], ${booleans(facts.map((f) => f.granted))}::boolean[],
      ${texts(facts.map((f) => f.textVersion))}::text[], ${integers(facts.map((f) => f.at))}::bigint[],
      ${texts(facts.map((f) => f.by))}::text[], ${integers(facts.map((f) => f.via))}::bigint[])`.execute(tx);
}

/** Every relation fact of these homes. */
export async function relationsOf(
  tx: Db | Tx,
  workspaceId: number,
  homes: readonly number[],
): Promise<RelationFact[]> {
  if (homes.length === 0) return [];
  const { rows } = await sql<RelationFact>`
    select home, seq, kind, ref, active, at, by, channel, role from relations
    where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[]) order by seq, home`.execute(
    tx,
  );
  return rows;
}

/** Every consent of these homes. */
export async function consentsOf(
  tx: Db | Tx,
  workspaceId: number,
  homes: readonly number[],
): Promise<ConsentRow[]> {
  if (homes.length === 0) return [];
  const { rows } = await sql<ConsentRow>`
    select home, seq, purpose, channel, granted, text_version as "textVersion", at, recorded_by as by, via from consents
    where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[]) order by seq, home`.execute(
    tx,
  );
  return rows;
}
