import { organisationsOf } from '@yutang/core/parties';
import { sql } from 'kysely';
import type { Person, Tick } from '../../platform/feature.ts';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { type WordWrite, writeCards, writeWords } from './organisation-store.ts';

/** Folds what a tick's events say of organisations into words, and these into the organisations. */
export async function foldParties(tx: Tx, tick: Tick): Promise<void> {
  const words = new Map<string, WordWrite>();
  const refs = new Set<string>();
  for (const event of tick.events) {
    for (const { ref, words: said } of organisationsOf(event)) {
      refs.add(ref);
      for (const [key, json] of [['', 'null'] as const, ...said]) {
        const place = JSON.stringify([ref, event.source, key]);
        const { occurredAt: at, seq, source: home } = event;
        const known = words.get(place);
        const firstAt = Math.min(at, known?.firstAt ?? at);
        if (known && (known.at > at || (known.at === at && known.seq > seq))) known.firstAt = firstAt;
        else words.set(place, { ref, home, key, json, at, seq, firstAt });
      }
    }
  }
  if (refs.size === 0) return;
  await writeWords(tx, tick.workspaceId, [...words.values()]);
  await writeCards(tx, tick.workspaceId, [...refs]);
}

/** Empties what the log can fill again: all of it. */
export async function resetParties(tx: Tx, workspaceId: number): Promise<void> {
  await sql`delete from organisation_words where workspace_id = ${workspaceId}`.execute(tx);
  await sql`delete from organisations where workspace_id = ${workspaceId}`.execute(tx);
}

/** What a person said of organisations, for the person; contacts stand among the relations of customers. */
export async function exportParties(tx: Tx, workspaceId: number, { homes }: Person) {
  const { rows } = await sql<Record<string, unknown>>`
    select w.ref, o.name, o.kind, w.key, w.value, w.occurred_at as "occurredAt" from organisation_words w
    join organisations o on o.workspace_id = w.workspace_id and o.ref = w.ref
    where w.workspace_id = ${workspaceId} and w.home = any(${integers(homes)}::bigint[])
    order by w.ref, w.key, w.occurred_at`.execute(tx);
  return { organisations: rows };
}

/** Takes away what a person said of organisations, and those nobody else spoke of. */
export async function eraseParties(tx: Tx, workspaceId: number, { homes }: Person): Promise<void> {
  const { rows } = await sql<{ ref: string }>`
    delete from organisation_words where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[])
    returning ref`.execute(tx);
  await writeCards(tx, workspaceId, [...new Set(rows.map((row) => row.ref))]);
}
