import { sql } from 'kysely';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';

/** A tag as an event calls it. */
export interface NamedTag {
  group: string;
  name: string;
}

/** Most tags a workspace has; what would be one more by an event alone is not taken in. */
const mostTags = 5000;

export const wordKey = (group: string, name: string) => `${group}\n${name}`;

/**
 * The numbers of these tags, by `wordKey`. What was never named before becomes a tag: without a group, the only one of
 * that name if there is exactly one. From then on the word means that tag for ever, so that a replay reads the same.
 */
export async function nameTags(
  tx: Tx,
  workspaceId: number,
  named: readonly NamedTag[],
  now: number,
): Promise<Map<string, number>> {
  const waiting = new Map(named.map((each) => [wordKey(each.group, each.name), each]));
  const known = await readWords(tx, workspaceId, [...waiting.values()]);
  for (const key of known.keys()) waiting.delete(key);
  if (waiting.size === 0) return known;
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from tags where workspace_id = ${workspaceId}`.execute(tx);
  let room = mostTags - (rows[0]?.count ?? 0);
  for (const { group, name } of waiting.values()) {
    const alone = group === '' ? await onlyTagNamed(tx, workspaceId, name) : undefined;
    if (alone === undefined && room-- <= 0) continue;
    const tag = alone ?? (await makeTag(tx, workspaceId, { group, name }, now));
    await addWord(tx, workspaceId, { group, name }, tag);
  }
  return readWords(tx, workspaceId, named);
}

async function readWords(
  tx: Tx,
  workspaceId: number,
  named: readonly NamedTag[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ group: string; name: string; tag: number }>`
    select w.group_name as "group", w.name, w.tag from tag_words w
    join (select distinct * from unnest(${texts(named.map((n) => n.group))}::text[], ${texts(named.map((n) => n.name))}::text[]) as n (a, b)) n
      on w.group_name = n.a and w.name = n.b
    where w.workspace_id = ${workspaceId}`.execute(tx);
  return new Map(rows.map(({ group, name, tag }) => [wordKey(group, name), tag]));
}

async function onlyTagNamed(tx: Tx, workspaceId: number, name: string): Promise<number | undefined> {
  const { rows } = await sql<{ tag: number }>`
    select distinct tag from tag_words where workspace_id = ${workspaceId} and name = ${name} limit 2`.execute(
    tx,
  );
  return rows.length === 1 ? rows[0]?.tag : undefined;
}

/** A tag an event brought; made at the same time by a person, it is theirs. */
async function makeTag(tx: Tx, workspaceId: number, { group, name }: NamedTag, now: number): Promise<number> {
  const groupId =
    (await renamedGroup(tx, workspaceId, group)) ?? (await makeGroup(tx, workspaceId, group, now));
  await sql`insert into tags (workspace_id, group_id, name, created_at)
    values (${workspaceId}, ${groupId}, ${name}, ${now}) on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ id: number }>`
    select id from tags where workspace_id = ${workspaceId} and group_id = ${groupId} and name = ${name}`.execute(
    tx,
  );
  return rows[0]?.id as number;
}

/** The group that had this name before it was renamed. */
async function renamedGroup(tx: Tx, workspaceId: number, name: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select t.group_id as id from tag_words w join tags t on t.workspace_id = w.workspace_id and t.id = w.tag
    where w.workspace_id = ${workspaceId} and w.group_name = ${name} and w.group_name <> ''
      and not exists (select 1 from tag_groups g where g.workspace_id = w.workspace_id and g.name = w.group_name)
    limit 1`.execute(tx);
  return rows[0]?.id;
}

async function makeGroup(tx: Tx, workspaceId: number, name: string, now: number): Promise<number> {
  await sql`insert into tag_groups (workspace_id, name, choice, created_at)
    values (${workspaceId}, ${name}, 'multi', ${now}) on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ id: number }>`
    select id from tag_groups where workspace_id = ${workspaceId} and name = ${name}`.execute(tx);
  return rows[0]?.id as number;
}

/** From now on events may call the tag so; a word that has a meaning keeps it. */
export async function addWord(
  tx: Tx,
  workspaceId: number,
  { group, name }: NamedTag,
  tag: number,
): Promise<void> {
  await sql`insert into tag_words (workspace_id, group_name, name, tag)
    values (${workspaceId}, ${group}, ${name}, ${tag}) on conflict do nothing`.execute(tx);
}

/** Which tag a word means; undefined: none yet. */
export async function meaningOfWord(
  tx: Tx,
  workspaceId: number,
  { group, name }: NamedTag,
): Promise<number | undefined> {
  const { rows } = await sql<{ tag: number }>`select tag from tag_words
    where workspace_id = ${workspaceId} and group_name = ${group} and name = ${name}`.execute(tx);
  return rows[0]?.tag;
}

/** The names by which an event says each of these tags, today's. */
export async function namesOf(
  tx: Tx,
  workspaceId: number,
  tags: readonly number[],
): Promise<Map<number, NamedTag>> {
  const { rows } = await sql<{ id: number; group: string; name: string }>`
    select t.id, g.name as "group", t.name from tags t
    join tag_groups g on g.workspace_id = t.workspace_id and g.id = t.group_id
    where t.workspace_id = ${workspaceId} and t.id = any(${integers(tags)}::int[])`.execute(tx);
  return new Map(rows.map(({ id, group, name }) => [id, { group, name }]));
}
