import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makePrincipal, makeTeam, makeWorkspace } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { postTemplates } from './post-templates.ts';
import { permissionsOf } from './role-permissions.ts';

let database: TestDatabase;
let app: HttpApp;
beforeAll(async () => {
  database = await createTestDatabase();
  app = await createFeatureApp(database.db);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

type Headers = Record<string, string>;
async function ask(
  method: 'GET' | 'PATCH' | 'PUT' | 'DELETE',
  url: string,
  headers: Headers,
  payload?: object,
) {
  const answer = await app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json() };
}

describe('posts', () => {
  it('[ORG-01] signed in at each, the right home, only the rights of the post, and 403 on anything else', async () => {
    const workspaceId = await makeWorkspace(database.db);
    const owner = await makePrincipal(database.db, { workspaceId });
    expect(postTemplates.some(({ external }) => external)).toBe(true);
    for (const post of postTemplates) {
      const held = permissionsOf(post.role);
      for (const permission of post.permissions)
        expect(held.has(permission), `${post.key} ${permission}`).toBe(true);
      const member = await makePrincipal(database.db, { workspaceId, role: 'guide', staffRef: post.key });
      const set = await ask('PATCH', `/api/team/${member.accountId}`, owner.headers, { post: post.key });
      expect(set.body).toMatchObject({ post: post.key, role: post.role });
      const me = (await ask('GET', '/api/session', member.headers)).body;
      expect(me).toMatchObject({ post: post.key, home: post.home, role: post.role });
      expect([...me.permissions].sort()).toEqual([...post.permissions].sort());
      const may = (permission: string) => (me.permissions as string[]).includes(permission);
      for (const [url, permission] of [
        ['/api/team', 'team.read'],
        ['/api/audit', 'audit.read'],
        ['/api/keys', 'keys.read'],
        ['/api/workspace', 'settings.read'],
      ] as const) {
        expect((await ask('GET', url, member.headers)).status, `${post.key} ${url}`).toBe(
          may(permission) ? 200 : 403,
        );
      }
    }
  });

  it('are made by a workspace for itself, never beyond the role, and not removed while somebody holds them', async () => {
    const workspaceId = await makeWorkspace(database.db);
    const { owner, guide, operator } = await makeTeam(database.db, workspaceId);
    const draft = {
      title: '门店督导',
      role: 'manager',
      permissions: ['customers.read', 'pond.read'],
      home: 'pond',
    };
    expect((await ask('PUT', '/api/posts/supervisor', operator.headers, draft)).status).toBe(403);
    const beyond = { ...draft, permissions: ['keys.write'] };
    expect((await ask('PUT', '/api/posts/supervisor', owner.headers, beyond)).body.code).toBe(
      'request.invalid',
    );
    expect((await ask('PUT', '/api/posts/boss', owner.headers, draft)).status).toBe(409);
    expect((await ask('PUT', '/api/posts/supervisor', owner.headers, draft)).body).toMatchObject({
      zh: '门店督导',
    });
    await ask('PATCH', `/api/team/${guide.accountId}`, owner.headers, { post: 'supervisor' });
    const me = (await ask('GET', '/api/session', guide.headers)).body;
    expect(me).toMatchObject({ role: 'manager', home: 'pond', permissions: ['customers.read', 'pond.read'] });
    expect((await ask('DELETE', '/api/posts/supervisor', owner.headers)).body.code).toBe('post.held');
    await ask('PATCH', `/api/team/${guide.accountId}`, owner.headers, { role: 'guide' });
    expect((await ask('GET', '/api/session', guide.headers)).body.post).toBeNull();
    expect((await ask('DELETE', '/api/posts/supervisor', owner.headers)).status).toBe(200);
    const elsewhere = await makePrincipal(database.db);
    const keys = (await ask('GET', '/api/posts', elsewhere.headers)).body.items;
    expect(keys).toHaveLength(postTemplates.length);
  });
});
