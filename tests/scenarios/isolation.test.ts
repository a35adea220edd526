import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpApp } from '../../packages/server/src/platform/http/http-app.ts';
import { walkRoutes } from '../../packages/server/src/platform/http/route-list.ts';
import { createFeatureApp } from '../../packages/server/testing/feature-app.ts';
import { assertIsolation } from '../../packages/server/testing/isolation.ts';
import {
  makeApiKey,
  makePrincipal,
  makeTeam,
  makeWorkspace,
} from '../../packages/server/testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../packages/server/testing/test-database.ts';

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

describe('walls between workspaces', () => {
  it('[DAT-20] [CMP-12] lets nobody see or change another workspace by any route, and each role do exactly its own', async () => {
    const { db } = database;
    const victim = await makeWorkspace(db, { name: 'secret-brand-a' });
    const team = await makeTeam(db, victim);
    const named = await makePrincipal(db, { workspaceId: victim, name: 'secret-person-a', role: 'admin' });
    const key = await makeApiKey(db, victim, ['team.read']);
    const invited = await app.inject({
      method: 'POST',
      url: '/api/invitations',
      headers: team.owner.headers,
      payload: { role: 'operator', note: 'secret-note-a' },
    });
    const sessions = await app.inject({ url: '/api/sessions', headers: named.headers });

    const report = await assertIsolation(app, {
      db,
      victim,
      secrets: ['secret-brand-a', 'secret-person-a', 'secret-note-a', named.login],
      ids: {
        accountId: [named.accountId, team.guide.accountId],
        id: [key.id, invited.json().invitation.id, sessions.json().items[0].id],
        login: [named.login],
      },
      mayAnswer: { 'PUT /api/posts/:key': 'a post is made by each workspace for itself' },
    });

    expect(report.routes).toBe(walkRoutes(app).length);
    expect(report.routes).toBeGreaterThan(20);
    console.info(`walked ${report.routes} routes with ${report.requests} requests`);
  });
});
