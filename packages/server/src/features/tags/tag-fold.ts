import { readTagWord, type TagWord } from '@yutang/core/tags';
import { sql } from 'kysely';
import type { Person, Tick } from '../../platform/feature.ts';
import { booleans, integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { type NamedTag, nameTags, wordKey } from './tag-words.ts';

/** Writes what the tick's events say of tags, each for the home it came through. Only added to. */
export async function foldTags(tx: Tx, tick: Tick): Promise<void> {
  const words = tick.events.flatMap((event) => readTagWord(event) ?? []);
  if (words.length === 0) return;
  const { workspaceId, now } = tick;
  const named: NamedTag[] = words.map(({ group, tag }) => ({ group, name: tag }));
  const tags = await nameTags(tx, workspaceId, named, now);
  const rows = words.flatMap((word): (TagWord & { id: number })[] => {
    const id = tags.get(wordKey(word.group, word.tag));
    return id === undefined ? [] : [{ ...word, id }];
  });
  await sql`
    insert into tag_changes (workspace_id, home, seq, tag, added, at, until, reason, by, note, batch)
    select ${workspaceId}::int, * from unnest(${integers(rows.map((r) => r.home))}::bigint[],
      ${integers(rows.map((r) => r.seq))}::bigint[], ${integers(rows.map((r) => r.id))}::int[],
      ${booleans(rows.map((r) => r.added))}::boolean[], ${integers(rows.map((r) => r.at))}::bigint[],
      ${integers(rows.map((r) => r.until))}::bigint[], ${texts(rows.map((r) => r.reason))}::text[],
      ${texts(rows.map((r) => r.by))}::text[], ${texts(rows.map((r) => r.note))}::text[],
      ${integers(rows.map((r) => r.batch))}::int[])`.execute(tx);
}

/** Tags themselves, their names and batches are decisions and stay. */
export async function resetTags(tx: Tx, workspaceId: number): Promise<void> {
  await sql`delete from tag_changes where workspace_id = ${workspaceId}`.execute(tx);
}

/** Every tag a person was ever given, for the person. */
export async function exportTags(tx: Tx, workspaceId: number, { homes }: Person) {
  const { rows } = await sql<Record<string, unknown>>`
    select g.name as "group", t.name as tag, x.added, x.at, x.until, x.reason, x.by, x.note
    from tag_changes x
    join tags t on t.workspace_id = x.workspace_id and t.id = x.tag
    join tag_groups g on g.workspace_id = t.workspace_id and g.id = t.group_id
    where x.workspace_id = ${workspaceId} and x.home = any(${integers(homes)}::bigint[]) order by x.at, x.seq`.execute(
    tx,
  );
  return { tags: rows };
}

/** An erased person has no tags, and stands in no batch. */
export async function eraseTags(tx: Tx, workspaceId: number, { homes }: Person): Promise<void> {
  for (const table of ['tag_changes', 'tag_batch_people'] as const) {
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId}
      and home = any(${integers(homes)}::bigint[])`.execute(tx);
  }
}
