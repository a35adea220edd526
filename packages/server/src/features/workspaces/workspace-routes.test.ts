import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makeApiKey, makePrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';

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

const patch = (headers: Record<string, string>, payload: object) =>
  app.inject({ method: 'PATCH', url: '/api/workspace', headers, payload });

describe('the settings of a workspace', () => {
  it('are read and changed, and hold from the next request on', async () => {
    const { headers, workspaceId } = await makePrincipal(database.db);
    const before = (await app.inject({ url: '/api/workspace', headers })).json();
    expect(before).toMatchObject({ id: workspaceId, zone: 'Asia/Shanghai', currency: 'CNY', settings: {} });
    const changed = await patch(headers, {
      name: 'New',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      language: 'en',
    });
    expect(changed.json()).toMatchObject({
      name: 'New',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      language: 'en',
    });
    const me = (await app.inject({ url: '/api/session', headers })).json();
    expect(me.workspace).toMatchObject({ name: 'New', zone: 'Europe/Berlin' });
    expect(me.workspaces).toMatchObject([{ name: 'New' }]);
  });

  it('keep free settings by name: replaced, kept, removed by null', async () => {
    const { headers } = await makePrincipal(database.db);
    await patch(headers, { settings: { pondGoal: 1000, theme: { dark: true }, list: [1, 'a'] } });
    const answer = await patch(headers, { settings: { pondGoal: 2000, theme: null } });
    expect(answer.json().settings).toEqual({ pondGoal: 2000, list: [1, 'a'] });
  });

  it.each([
    [{}, 'body'],
    [{ name: '' }, 'body.name'],
    [{ zone: 'Nowhere' }, 'body.zone'],
    [{ currency: 'cny' }, 'body.currency'],
    [{ language: 'fr' }, 'body.language'],
    [{ kind: 'demo' }, 'body'],
    [{ settings: { 'Bad Name': 1 } }, 'body.settings'],
  ])('refuse %j, naming the field', async (payload, field) => {
    const { headers } = await makePrincipal(database.db);
    const answer = await patch(headers, payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'request.invalid', params: { field } });
  });

  it('refuse to grow without end', async () => {
    const { headers } = await makePrincipal(database.db);
    const answer = await patch(headers, { settings: { big: 'x'.repeat(70_000) } });
    expect(answer.statusCode).toBe(413);
  });

  it('leave old and new in the audit log', async () => {
    const { headers, workspaceId } = await makePrincipal(database.db);
    await patch(headers, { currency: 'USD', settings: { goal: 1 } });
    const log = (await app.inject({ url: '/api/audit?action=workspace.changed', headers })).json().items;
    expect(log).toMatchObject([
      {
        target: `workspace:${workspaceId}`,
        details: { currency: { from: 'CNY', to: 'USD' }, settings: ['goal'] },
      },
    ]);
  });
});

describe('another workspace', () => {
  it('is owned by who makes it and shares nothing', async () => {
    const { headers } = await makePrincipal(database.db);
    const made = await app.inject({
      method: 'POST',
      url: '/api/workspaces',
      headers,
      payload: { name: 'B' },
    });
    expect(made.statusCode).toBe(201);
    const { id } = made.json();
    const there = { ...headers, 'yutang-workspace': String(id) };
    expect((await app.inject({ url: '/api/session', headers: there })).json()).toMatchObject({
      role: 'owner',
      workspace: { id, name: 'B', kind: 'real' },
    });
    expect((await app.inject({ url: '/api/team', headers: there })).json().items).toHaveLength(1);
    expect((await app.inject({ url: '/api/audit', headers: there })).json().items).toMatchObject([
      { action: 'workspace.created', target: `workspace:${id}` },
    ]);
  });

  it('needs a person', async () => {
    const { workspaceId } = await makePrincipal(database.db);
    const { headers } = await makeApiKey(database.db, workspaceId, ['settings.write']);
    const answer = await app.inject({
      method: 'POST',
      url: '/api/workspaces',
      headers,
      payload: { name: 'B' },
    });
    expect(answer.json().code).toBe('account.required');
  });
});
