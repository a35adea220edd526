import type { Permission, Role } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { type Post, postTemplates, templateOf } from './post-templates.ts';
import type { WorkspacesTables } from './workspaces-tables.ts';

/** A post and whether it came with the platform. */
export interface KnownPost extends Post {
  template: boolean;
}

/** Every post of a workspace: what came with the platform, then its own. */
export async function listPosts(db: Db | Tx, workspaceId: number): Promise<KnownPost[]> {
  const rows = await db
    .withTables<WorkspacesTables>()
    .selectFrom('posts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('key')
    .execute();
  const own = rows.map(
    ({ key, title, external, role, permissions, home }): KnownPost => ({
      key,
      zh: title,
      en: title,
      external,
      role,
      permissions: permissions as Permission[],
      home,
      metrics: [],
      template: false,
    }),
  );
  return [...postTemplates.map((template) => ({ ...template, template: true })), ...own];
}

/** One post, or undefined. */
export async function findPost(db: Db | Tx, workspaceId: number, key: string): Promise<Post | undefined> {
  return templateOf(key) ?? (await listPosts(db, workspaceId)).find((post) => post.key === key);
}

/** What a post of the workspace's own is made of. */
export interface PostMake {
  key: string;
  title: string;
  external: boolean;
  role: Exclude<Role, 'owner'>;
  permissions: string[];
  home: string;
}

/** Writes a post of the workspace's own, over the one it had under this key. */
export async function writePost(tx: Tx, workspaceId: number, post: PostMake, now: number): Promise<void> {
  await tx
    .withTables<WorkspacesTables>()
    .insertInto('posts')
    .values({ workspace_id: workspaceId, ...post, created_at: now })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'key']).doUpdateSet(post))
    .execute();
}

/** Removes a post; false when there was none. */
export async function deletePost(tx: Tx, workspaceId: number, key: string): Promise<boolean> {
  const gone = await tx
    .withTables<WorkspacesTables>()
    .deleteFrom('posts')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** How many members hold each post. */
export async function countHolders(db: Db | Tx, workspaceId: number): Promise<Map<string, number>> {
  const rows = await db
    .withTables<WorkspacesTables>()
    .selectFrom('members')
    .select((eb) => ['post', eb.fn.countAll<number>().as('members')])
    .where('workspace_id', '=', workspaceId)
    .where('post', 'is not', null)
    .groupBy('post')
    .execute();
  return new Map(rows.map(({ post, members }) => [post ?? '', members]));
}

/** Members who hold a post follow its role. */
export async function followRole(
  tx: Tx,
  workspaceId: number,
  key: string,
  role: Exclude<Role, 'owner'>,
): Promise<void> {
  await tx
    .withTables<WorkspacesTables>()
    .updateTable('members')
    .set({ role })
    .where('workspace_id', '=', workspaceId)
    .where('post', '=', key)
    .execute();
}
