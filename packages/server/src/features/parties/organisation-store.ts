import { type OrganisationKind, type OrganisationWord, organisationCard } from '@yutang/core/parties';
import { sql } from 'kysely';
import { booleans, integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** What one home said of an organisation under one key in a tick. Instants are epoch ms. */
export interface WordWrite {
  ref: string;
  /** 0: nobody's event. */
  home: number;
  key: string;
  json: string;
  /** Of the latest word, with its place in the log. */
  at: number;
  seq: number;
  /** Of the earliest. */
  firstAt: number;
}

/** Keeps the latest word by (occurred_at, seq) for each organisation, home and key; `writes` hold one for each. */
export async function writeWords(tx: Tx, workspaceId: number, writes: readonly WordWrite[]): Promise<void> {
  await sql`
    insert into organisation_words as w (workspace_id, ref, home, key, value, first_at, occurred_at, seq)
    select ${workspaceId}::int, * from unnest(
      ${texts(writes.map((w) => w.ref))}::text[], ${integers(writes.map((w) => w.home))}::bigint[],
      ${texts(writes.map((w) => w.key))}::text[], ${texts(writes.map((w) => w.json))}::jsonb[],
      ${integers(writes.map((w) => w.firstAt))}::bigint[], ${integers(writes.map((w) => w.at))}::bigint[],
      ${integers(writes.map((w) => w.seq))}::bigint[])
    on conflict (workspace_id, ref, home, key) do update set
      value = case when (w.occurred_at, w.seq) < (excluded.occurred_at, excluded.seq) then excluded.value else w.value end,
      first_at = least(w.first_at, excluded.first_at),
      seq = case when (w.occurred_at, w.seq) < (excluded.occurred_at, excluded.seq) then excluded.seq else w.seq end,
      occurred_at = greatest(w.occurred_at, excluded.occurred_at)`.execute(tx);
}

/** Computes these organisations anew from their words; one without any is gone. */
export async function writeCards(tx: Tx, workspaceId: number, refs: readonly string[]): Promise<void> {
  if (refs.length === 0) return;
  const { rows } = await sql<OrganisationWord & { ref: string; firstAt: number }>`
    select distinct on (ref, key) ref, key, value, occurred_at as "occurredAt", seq,
      min(first_at) over (partition by ref, key) as "firstAt"
    from organisation_words where workspace_id = ${workspaceId} and ref = any(${texts(refs)}::text[])
    order by ref, key, occurred_at desc, seq desc`.execute(tx);
  const byRef = new Map<string, typeof rows>();
  for (const row of rows) byRef.set(row.ref, [...(byRef.get(row.ref) ?? []), row]);
  const cards = [...byRef].map(([ref, words]) => ({
    ref,
    ...organisationCard(words),
    firstAt: Math.min(...words.map((word) => word.firstAt)),
    lastAt: Math.max(...words.map((word) => word.occurredAt)),
  }));
  await sql`
    insert into organisations (workspace_id, ref, name, kind, archived, traits, first_at, last_at)
    select ${workspaceId}::int, * from unnest(
      ${texts(cards.map((c) => c.ref))}::text[], ${texts(cards.map((c) => c.name))}::text[],
      ${texts(cards.map((c) => c.kind))}::text[], ${booleans(cards.map((c) => c.archived))}::boolean[],
      ${texts(cards.map((c) => JSON.stringify(c.traits)))}::jsonb[],
      ${integers(cards.map((c) => c.firstAt))}::bigint[], ${integers(cards.map((c) => c.lastAt))}::bigint[])
    on conflict (workspace_id, ref) do update set name = excluded.name, kind = excluded.kind,
      archived = excluded.archived, traits = excluded.traits, first_at = excluded.first_at, last_at = excluded.last_at`.execute(
    tx,
  );
  const gone = refs.filter((ref) => !byRef.has(ref));
  await sql`delete from organisations where workspace_id = ${workspaceId} and ref = any(${texts(gone)}::text[])`.execute(
    tx,
  );
}

/** An organisation's row. */
export interface OrganisationRow {
  ref: string;
  name: string | null;
  kind: OrganisationKind;
  archived: boolean;
  traits: Record<string, unknown>;
  first_at: number;
  last_at: number;
}

/** The organisations of these references that are known. */
export async function organisationsByRef(
  db: Db,
  workspaceId: number,
  refs: readonly string[],
): Promise<Map<string, OrganisationRow>> {
  if (refs.length === 0) return new Map();
  const { rows } = await sql<OrganisationRow>`
    select ref, name, kind, archived, traits, first_at, last_at from organisations
    where workspace_id = ${workspaceId} and ref = any(${texts(refs)}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.ref, row]));
}
