import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makeApiKey, makePrincipal, makeTeam, makeWorkspace } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { resetPassword } from '../../commands/reset-password.ts';
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
  app.inject({ method: 'PATCH', url: '/api/account', headers, payload });
const signIn = (login: string, password: string) =>
  app.inject({ method: 'POST', url: '/api/session', payload: { login, password } });
const cookieOf = (answer: { headers: Record<string, unknown> }) => ({
  cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '',
});

describe("one's own account", () => {
  it('changes name and language at once', async () => {
    const me = await makePrincipal(database.db);
    const answer = await patch(me.headers, { name: '李四', language: 'zh' });
    expect(answer.json().account).toMatchObject({ name: '李四', language: 'zh' });
    const again = await app.inject({ url: '/api/session', headers: me.headers });
    expect(again.json().account.name).toBe('李四');
  });

  it('changes the password with the old one and ends all other sessions', async () => {
    const me = await makePrincipal(database.db);
    const old = await resetPassword(database.db, me.login);
    const here = cookieOf(await signIn(me.login, old));
    const there = cookieOf(await signIn(me.login, old));
    const wrong = await patch(here, { newPassword: 'a new password', password: 'not the old one' });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.json()).toMatchObject({
      code: 'account.wrong-password',
      params: { field: 'body.password' },
    });
    expect((await patch(here, { newPassword: 'a new password' })).json().code).toBe('account.wrong-password');
    expect((await patch(here, { newPassword: 'password123', password: old })).json().code).toBe(
      'account.password-weak',
    );
    expect((await patch(here, { newPassword: 'a new password', password: old })).statusCode).toBe(200);
    expect((await app.inject({ url: '/api/session', headers: here })).statusCode).toBe(200);
    expect((await app.inject({ url: '/api/session', headers: there })).statusCode).toBe(401);
    expect((await signIn(me.login, old)).statusCode).toBe(401);
    expect((await signIn(me.login, 'a new password')).statusCode).toBe(200);
  });

  it('writes the names of changed fields into the audit log, never a password', async () => {
    const me = await makePrincipal(database.db);
    const old = await resetPassword(database.db, me.login);
    const here = cookieOf(await signIn(me.login, old));
    await patch(here, { newPassword: 'a new password', password: old, name: 'New' });
    const log = await app.inject({ url: '/api/audit?action=account.', headers: here });
    expect(log.json().items.map((entry: { action: string }) => entry.action)).toEqual([
      'account.changed',
      'account.password-reset',
    ]);
    expect(log.json().items[0].details).toEqual({ fields: ['newPassword', 'name'] });
    expect(log.body).not.toContain(old);
    expect(log.body).not.toContain('a new password');
  });

  it('refuses an API key, an empty change and an unknown field', async () => {
    const me = await makePrincipal(database.db);
    const key = await makeApiKey(database.db, me.workspaceId, ['team.write']);
    expect((await patch(key.headers, { name: 'x' })).json().code).toBe('account.required');
    expect((await patch(me.headers, {})).statusCode).toBe(400);
    expect((await patch(me.headers, { role: 'owner' })).statusCode).toBe(400);
  });
});

describe('the list of roles', () => {
  it('says what each role may do and whether the caller may give it', async () => {
    const team = await makeTeam(database.db, await makeWorkspace(database.db));
    const rolesFor = async (headers: Record<string, string>) =>
      (await app.inject({ url: '/api/roles', headers })).json().items as {
        role: string;
        permissions: string[];
        grantable: boolean;
        masked: boolean;
      }[];
    const grantable = async (headers: Record<string, string>) =>
      (await rolesFor(headers)).filter((role) => role.grantable).map((role) => role.role);
    expect(await grantable(team.owner.headers)).toHaveLength(6);
    expect(await grantable(team.admin.headers)).toEqual(['admin', 'operator', 'manager', 'guide', 'analyst']);
    expect(await grantable(team.operator.headers)).toEqual([]);
    const analyst = (await rolesFor(team.guide.headers)).find((role) => role.role === 'analyst');
    expect(analyst).toMatchObject({ masked: true });
    expect(analyst?.permissions).not.toContain('customers.write');
  });
});
