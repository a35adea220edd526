import { type RawBuilder, sql } from 'kysely';
import { booleans, integers } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { partitionOf } from '../customers/index.ts';
import type { TagBook, TagMeaning } from './tag-book.ts';

/** Which tags are asked for: some (none: nothing is held), those of some groups, or all. */
export interface HeldOf {
  tags?: readonly number[];
  groups?: readonly number[];
  /** SQL for the customers it is about. */
  customers?: RawBuilder<unknown>;
}

/**
 * SQL `(customer, tag, tag_group, until, batch)` of who has which tag at `now` (epoch ms): the one definition of having
 * a tag. See CONTEXT.md.
 */
export function heldTags(
  workspaceId: number,
  book: TagBook,
  now: number,
  of: HeldOf = {},
): RawBuilder<unknown> {
  const asked = book.meanings.filter(
    ({ tag, group }) => (!of.tags || of.tags.includes(tag)) && (!of.groups || of.groups.includes(group)),
  );
  // of a group of single choice the others decide too
  const groups = new Set(asked.filter(({ single }) => single).map(({ group }) => group));
  const looked = book.meanings.filter((each) => asked.includes(each) || groups.has(each.group));
  return sql`
    select customer, tag, tag_group, until, batch from (
      select p.customer, e.tag, e.tag_group, e.single, x.added, x.batch, coalesce(x.until, x.at + e.expires) as until,
        row_number() over (partition by p.customer, e.tag order by x.at desc, x.seq desc) as said,
        first_value(e.tag) over (partition by p.customer, e.tag_group
          order by case when x.added then x.at end desc nulls last, x.seq desc) as chosen
      from tag_changes x
      join ${meaningTable(looked)} on e.raw = x.tag
      join ${partitionOf(workspaceId)} p on p.home = x.home
      where x.workspace_id = ${workspaceId} and x.tag = any(${integers(looked.map(({ raw }) => raw))}::int[])
        ${of.customers ? sql`and p.customer in (${of.customers})` : sql``}
    ) w
    where said = 1 and added and (until is null or until > ${now}) and (not single or chosen = tag)
      and tag = any(${integers([...new Set(asked.map(({ tag }) => tag))])}::int[])`;
}

function meaningTable(meanings: readonly TagMeaning[]): RawBuilder<unknown> {
  return sql`unnest(${integers(meanings.map((m) => m.raw))}::int[], ${integers(meanings.map((m) => m.tag))}::int[],
    ${integers(meanings.map((m) => m.group))}::int[], ${booleans(meanings.map((m) => m.single))}::boolean[],
    ${integers(meanings.map((m) => m.expires))}::bigint[]) as e (raw, tag, tag_group, single, expires)`;
}

/** A tag a customer has. */
export interface Held {
  customer: number;
  tag: number;
  group: number;
  until: number | null;
  batch: number | null;
}

/** The tags each of these customers has now. */
export async function readHeld(
  db: Db | Tx,
  workspaceId: number,
  book: TagBook,
  now: number,
  customers: readonly number[],
): Promise<Held[]> {
  if (customers.length === 0 || book.meanings.length === 0) return [];
  const those = sql`select unnest(${integers(customers)}::bigint[])`;
  const { rows } = await sql<Held>`
    select customer, tag, tag_group as "group", until, batch
    from (${heldTags(workspaceId, book, now, { customers: those })}) h order by customer, tag`.execute(db);
  return rows;
}
