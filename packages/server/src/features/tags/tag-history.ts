import type { TagEntry } from '@yutang/contracts/tags';
import { sql } from 'kysely';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import type { TagBook } from './tag-book.ts';

/** Most changes shown of one person. */
const mostEntries = 500;

/** Every tag given to or taken from a person, newest first, under the names of today. */
export async function readHistory(
  db: Db,
  workspaceId: number,
  book: TagBook,
  homes: readonly number[],
): Promise<TagEntry[]> {
  const { rows } = await sql<Omit<TagEntry, 'group' | 'name'>>`
    select seq, home, tag, added, at, until, reason, by, note from tag_changes
    where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[])
    order by at desc, seq desc limit ${mostEntries}`.execute(db);
  return rows.flatMap((row) => {
    const tag = book.tag(row.tag);
    const group = tag && book.group(tag.groupId);
    return tag && group ? [{ ...row, group: group.name, name: tag.name }] : [];
  });
}
