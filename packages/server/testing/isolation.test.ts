import { sql } from 'kysely';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Feature } from '../src/platform/feature.ts';
import type { HttpApp } from '../src/platform/http/http-app.ts';
import { walkRoutes } from '../src/platform/http/route-list.ts';
import { createFeatureApp } from './feature-app.ts';
import { assertIsolation, type IsolationCase } from './isolation.ts';
import { makeApiKey, makePrincipal, makeWorkspace } from './principals.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
const apps: HttpApp[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  const plain = await createFeatureApp(database.db);
  apps.push(plain);
  for (const { url } of walkRoutes(plain)) ours.add(url);
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await database.close();
});

const ours = new Set<string>();

async function breachesOf(
  routes: (app: HttpApp) => void,
  extra: Partial<IsolationCase> = {},
): Promise<string> {
  const { db } = database;
  const feature: Feature = { name: 'leaky', routes };
  const app = await createFeatureApp(db, [feature]);
  apps.push(app);
  const victim = await makeWorkspace(db, { name: 'secret-brand' });
  const { accountId } = await makePrincipal(db, { workspaceId: victim });
  const { id } = await makeApiKey(db, victim, ['team.read']);
  const world = {
    db,
    victim,
    secrets: ['secret-brand'],
    ids: { accountId: [accountId], id: [id] },
    ...extra,
  };
  const only: IsolationCase['only'] = ({ url }) => !ours.has(url);
  return assertIsolation(app, { ...world, only, ...extra }).then(
    () => '',
    (error: Error) => error.message,
  );
}

describe('the walk over all routes', () => {
  it('finds nothing where nothing is wrong', async () => {
    const found = await breachesOf((app) => {
      app.get('/api/right', { config: { permission: 'team.read' } }, async ({ principal }) => ({
        workspace: principal.workspaceId,
      }));
    });
    expect(found).toBe('');
  });

  it('does not pass for want of routes', async () => {
    expect(await breachesOf(() => {})).toContain('no routes');
  });

  it('finds a list that forgets the workspace', async () => {
    const found = await breachesOf((app) => {
      app.get('/api/leak', { config: { permission: 'team.read' } }, async () => {
        const { rows } = await sql`select name from workspaces`.execute(database.db);
        return rows;
      });
    });
    expect(found).toContain('GET /api/leak shows secret-brand');
  });

  it('finds a change that forgets the workspace, though it tells nothing', async () => {
    const found = await breachesOf((app) => {
      const params = Type.Object({ id: Type.Integer() });
      app.delete(
        '/api/leak/:id',
        { config: { permission: 'keys.write' }, schema: { params } },
        async ({ params: { id } }, reply) => {
          await sql`update api_keys set revoked_at = 1 where id = ${id}`.execute(database.db);
          return reply.code(404).send({});
        },
      );
    });
    expect(found).toContain('rows of A in api_keys changed');
  });

  it('finds an id in a body that reaches another workspace', async () => {
    const found = await breachesOf((app) => {
      const body = Type.Object({ nested: Type.Object({ accountId: Type.Integer() }) });
      app.post(
        '/api/leak',
        { config: { permission: 'team.write' }, schema: { body } },
        async ({ body: { nested } }) => {
          await sql`update members set role = 'guide' where account_id = ${nested.accountId}`.execute(
            database.db,
          );
          return {};
        },
      );
    });
    expect(found).toContain('rows of A in members changed');
  });

  it('finds an answer to a foreign id, a fault, and a handler that asks for more than it declares', async () => {
    const found = await breachesOf((app) => {
      const params = Type.Object({ id: Type.Integer() });
      app.get('/api/any/:id', { config: { permission: 'team.read' }, schema: { params } }, async () => ({}));
      app.get('/api/broken', { config: { permission: 'team.read' } }, async () => {
        throw new Error('a bug');
      });
      app.get('/api/closed', { config: { permission: 'team.read' } }, async (_request, reply) =>
        reply.code(403).send({ code: 'request.forbidden', params: { permission: 'team.read' } }),
      );
      app.get('/api/collect', { config: { permission: 'writeKey' } }, async () => ({}));
    });
    expect(found).toContain('GET /api/any/:id answers 200 to an id of another workspace');
    expect(found).toContain('GET /api/broken has a fault');
    expect(found).toContain('GET /api/closed refuses role owner (403)');
    expect(found).toContain('GET /api/collect answers 200 without credentials');
  });

  it('does not run what the caller says must not be run, for those who may', async () => {
    let runs = 0;
    const found = await breachesOf(
      (app) => {
        app.get('/api/endless', { config: { permission: 'team.read' } }, async () => {
          runs++;
          return {};
        });
      },
      { denialsOnly: { 'GET /api/endless': 'never ends' } },
    );
    expect(found).toBe('');
    expect(runs).toBe(0);
  });
});
