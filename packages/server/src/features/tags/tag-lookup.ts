import type { TagChip } from '@yutang/contracts/customers';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';
import type { GroupCounts, TagLookup } from '../customers/index.ts';
import { type Held, type HeldOf, heldTags, readHeld } from './held-tags.ts';
import { readTagBook, type TagBook } from './tag-book.ts';

const numbers = (list: string | undefined) => list?.split(',').map(Number) ?? [];

/** What the customer list and the portrait ask of tags. */
export function createTagLookup(db: Db): TagLookup {
  return {
    async conditions(workspaceId, query, now) {
      const { tagsAny, tagsAll, tagsNone, withGroups, withoutGroups, tagged } = query;
      const none = [tagsAny, tagsAll, tagsNone, withGroups, withoutGroups, tagged].every(
        (each) => each === undefined,
      );
      if (none) return [];
      const book = await readTagBook(db, workspaceId);
      const has = (of: HeldOf) =>
        sql`c.customer in (select customer from (${heldTags(workspaceId, book, now, of)}) h)`;
      // an archived or unknown tag is had by nobody
      const meant = (ids: readonly number[]) => ids.flatMap((id) => book.meaningOf(id)?.tag ?? []);
      const all: RawBuilder<unknown>[] = [];
      if (tagsAny !== undefined) all.push(has({ tags: meant(numbers(tagsAny)) }));
      for (const id of numbers(tagsAll)) all.push(has({ tags: meant([id]) }));
      if (tagsNone !== undefined) all.push(sql`not ${has({ tags: meant(numbers(tagsNone)) })}`);
      for (const group of numbers(withGroups)) all.push(has({ groups: [group] }));
      if (withoutGroups !== undefined) all.push(sql`not ${has({ groups: numbers(withoutGroups) })}`);
      if (tagged !== undefined) all.push(tagged ? has({}) : sql`not ${has({})}`);
      return all;
    },

    async chipsOf(workspaceId, customers, now) {
      if (customers.length === 0) return new Map();
      const book = await readTagBook(db, workspaceId);
      return chipsOf(book, await readHeld(db, workspaceId, book, now, customers));
    },

    async distribution(workspaceId, customers, now) {
      const book = await readTagBook(db, workspaceId);
      return readDistribution(db, book, heldTags(workspaceId, book, now, { customers }));
    },
  };
}

/** Tags as lists show them, by customer, in the order of groups and names. */
export function chipsOf(book: TagBook, held: readonly Held[]): Map<number, TagChip[]> {
  const order = new Map(book.groups.flatMap((group) => group.tags).map((tag, index) => [tag.id, index]));
  const found = new Map<number, TagChip[]>();
  const sorted = [...held].sort((a, b) => (order.get(a.tag) ?? 0) - (order.get(b.tag) ?? 0));
  for (const { customer, tag: id, group, until } of sorted) {
    const tag = book.tag(id);
    if (!tag) continue;
    const chip = { id, group: book.group(group)?.name ?? '', name: tag.name, colour: tag.colour, until };
    found.set(customer, [...(found.get(customer) ?? []), chip]);
  }
  return found;
}

async function readDistribution(db: Db, book: TagBook, held: RawBuilder<unknown>): Promise<GroupCounts[]> {
  const { rows } = await sql<{ tag_group: number; tag: number | null; people: number }>`
    select tag_group, tag, count(distinct customer) as people from (${held}) h
    group by grouping sets ((tag_group), (tag_group, tag)) order by people desc, tag`.execute(db);
  return book.groups.flatMap((group) => {
    const own = rows.filter((row) => row.tag_group === group.id);
    const people = own.find((row) => row.tag === null)?.people ?? 0;
    const tags = own.flatMap(({ tag, people: had }) => {
      const known = tag === null ? undefined : book.tag(tag);
      return known ? [{ id: known.id, name: known.name, people: had }] : [];
    });
    if (people === 0) return [];
    return [{ id: group.id, name: group.name, single: group.choice === 'single', people, tags }];
  });
}
