import type { TagChoice, TagPatch } from '@yutang/contracts/tags';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import type { Tx } from '../../platform/postgres/db.ts';
import { addWord, meaningOfWord, namesOf } from './tag-words.ts';

/** Who writes, and when (epoch ms). */
export interface Stamp {
  at: number;
  by: string;
}

/** Makes a group. @throws tag.group-taken for a name that one has or had: files still mean that one. */
export async function insertGroup(
  tx: Tx,
  workspaceId: number,
  group: { name: string; choice: TagChoice },
  { at, by }: Stamp,
): Promise<number> {
  await freeGroupName(tx, workspaceId, group.name);
  const { rows } = await sql<{ id: number }>`
    insert into tag_groups (workspace_id, name, choice, created_at, created_by)
    values (${workspaceId}, ${group.name}, ${group.choice}, ${at}, ${by})
    on conflict do nothing returning id`.execute(tx);
  if (!rows[0]) throw new AppError('tag.group-taken', { name: group.name });
  return rows[0].id;
}

/** A name that no group has, and under which events name no tag. */
async function freeGroupName(tx: Tx, workspaceId: number, name: string): Promise<void> {
  const { rows } = await sql`
    select 1 from tag_groups where workspace_id = ${workspaceId} and name = ${name}
    union all (select 1 from tag_words where workspace_id = ${workspaceId} and group_name = ${name} limit 1)`.execute(
    tx,
  );
  if (rows.length > 0) throw new AppError('tag.group-taken', { name });
}

/** Renames a group or changes its choice; its tags answer to the new name and to the old one. */
export async function updateGroup(
  tx: Tx,
  workspaceId: number,
  group: { id: number; name: string; choice: TagChoice; tags: readonly { id: number; name: string }[] },
  patch: { name?: string; choice?: TagChoice },
): Promise<void> {
  const name = patch.name ?? group.name;
  if (name !== group.name && !(await isOwnOldName(tx, workspaceId, group, name))) {
    await freeGroupName(tx, workspaceId, name);
  }
  await sql`update tag_groups set name = ${name}, choice = ${patch.choice ?? group.choice}
    where workspace_id = ${workspaceId} and id = ${group.id}`.execute(tx);
  if (name === group.name) return;
  for (const tag of group.tags) await addWord(tx, workspaceId, { group: name, name: tag.name }, tag.id);
}

/** Whether every word under this group name means a tag of the group itself, and no other group has the name. */
async function isOwnOldName(
  tx: Tx,
  workspaceId: number,
  group: { id: number },
  name: string,
): Promise<boolean> {
  const { rows } = await sql<{ strange: boolean }>`
    select exists (select 1 from tag_groups where workspace_id = ${workspaceId} and name = ${name}) or exists (
      select 1 from tag_words w join tags t on t.workspace_id = w.workspace_id and t.id = w.tag
      where w.workspace_id = ${workspaceId} and w.group_name = ${name} and t.group_id <> ${group.id}) as strange`.execute(
    tx,
  );
  return rows[0]?.strange === false;
}

/** What can be told of a tag. */
type TagFields = Pick<TagPatch, 'colour' | 'description' | 'expiresDays'> & { name: string };

/** Makes a tag. @throws tag.name-taken for a name that one of the group has or had. */
export async function insertTag(
  tx: Tx,
  workspaceId: number,
  group: { id: number; name: string },
  fields: TagFields,
  { at, by }: Stamp,
): Promise<number> {
  await freeTagName(tx, workspaceId, { group: group.name, name: fields.name }, null);
  const { rows } = await sql<{ id: number }>`
    insert into tags (workspace_id, group_id, name, colour, description, expires_days, created_at, created_by)
    values (${workspaceId}, ${group.id}, ${fields.name}, ${fields.colour ?? null}, ${fields.description ?? null},
      ${fields.expiresDays ?? null}, ${at}, ${by})
    on conflict do nothing returning id`.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new AppError('tag.name-taken', { name: fields.name, tag: fields.name });
  await addWord(tx, workspaceId, { group: group.name, name: fields.name }, id);
  return id;
}

async function freeTagName(
  tx: Tx,
  workspaceId: number,
  word: { group: string; name: string },
  own: number | null,
): Promise<void> {
  const meant = await meaningOfWord(tx, workspaceId, word);
  if (meant === undefined || meant === own) return;
  const tag = (await namesOf(tx, workspaceId, [meant])).get(meant)?.name ?? word.name;
  throw new AppError('tag.name-taken', { name: word.name, tag });
}

/** Changes a tag; under a new name it is the same tag, and the old name goes on meaning it. */
export async function updateTag(
  tx: Tx,
  workspaceId: number,
  groupName: string,
  tag: { id: number } & Required<TagFields> & { archivedAt: number | null },
): Promise<void> {
  const word = { group: groupName, name: tag.name };
  await freeTagName(tx, workspaceId, word, tag.id);
  await addWord(tx, workspaceId, word, tag.id);
  await sql`update tags set name = ${tag.name}, colour = ${tag.colour ?? null}, description = ${tag.description ?? null},
      expires_days = ${tag.expiresDays ?? null}, archived_at = ${tag.archivedAt}
    where workspace_id = ${workspaceId} and id = ${tag.id}`.execute(tx);
}

/** From now on the tag counts as another; null: as itself again. */
export async function setMerged(
  tx: Tx,
  workspaceId: number,
  tag: number,
  into: number | null,
): Promise<void> {
  await sql`update tags set merged_into = ${into} where workspace_id = ${workspaceId} and id = ${tag}`.execute(
    tx,
  );
}
