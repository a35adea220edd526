import type { FieldPolicy } from '@yutang/core/customers';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/**
 * The order of the words `w` on a field under its rule `r` (no rule: `latest`), as core's `FieldPolicy` defines it. SQL text
 * without parameters: the analyst's door makes views with it.
 */
export const wordOrder = `(r.policy is not null and w.value = 'null'),
  case r.policy when 'priority' then coalesce((r.ranks ->> w.source_id::text)::int, 1000000)
    when 'verified' then (not w.verified)::int else 0 end,
  case when r.policy = 'earliest' then w.first_said end,
  w.occurred_at desc, w.seq desc, w.home`;

/** Every source's standing word on every field of these people, as SQL text; `where` speaks of parts `p` and attributes `a`. */
export const standingWords = (workspace: string, where: string) => `
  select distinct on (p.customer, a.key, a.source_id) p.customer, a.key, a.source_id, a.home, a.value, a.occurred_at, a.seq,
    a.verified, min(array[a.first_at, a.first_seq]) over (partition by p.customer, a.key, a.source_id) as first_said
  from parts p join attributes a on a.workspace_id = ${workspace} and a.home = p.home
  where p.workspace_id = ${workspace} and ${where}
  order by p.customer, a.key, a.source_id, a.occurred_at desc, a.seq desc, a.home`;

/** The same as a builder; `where` may have parameters. */
export function wordsOf(workspaceId: number, where: RawBuilder<unknown>): RawBuilder<unknown> {
  const [before = '', after = ''] = standingWords(String(workspaceId), '\u0000').split('\u0000');
  return sql`${sql.raw(before)}${where}${sql.raw(after)}`;
}

/** Which value holds for each person and field that `where` finds (of parts `p` and attributes `a`); JSON null: removed. */
export async function heldWords(
  db: Db | Tx,
  workspaceId: number,
  where: RawBuilder<unknown>,
): Promise<{ customer: number; key: string; value: unknown }[]> {
  const { rows } = await sql<{ customer: number; key: string; value: unknown }>`
    select distinct on (w.customer, w.key) w.customer, w.key, w.value
    from (${wordsOf(workspaceId, where)}) w
    left join field_rules r on r.workspace_id = ${workspaceId} and r.key = w.key
    order by w.customer, w.key, ${sql.raw(wordOrder)}`.execute(db);
  return rows;
}

/** A source's standing word on a field. */
export interface StandingWord {
  key: string;
  /** 0: by hand, or the platform itself. */
  sourceId: number;
  home: number;
  value: unknown;
  occurredAt: number;
  seq: number;
  verified: boolean;
  /** When this source first spoke of the field, epoch ms. */
  firstAt: number;
  policy: FieldPolicy;
  ranks: Record<string, number>;
}

/** All sources' words on every field of one person, by field, in the order of their precedence. */
export async function orderedWords(
  db: Db | Tx,
  workspaceId: number,
  homes: readonly number[],
): Promise<StandingWord[]> {
  const { rows } = await sql<StandingWord>`
    select w.key, w.source_id as "sourceId", w.home, w.value, w.occurred_at as "occurredAt", w.seq, w.verified,
      w.first_said[1] as "firstAt", coalesce(r.policy, 'latest') as policy, coalesce(r.ranks, '{}') as ranks
    from (${wordsOf(workspaceId, sql`p.home = any(${[...homes]}::bigint[])`)}) w
    left join field_rules r on r.workspace_id = ${workspaceId} and r.key = w.key
    order by w.key, ${sql.raw(wordOrder)}`.execute(db);
  return rows;
}
