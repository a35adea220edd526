import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makeApiKey, makeTeam, makeWorkspace, type TestPrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { createViews } from './index.ts';

let database: TestDatabase;
let app: HttpApp;
let team: Awaited<ReturnType<typeof makeTeam>>;
let workspaceId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  app = await createFeatureApp(database.db, [createViews({ db: database.db, now: Date.now }).feature]);
  workspaceId = await makeWorkspace(database.db);
  team = await makeTeam(database.db, workspaceId);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
async function ask(who: { headers: Record<string, string> }, method: Method, url: string, payload?: object) {
  const answer = await app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json() };
}
const draft = (name: string, shared: boolean) => ({
  list: 'customers',
  name,
  query: 'state=private',
  shared,
});
async function seen(who: TestPrincipal): Promise<string[]> {
  const { body } = await ask(who, 'GET', '/api/views?list=customers');
  return body.items.map((view: { name: string }) => view.name);
}

describe('saved views', () => {
  it('are one’s own or the workspace’s, and are renamed and deleted', async () => {
    const own = await ask(team.operator, 'POST', '/api/views', draft('我的鱼塘', false));
    const shared = await ask(team.operator, 'POST', '/api/views', draft('大家的鱼塘', true));
    expect([own.status, shared.status]).toEqual([201, 201]);
    expect(own.body).toMatchObject({ shared: false, editable: true, query: 'state=private' });
    expect(await seen(team.operator)).toEqual(['大家的鱼塘', '我的鱼塘']);
    expect(await seen(team.analyst)).toEqual(['大家的鱼塘']);

    const at = `/api/views/${shared.body.id}`;
    expect((await ask(team.analyst, 'PATCH', at, { name: 'x' })).status).toBe(404);
    expect((await ask(team.analyst, 'DELETE', `/api/views/${own.body.id}`)).status).toBe(404);
    expect((await ask(team.admin, 'DELETE', `/api/views/${own.body.id}`)).status).toBe(404);
    expect(
      (await ask(team.operator, 'PATCH', at, { name: '私域', query: 'state=stock' })).body,
    ).toMatchObject({
      name: '私域',
      query: 'state=stock',
      shared: true,
    });
    expect((await ask(team.admin, 'PATCH', at, { name: '存量' })).body.name).toBe('存量');
    expect((await ask(team.operator, 'PATCH', at, { shared: false })).body.shared).toBe(false);
    expect(await seen(team.analyst)).toEqual([]);
    expect((await ask(team.operator, 'DELETE', at)).status).toBe(200);
    expect(await seen(team.operator)).toEqual(['我的鱼塘']);
  });

  it('are not given to everybody by who sees a part only, and hold nothing but an address', async () => {
    expect((await ask(team.guide, 'POST', '/api/views', draft('a', true))).status).toBe(403);
    expect((await ask(team.guide, 'POST', '/api/views', draft('a', false))).status).toBe(201);
    const key = await makeApiKey(database.db, workspaceId, ['customers.read']);
    expect((await ask(key, 'POST', '/api/views', draft('b', false))).status).toBe(403);
    const evil = { ...draft('c', false), query: 'https://example.com/?a=b c' };
    expect((await ask(team.operator, 'POST', '/api/views', evil)).status).toBe(400);
  });

  it('personal ones go with the membership, the workspace’s stay', async () => {
    await ask(team.manager, 'POST', '/api/views', draft('店长自己的', false));
    await ask(team.manager, 'POST', '/api/views', draft('店长给大家的', true));
    expect((await ask(team.owner, 'DELETE', `/api/team/${team.manager.accountId}`)).status).toBe(200);
    const { rows } = await database.pool.query(`select name from saved_views where name like '店长%'`);
    expect(rows).toEqual([{ name: '店长给大家的' }]);
  });
});

describe('preferences', () => {
  it('are kept for each person and forgotten by null', async () => {
    const nothing = { customersView: null, checklistHidden: null };
    expect((await ask(team.owner, 'GET', '/api/preferences')).body).toEqual(nothing);
    await ask(team.owner, 'PATCH', '/api/preferences', { customersView: 7 });
    const { body } = await ask(team.owner, 'PATCH', '/api/preferences', { checklistHidden: true });
    expect(body).toEqual({ customersView: 7, checklistHidden: true });
    expect((await ask(team.admin, 'GET', '/api/preferences')).body).toEqual(nothing);
    const after = await ask(team.owner, 'PATCH', '/api/preferences', { customersView: null });
    expect(after.body).toEqual({ customersView: null, checklistHidden: true });
    const key = await makeApiKey(database.db, workspaceId, ['customers.read']);
    expect((await ask(key, 'GET', '/api/preferences')).body).toEqual(nothing);
    expect((await ask(key, 'PATCH', '/api/preferences', { customersView: 1 })).status).toBe(403);
    expect((await ask(team.owner, 'PATCH', '/api/preferences', { other: 1 })).status).toBe(400);
  });
});
