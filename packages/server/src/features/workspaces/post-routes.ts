import { Empty } from '@yutang/contracts/page';
import {
  Post,
  type PostDraft,
  PostDraft as PostDraftSchema,
  PostList,
  PostParams,
} from '@yutang/contracts/posts';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { audit } from './audit.ts';
import { countHolders, deletePost, followRole, listPosts, writePost } from './post-store.ts';
import { templateOf } from './post-templates.ts';
import { permissionsOf } from './role-permissions.ts';
import { assertGrantable } from './team-service.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

const tags = ['team'];

/** Posts: named sets of rights with a first page, on the six roles. */
export function postRoutes(app: HttpApp, { db, now, changed }: WorkspacesParts): void {
  async function list(workspaceId: number): Promise<Post[]> {
    const holders = await countHolders(db, workspaceId);
    return (await listPosts(db, workspaceId)).map((post) => ({
      ...post,
      permissions: [...post.permissions],
      metrics: [...post.metrics],
      members: holders.get(post.key) ?? 0,
    }));
  }

  app.get('/api/posts', {
    config: { permission: 'team.read' },
    schema: { tags, summary: 'Posts and who may do what in them', response: { 200: PostList, ...problems } },
    handler: async ({ principal }) => ({ items: await list(principal.workspaceId) }),
  });

  async function put(principal: Principal, key: string, draft: PostDraft): Promise<void> {
    const { workspaceId } = principal;
    if (templateOf(key)) throw new AppError('request.conflict', { what: `post ${key}` });
    assertGrantable(principal, draft.role);
    const held = permissionsOf(draft.role);
    const beyond = draft.permissions.find((permission) => !held.has(permission));
    if (beyond !== undefined) {
      throw new AppError('request.invalid', {
        field: 'body.permissions',
        reason: `${beyond} is not among the rights of ${draft.role}`,
      });
    }
    const post = { ...draft, key, external: draft.external ?? false };
    await db.transaction().execute(async (tx) => {
      const before = (await listPosts(tx, workspaceId)).find((one) => one.key === key);
      if (before) assertGrantable(principal, before.role);
      await writePost(tx, workspaceId, post, now());
      await followRole(tx, workspaceId, key, draft.role);
      const { role, permissions } = draft;
      await audit(tx, principal, 'post.written', `post:${key}`, { role, permissions });
    });
    changed();
  }

  app.put('/api/posts/:key', {
    config: { permission: 'team.write' },
    schema: {
      tags,
      summary: 'Make or change a post of your own; those who hold it follow at once',
      params: PostParams,
      body: PostDraftSchema,
      response: { 200: Post, ...problems },
    },
    handler: async ({ principal, params, body }) => {
      await put(principal, params.key, body);
      const made = (await list(principal.workspaceId)).find((post) => post.key === params.key);
      if (!made) throw new Error('a post that was just written is not there');
      return made;
    },
  });

  app.delete('/api/posts/:key', {
    config: { permission: 'team.write' },
    schema: {
      tags,
      summary: 'Remove a post of your own that nobody holds',
      params: PostParams,
      response: { 200: Empty, ...problems },
    },
    handler: async ({ principal, params: { key } }) => {
      await db.transaction().execute(async (tx) => {
        const members = (await countHolders(tx, principal.workspaceId)).get(key) ?? 0;
        if (members > 0) throw new AppError('post.held', { members });
        if (!(await deletePost(tx, principal.workspaceId, key)))
          throw new AppError('request.not-found', { what: `post ${key}` });
        await audit(tx, principal, 'post.removed', `post:${key}`);
      });
      changed();
      return {};
    },
  });
}
