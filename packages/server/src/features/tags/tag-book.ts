import type { Tag, TagChoice, TagGroup } from '@yutang/contracts/tags';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** A tag's own number, and what it counts as. */
export interface TagMeaning {
  raw: number;
  /** The tag it was merged into, else itself. */
  tag: number;
  group: number;
  single: boolean;
  /** Milliseconds after the adding; null: for ever. */
  expires: number | null;
}

/** All groups and tags of a workspace. */
export interface TagBook {
  groups: TagGroup[];
  tag(id: number): Tag | undefined;
  group(id: number): TagGroup | undefined;
  /** What every tag means that is not archived, be it merged or not. */
  meanings: readonly TagMeaning[];
  /** What the tag counts as; undefined for one that does not exist or is archived. */
  meaningOf(id: number): TagMeaning | undefined;
}

const day = 86_400_000;

/** Reads the workspace's groups and tags; hundreds, so all at once. */
export async function readTagBook(db: Db | Tx, workspaceId: number): Promise<TagBook> {
  const { rows: groups } = await sql<{ id: number; name: string; choice: TagChoice }>`
    select id, name, choice from tag_groups where workspace_id = ${workspaceId} order by name = '', name`.execute(
    db,
  );
  const { rows: tags } = await sql<Tag>`
    select id, group_id as "groupId", name, colour, description, expires_days as "expiresDays",
      archived_at as "archivedAt", merged_into as "mergedInto"
    from tags where workspace_id = ${workspaceId} order by name`.execute(db);
  return createTagBook(
    groups.map((group) => ({ ...group, tags: tags.filter((tag) => tag.groupId === group.id) })),
  );
}

function createTagBook(groups: TagGroup[]): TagBook {
  const groupById = new Map(groups.map((group) => [group.id, group]));
  const tagById = new Map(groups.flatMap((group) => group.tags).map((tag) => [tag.id, tag]));
  const meanings: TagMeaning[] = [];
  for (const tag of tagById.values()) {
    const end = survivorOf(tag, tagById);
    const group = groupById.get(end.groupId);
    if (end.archivedAt !== null || !group) continue;
    const expires = end.expiresDays === null ? null : end.expiresDays * day;
    meanings.push({ raw: tag.id, tag: end.id, group: group.id, single: group.choice === 'single', expires });
  }
  const byRaw = new Map(meanings.map((meaning) => [meaning.raw, meaning]));
  return {
    groups,
    meanings,
    tag: (id) => tagById.get(id),
    group: (id) => groupById.get(id),
    meaningOf: (id) => byRaw.get(id),
  };
}

/** Where a chain of merges ends; a chain that came back to itself would end where it was entered. */
function survivorOf(tag: Tag, tags: ReadonlyMap<number, Tag>): Tag {
  let at = tag;
  for (let steps = 0; at.mergedInto !== null && steps < tags.size; steps++)
    at = tags.get(at.mergedInto) ?? at;
  return at;
}
