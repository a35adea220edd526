import type { TagCoverage } from '@yutang/contracts/tags';
import { privateState } from '@yutang/core/pond';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';
import { pondOf } from '../customers/index.ts';
import { heldTags } from './held-tags.ts';
import { readTagBook } from './tag-book.ts';

interface Row {
  tag_group: number | null;
  tag: number | null;
  tagged: number;
  people: number;
}

/** DAT-07: tagged ÷ private customers, in all, by group and by tag. `now`: epoch ms. */
export async function askCoverage(db: Db, workspaceId: number, now: number): Promise<TagCoverage> {
  const book = await readTagBook(db, workspaceId);
  const { rows } = await sql<Row>`
    select h.tag_group, h.tag, count(distinct h.customer) filter (where s.pond = ${privateState}) as tagged,
      count(distinct h.customer) as people
    from (${heldTags(workspaceId, book, now)}) h join ${pondOf(workspaceId)} s on s.customer = h.customer
    group by grouping sets ((), (h.tag_group), (h.tag_group, h.tag))`.execute(db);
  const { rows: all } = await sql<{ people: number }>`
    select count(*) as people from ${pondOf(workspaceId)} s where s.pond = ${privateState}`.execute(db);
  const found = (group: number, tag: number | null) =>
    rows.find((row) => row.tag_group === group && row.tag === tag);
  return {
    private: all[0]?.people ?? 0,
    tagged: rows.find((row) => row.tag_group === null)?.tagged ?? 0,
    groups: book.groups.map(({ id }) => ({ id, tagged: found(id, null)?.tagged ?? 0 })),
    tags: book.groups.flatMap((group) =>
      group.tags.map(({ id }) => {
        const row = found(group.id, id);
        return { id, tagged: row?.tagged ?? 0, people: row?.people ?? 0 };
      }),
    ),
  };
}
