import type {
  EntryPage,
  EntryQuery,
  ExperienceEntry,
  ExperienceFigures,
  ExperienceQuery,
  FollowUp,
  FollowUpPage,
  FollowUpQuery,
} from '@yutang/contracts/experience';
import { netPromoters, satisfaction } from '@yutang/core/experience';
import { type RawBuilder, sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { CustomerScope } from '../../platform/http/principal.ts';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { ofPeople, partitionOf, peopleWhere } from '../customers/index.ts';

/** Part of its scale that a satisfaction score reaches, 0…1. */
const part = sql.raw('((e.score - 1)::float8 / (e.scale - 1))');
const satisfied = sql`e.kind = 'csat' and ${part} >= 0.75`;
const low = sql`(e.kind = 'csat' and ${part} <= 0.25 or e.kind = 'nps' and e.score <= 6)`;

/**
 * Entries `e` with their customer of today, and whether a complaint is open: nobody ended it later, by its number or all of
 * the person's. `homes`: those of one person.
 */
function entriesOf(workspaceId: number, homes?: readonly number[]): RawBuilder<unknown> {
  const whose = homes ? sql`and x.home = any(${integers(homes)}::bigint[])` : sql``;
  const found = sql`
    select x.*, p.customer from experience_entries x join ${partitionOf(workspaceId)} p on p.home = x.home
    where x.workspace_id = ${workspaceId} ${whose}`;
  return sql`(
    select e.*, e.kind = 'complaint' and coalesce(one.last < array[e.at, e.seq], true)
      and coalesce(every.last < array[e.at, e.seq], true) as open
    from (${found}) e
    left join (select customer, ref, max(array[at, seq]) as last from (${found} and x.kind = 'resolved') r
      where ref is not null group by customer, ref) one on one.customer = e.customer and one.ref = e.ref
    left join (select customer, max(array[at, seq]) as last from (${found} and x.kind = 'resolved') r
      where ref is null group by customer) every on every.customer = e.customer
    where e.kind <> 'resolved')`;
}

type Filters = Pick<EntryQuery, 'from' | 'to' | 'step' | 'channel' | 'outlet'>;

function conditions(workspaceId: number, scope: CustomerScope, filters: Filters): RawBuilder<unknown> {
  const all = [ofPeople(workspaceId, 'e.home', { scope })];
  if (filters.from !== undefined) all.push(sql`e.at >= ${filters.from}`);
  if (filters.to !== undefined) all.push(sql`e.at < ${filters.to}`);
  for (const field of ['step', 'channel', 'outlet'] as const) {
    const value = filters[field];
    if (value === '-') all.push(sql`${sql.ref(`e.${field}`)} is null`);
    else if (value !== undefined) all.push(sql`${sql.ref(`e.${field}`)} = ${value}`);
  }
  return sql.join(all, sql` and `);
}

interface Sums {
  key: string | null;
  csat: number;
  satisfied: number;
  mean: number | null;
  nps: number;
  promoters: number;
  detractors: number;
  made: number;
  open: number;
  low: number;
}

/** What people said, by step, channel or outlet, those with most to say first. */
export async function askExperience(
  db: Db,
  workspaceId: number,
  scope: CustomerScope,
  { by = 'step', ...filters }: ExperienceQuery,
): Promise<{ total: ExperienceFigures; items: { key: string | null; figures: ExperienceFigures }[] }> {
  const { rows } = await sql<Sums & { whole: boolean }>`
    select ${sql.ref(`e.${by}`)} as key, grouping(${sql.ref(`e.${by}`)}) = 1 as whole,
      count(*) filter (where e.kind = 'csat') as csat, count(*) filter (where ${satisfied}) as satisfied,
      1 + 4 * avg(${part}) filter (where e.kind = 'csat') as mean,
      count(*) filter (where e.kind = 'nps') as nps, count(*) filter (where e.kind = 'nps' and e.score >= 9) as promoters,
      count(*) filter (where e.kind = 'nps' and e.score <= 6) as detractors,
      count(*) filter (where e.kind = 'complaint') as made, count(*) filter (where e.open) as open,
      count(*) filter (where ${low}) as low
    from ${entriesOf(workspaceId)} e where ${conditions(workspaceId, scope, filters)}
    group by grouping sets ((${sql.ref(`e.${by}`)}), ()) order by count(*) desc, key limit 501`.execute(db);
  const total = rows.find(({ whole }) => whole);
  const items = rows.filter(({ whole }) => !whole).map((row) => ({ key: row.key, figures: figuresOf(row) }));
  return { total: figuresOf(total as Sums), items };
}

function figuresOf(sums: Sums): ExperienceFigures {
  const { csat, nps, promoters, detractors } = sums;
  return {
    csat: {
      answers: csat,
      satisfied: sums.satisfied,
      mean: sums.mean,
      ...satisfaction(sums.satisfied, csat),
    },
    nps: {
      answers: nps,
      promoters,
      passives: nps - promoters - detractors,
      detractors,
      ...netPromoters(promoters, detractors, nps),
    },
    complaints: { made: sums.made, open: sums.open },
    low: sums.low,
  };
}

const columns = sql`e.seq, e.customer, c.name, c.owner, e.kind, e.score, e.scale,
  coalesce(${low}, false) as low, e.open, e.step, e.at, e.channel, e.outlet, e.staff, e.note`;

/** One page of scores and complaints, newest first. */
export async function listEntries(
  db: Db,
  workspaceId: number,
  scope: CustomerScope,
  query: EntryQuery,
): Promise<EntryPage> {
  const { limit = 50, cursor, kind, open, low: onlyLow } = query;
  const all = [conditions(workspaceId, scope, query)];
  if (kind) all.push(sql`e.kind = ${kind}`);
  if (onlyLow) all.push(low);
  if (open) all.push(sql`e.open`);
  const after = decodeCursor(cursor, ['number', 'number']);
  if (after) all.push(sql`(e.at, e.seq) < (${after[0]}, ${after[1]})`);
  const { rows } = await sql<ExperienceEntry>`
    select ${columns} from ${entriesOf(workspaceId)} e
    join customers c on c.workspace_id = ${workspaceId} and c.customer = e.customer
    where ${sql.join(all, sql` and `)} order by e.at desc, e.seq desc limit ${limit + 1}`.execute(db);
  return cutPage(rows, limit, (row) => [row.at, row.seq]);
}

/** What one person said, newest first, with means over all of it. */
export async function readPersonEntries(
  db: Db,
  workspaceId: number,
  homes: readonly number[],
): Promise<{ items: ExperienceEntry[]; csat: number; mean: number | null; nps: number; open: number }> {
  const mine = entriesOf(workspaceId, homes);
  const { rows: items } = await sql<ExperienceEntry>`
    select ${columns} from ${mine} e
    join customers c on c.workspace_id = ${workspaceId} and c.customer = e.customer
    order by e.at desc, e.seq desc limit 50`.execute(db);
  const { rows } = await sql<{ csat: number; mean: number | null; nps: number; open: number }>`
    select count(*) filter (where e.kind = 'csat') as csat, 1 + 4 * avg(${part}) filter (where e.kind = 'csat') as mean,
      count(*) filter (where e.kind = 'nps') as nps, count(*) filter (where e.open) as open
    from ${mine} e`.execute(db);
  return { items, ...(rows[0] ?? { csat: 0, mean: null, nps: 0, open: 0 }) };
}

/** The number of a person's complaint; undefined when there is none. */
export async function findComplaint(
  db: Db,
  workspaceId: number,
  homes: readonly number[],
  seq: number,
): Promise<string | undefined> {
  const { rows } = await sql<{ ref: string }>`
    select ref from experience_entries where workspace_id = ${workspaceId} and seq = ${seq} and kind = 'complaint'
      and home = any(${integers(homes)}::bigint[])`.execute(db);
  return rows[0]?.ref;
}

/** A person's follow-ups, newest first. */
export async function readFollowUps(
  db: Db,
  workspaceId: number,
  homes: readonly number[],
): Promise<FollowUp[]> {
  const { rows } = await sql<FollowUp>`
    select seq, at, by, note, next_at as "nextAt" from follow_ups
    where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[])
    order by at desc, seq desc limit 50`.execute(db);
  return rows;
}

/** Who is to be looked after next, soonest first: of everybody the latest follow-up counts. */
export async function listFollowUps(
  db: Db,
  workspaceId: number,
  scope: CustomerScope,
  { limit = 50, cursor, owner, due }: FollowUpQuery,
  now: number,
): Promise<FollowUpPage> {
  const where = peopleWhere({ scope, owner });
  const all = [sql`f.next_at is not null`, where ?? sql`true`];
  if (due) all.push(sql`f.next_at <= ${now}`);
  const after = decodeCursor(cursor, ['number', 'number']);
  if (after) all.push(sql`(f.next_at, f.customer) > (${after[0]}, ${after[1]})`);
  const { rows } = await sql<FollowUpPage['items'][number]>`
    select f.customer, c.name, c.owner, f.next_at as "nextAt", f.next_at <= ${now} as due, f.note, f.by, f.at
    from (
      select distinct on (p.customer) p.customer, x.* from follow_ups x join ${partitionOf(workspaceId)} p on p.home = x.home
      where x.workspace_id = ${workspaceId} order by p.customer, x.at desc, x.seq desc
    ) f join customers c on c.workspace_id = ${workspaceId} and c.customer = f.customer
    where ${sql.join(all, sql` and `)} order by f.next_at, f.customer limit ${limit + 1}`.execute(db);
  return cutPage(rows, limit, (row) => [row.nextAt, row.customer]);
}
