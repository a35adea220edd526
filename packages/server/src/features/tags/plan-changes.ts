import { AppError } from '@yutang/core/errors';
import type { TagReason } from '@yutang/core/tags';
import type { Held } from './held-tags.ts';
import type { TagBook, TagMeaning } from './tag-book.ts';

/** What somebody wants: tags by number, for everybody alike. */
export interface Wish {
  add: readonly number[];
  remove: readonly number[];
  /** When what is added ends (epoch ms); null: as the tag says. */
  until: number | null;
}

/** One tag of one customer that changes. `until`: of an adding its end, of a removal the end it had. */
export interface Change {
  customer: number;
  tag: number;
  added: boolean;
  until: number | null;
  reason: TagReason;
}

/**
 * What changes: nobody gets what they have (but for a new end) or loses what they have not, and a tag of a group of
 * single choice takes the place of the one before. Removals come first.
 * @throws tag.unknown for a tag that is archived or does not exist; tag.single-choice.
 */
export function planChanges(
  book: TagBook,
  customers: readonly number[],
  held: readonly Held[],
  { add, remove, until }: Wish,
  reason: TagReason,
): Change[] {
  const adding = [...new Map(add.map((id) => meant(book, id)).map((each) => [each.tag, each])).values()];
  const removing = new Set(remove.map((id) => meant(book, id).tag));
  refuseTwoOfOne(book, adding);
  const had = new Map<number, Held[]>();
  for (const each of held) had.set(each.customer, [...(had.get(each.customer) ?? []), each]);
  return customers.flatMap((customer) => {
    const own = had.get(customer) ?? [];
    const changes: Change[] = [];
    const drop = (each: Held, why: TagReason) =>
      changes.push({ customer, tag: each.tag, added: false, until: each.until, reason: why });
    for (const each of own) {
      const heir = adding.find(
        ({ single, group, tag }) => single && group === each.group && tag !== each.tag,
      );
      if (removing.has(each.tag) && !adding.some(({ tag }) => tag === each.tag)) drop(each, reason);
      else if (heir) drop(each, 'replaced');
    }
    for (const { tag } of adding) {
      if (until === null && own.some((each) => each.tag === tag)) continue;
      changes.push({ customer, tag, added: true, until, reason });
    }
    return changes;
  });
}

function meant(book: TagBook, id: number): TagMeaning {
  const meaning = book.meaningOf(id);
  if (!meaning) throw new AppError('tag.unknown', { tag: id });
  return meaning;
}

function refuseTwoOfOne(book: TagBook, adding: readonly TagMeaning[]): void {
  const groups = adding.filter(({ single }) => single).map(({ group }) => group);
  const twice = groups.find((group, index) => groups.indexOf(group) !== index);
  if (twice !== undefined) throw new AppError('tag.single-choice', { group: book.group(twice)?.name ?? '' });
}
