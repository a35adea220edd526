import { hour } from '@yutang/core/time';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makeApiKey, makePrincipal, type TestPrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';

let database: TestDatabase;
let app: HttpApp;
let owner: TestPrincipal;
let now = Date.now();
beforeAll(async () => {
  database = await createTestDatabase();
  app = await createFeatureApp(database.db, [], { now: () => now });
});
beforeEach(async () => {
  now = Date.now();
  owner = await makePrincipal(database.db, { name: 'Wang' });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const issue = (payload: object, headers: Record<string, string> = owner.headers) =>
  app.inject({ method: 'POST', url: '/api/keys', headers, payload });
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const list = async () => (await app.inject({ url: '/api/keys', headers: owner.headers })).json().items;

describe('an API key', () => {
  it('opens what its scopes say and nothing else, and is shown once', async () => {
    const made = await issue({ label: ' ERP ', scopes: ['team.read', 'pond.read'] });
    expect(made.statusCode).toBe(201);
    const { key, secret } = made.json();
    expect(secret).toMatch(/^yk_[\w-]{43}$/);
    expect(key).toMatchObject({
      label: 'ERP',
      prefix: secret.slice(0, 9),
      createdBy: 'Wang',
      lastUsedAt: null,
    });

    expect((await app.inject({ url: '/api/team', headers: bearer(secret) })).statusCode).toBe(200);
    const refused = await app.inject({ url: '/api/keys', headers: bearer(secret) });
    expect(refused.statusCode).toBe(403);
    expect(refused.json().params).toEqual({ permission: 'keys.read' });

    const listed = await app.inject({ url: '/api/keys', headers: owner.headers });
    expect(listed.json().items).toMatchObject([{ id: key.id, lastUsedAt: now, revokedAt: null }]);
    expect(listed.body).not.toContain(secret);
    const { rows } = await database.pool.query('select k::text as row from api_keys k');
    for (const { row } of rows) expect(row).not.toContain(secret);
  });

  it('stops at once when revoked', async () => {
    const { key, secret } = (await issue({ label: 'x', scopes: ['team.read'] })).json();
    expect((await app.inject({ url: '/api/team', headers: bearer(secret) })).statusCode).toBe(200);
    const revoke = () => app.inject({ method: 'DELETE', url: `/api/keys/${key.id}`, headers: owner.headers });
    expect((await revoke()).statusCode).toBe(200);
    expect((await app.inject({ url: '/api/team', headers: bearer(secret) })).statusCode).toBe(401);
    expect((await revoke()).statusCode).toBe(404);
    expect(await list()).toMatchObject([{ id: key.id, revokedAt: now }]);
  });

  it('stops when it expires, though it was used a moment ago', async () => {
    const { secret } = (await issue({ label: 'x', scopes: ['team.read'], expiresAt: now + hour })).json();
    now += hour - 1;
    expect((await app.inject({ url: '/api/team', headers: bearer(secret) })).statusCode).toBe(200);
    now += 1;
    expect((await app.inject({ url: '/api/team', headers: bearer(secret) })).statusCode).toBe(401);
  });

  it('cannot be given more than its maker has', async () => {
    const maker = await makeApiKey(database.db, owner.workspaceId, ['keys.write', 'pond.read']);
    const refused = await issue({ label: 'x', scopes: ['pond.read', 'team.write'] }, maker.headers);
    expect(refused.statusCode).toBe(403);
    expect(refused.json()).toMatchObject({ code: 'key.scope-not-held', params: { scope: 'team.write' } });
    expect((await issue({ label: 'x', scopes: ['pond.read'] }, maker.headers)).statusCode).toBe(201);
  });

  it('belongs to one workspace and cannot go to another', async () => {
    const { secret } = (await issue({ label: 'x', scopes: ['team.read'] })).json();
    const other = await makePrincipal(database.db);
    const headers = { ...bearer(secret), 'yutang-workspace': String(other.workspaceId) };
    const answer = await app.inject({ url: '/api/team', headers });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().code).toBe('workspace.not-member');
    const own = { ...bearer(secret), 'yutang-workspace': String(owner.workspaceId) };
    expect((await app.inject({ url: '/api/team', headers: own })).statusCode).toBe(200);
  });

  it('is taken before a cookie: a wrong key is refused though somebody is signed in', async () => {
    const headers = { ...owner.headers, ...bearer(`yk_${'A'.repeat(43)}`) };
    expect((await app.inject({ url: '/api/team', headers })).statusCode).toBe(401);
  });

  it.each([
    [{ label: 'x', scopes: [] }, 'body.scopes'],
    [{ label: 'x', scopes: ['everything'] }, 'body.scopes.0'],
    [{ label: 'x', scopes: ['pond.read', 'pond.read'] }, 'body.scopes'],
    [{ label: ' ', scopes: ['pond.read'] }, 'body.label'],
    [{ scopes: ['pond.read'] }, 'body.label'],
    [{ label: 'x', scopes: ['pond.read'], expiresAt: 1000 }, 'body.expiresAt'],
    [{ label: 'x', scopes: ['pond.read'], expiresAt: 'tomorrow' }, 'body.expiresAt'],
  ])('is not made of %j', async (payload, field) => {
    const answer = await issue(payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'request.invalid', params: { field } });
  });

  it('is written down when made and revoked, without its secret', async () => {
    const { key, secret } = (await issue({ label: 'shop', scopes: ['pond.read'] })).json();
    await app.inject({ method: 'DELETE', url: `/api/keys/${key.id}`, headers: owner.headers });
    const log = await app.inject({ url: `/api/audit?target=key:${key.id}`, headers: owner.headers });
    expect(log.json().items).toMatchObject([
      { action: 'key.revoked', details: { label: 'shop' } },
      { action: 'key.created', details: { label: 'shop', scopes: ['pond.read'] } },
    ]);
    expect(log.body).not.toContain(secret);
  });
});
