import type {
  ConflictPage,
  FieldRule,
  FieldRuleDraft,
  FieldRulePreview,
} from '@yutang/contracts/field-rules';
import { type RawBuilder, sql } from 'kysely';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { wordOrder, wordsOf } from './held-words.ts';

/** A rule as kept; fields without one follow the latest word. */
export interface RuleRow {
  key: string;
  policy: FieldRuleDraft['policy'];
  places: string[];
  updatedAt: number;
  updatedBy: string;
}

/** Every rule of a workspace. */
export async function readRules(db: Db | Tx, workspaceId: number): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select key, policy, places, updated_at as "updatedAt", updated_by as "updatedBy" from field_rules
    where workspace_id = ${workspaceId} order by key`.execute(db);
  return rows;
}

/** The rank of each source that a list of places names, from 1, as jsonb; of several places the first holds. */
function ranksOf(workspaceId: number, places: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce((
    select jsonb_object_agg(source, rank) from (
      select s.source, min(x.rank) as rank
      from (select split_part(place, ':', 1) as kind, split_part(place, ':', 2)::int as id, rank
        from unnest(${places}) with ordinality as u (place, rank)) x
      cross join lateral (
        select x.id as source where x.kind = 'source'
        union all select o.source_id from source_owners o
          where o.workspace_id = ${workspaceId} and o.unit_id = x.id and x.kind = 'unit'
      ) s group by s.source
    ) ranked), '{}'::jsonb)`;
}

/** Writes a field's rule with the rank of each source; `latest` needs no row. */
export async function writeRule(tx: Tx, workspaceId: number, rule: RuleRow): Promise<void> {
  const { key, policy, places, updatedAt, updatedBy } = rule;
  if (policy === 'latest') {
    await sql`delete from field_rules where workspace_id = ${workspaceId} and key = ${key}`.execute(tx);
    return;
  }
  await sql`
    insert into field_rules (workspace_id, key, policy, places, ranks, updated_at, updated_by)
    values (${workspaceId}, ${key}, ${policy}, ${texts(places)}::text[], ${ranksOf(workspaceId, sql`${texts(places)}::text[]`)}, ${updatedAt}, ${updatedBy})
    on conflict (workspace_id, key) do update set policy = excluded.policy, places = excluded.places,
      ranks = excluded.ranks, updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(tx);
}

/** Which unit each source belongs to; sources of nobody are left out. */
export async function readOwners(db: Db | Tx, workspaceId: number): Promise<Map<number, number>> {
  const { rows } = await sql<{ source: number; unit: number }>`
    select source_id as source, unit_id as unit from source_owners where workspace_id = ${workspaceId}`.execute(
    db,
  );
  return new Map(rows.map(({ source, unit }) => [source, unit]));
}

/** Says which unit's system a source is; null: nobody's. */
export async function writeOwner(
  tx: Tx,
  workspaceId: number,
  sourceId: number,
  unitId: number | null,
): Promise<void> {
  await sql`delete from source_owners where workspace_id = ${workspaceId} and source_id = ${sourceId}`.execute(
    tx,
  );
  if (unitId === null) return;
  await sql`insert into source_owners (workspace_id, source_id, unit_id)
    values (${workspaceId}, ${sourceId}, ${unitId})`.execute(tx);
}

/** Ranks all sources anew, after one changed hands. */
export async function rankAgain(tx: Tx, workspaceId: number): Promise<void> {
  await sql`update field_rules set ranks = ${ranksOf(workspaceId, sql`places`)}
    where workspace_id = ${workspaceId} and policy = 'priority'`.execute(tx);
}

/** Gives a new source the unit of the latest of these that has one: the next file of a system is still that system's. */
export async function inheritOwner(
  tx: Tx,
  workspaceId: number,
  sourceId: number,
  earlier: readonly number[],
): Promise<void> {
  await sql`
    insert into source_owners (workspace_id, source_id, unit_id)
    select workspace_id, ${sourceId}, unit_id from source_owners
    where workspace_id = ${workspaceId} and source_id = any(${integers(earlier)}::int[])
    order by source_id desc limit 1`.execute(tx);
  await rankAgain(tx, workspaceId);
}

/** What is counted of each field that anybody spoke of. */
export type FieldCount = Pick<FieldRule, 'key' | 'people' | 'conflicting' | 'sources'>;

/** Counts every field: people, those whose sources disagree (a removed word is none), sources. Reads every word. */
export async function countFields(db: Db, workspaceId: number): Promise<FieldCount[]> {
  const { rows } = await sql<FieldCount>`
    with w as materialized (${wordsOf(workspaceId, sql`true`)}),
    person as (
      select key, customer, count(*) > 1 and count(distinct value) filter (where value <> 'null') > 1 as conflicting
      from w group by key, customer
    )
    select c.key, c.people, c.conflicting, s.sources
    from (select key, count(*) as people, count(*) filter (where conflicting) as conflicting from person group by key) c
    join (select key, array_agg(distinct source_id order by source_id) as sources from w group by key) s on s.key = c.key
    order by c.conflicting desc, c.people desc, c.key limit 500`.execute(db);
  return rows;
}

/** Whose value of a field another rule would change: how many, and the first `most` of them. */
export async function previewRule(
  db: Db | Tx,
  workspaceId: number,
  key: string,
  { policy, places }: FieldRuleDraft,
  most: number,
): Promise<FieldRulePreview> {
  const order = sql.raw(wordOrder);
  const { rows } = await sql<{ total: number; sample: FieldRulePreview['sample'] | null }>`
    with w as materialized (${wordsOf(workspaceId, sql`a.key = ${key}`)}),
    several as (select w.* from w join (select customer from w group by customer having count(*) > 1) s using (customer)),
    before as (
      select distinct on (w.customer) w.customer, w.value from several w
      left join field_rules r on r.workspace_id = ${workspaceId} and r.key = ${key} order by w.customer, ${order}
    ),
    after as (
      select distinct on (w.customer) w.customer, w.value from several w
      cross join (select ${policy === 'latest' ? null : policy}::text as policy, 
        ${ranksOf(workspaceId, sql`${texts(places)}::text[]`)} as ranks) r
      order by w.customer, ${order}
    ),
    changed as (
      select b.customer, b.value as before, a.value as after from before b join after a using (customer)
      where b.value <> a.value
    )
    select (select count(*) from changed) as total, (
      select json_agg(json_build_object('customer', f.customer, 'name', c.name, 'before', f.before, 'after', f.after)
        order by f.customer)
      from (select * from changed order by customer limit ${most}) f
      left join customers c on c.workspace_id = ${workspaceId} and c.customer = f.customer
    ) as sample`.execute(db);
  return { people: rows[0]?.total ?? 0, sample: rows[0]?.sample ?? [] };
}

/** People whose sources disagree on a field, with every word in the order of its precedence, by number after `after`. */
export async function listConflicts(
  db: Db,
  workspaceId: number,
  key: string,
  page: { after: number; limit: number },
): Promise<ConflictPage['items']> {
  const { rows } = await sql<ConflictPage['items'][number]>`
    with w as materialized (${wordsOf(workspaceId, sql`a.key = ${key} and p.customer > ${page.after}`)}),
    someone as (
      select customer from w where value <> 'null' group by customer having count(distinct value) > 1
      order by customer limit ${page.limit}
    )
    select w.customer, c.name, json_agg(json_build_object('value', w.value, 'sourceId', w.source_id, 'occurredAt', w.occurred_at)
      order by ${sql.raw(wordOrder)}) as words
    from w join someone using (customer)
    left join field_rules r on r.workspace_id = ${workspaceId} and r.key = ${key}
    left join customers c on c.workspace_id = ${workspaceId} and c.customer = w.customer
    group by w.customer, c.name order by w.customer`.execute(db);
  return rows;
}
