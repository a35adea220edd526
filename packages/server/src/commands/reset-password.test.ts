import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../testing/feature-app.ts';
import { makePrincipal } from '../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import type { HttpApp } from '../platform/http/http-app.ts';
import { resetPassword } from './reset-password.ts';

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

const signIn = (login: string, password: string) =>
  app.inject({ method: 'POST', url: '/api/session', payload: { login, password } });

describe('yutang reset-password', () => {
  it('gives a password that works, ends all sessions and is in the audit log', async () => {
    const me = await makePrincipal(database.db);
    const password = await resetPassword(database.db, me.login.toUpperCase());
    expect((await app.inject({ url: '/api/session', headers: me.headers })).statusCode).toBe(401);
    const answer = await signIn(me.login, password);
    expect(answer.statusCode).toBe(200);
    const cookie = String(answer.headers['set-cookie']).split(';')[0];
    const log = await app.inject({ url: '/api/audit?action=account.password-reset', headers: { cookie } });
    expect(log.json().items).toMatchObject([
      { actor: 'yutang reset-password', target: `account:${me.accountId}`, details: { ended: 1 } },
    ]);
  });

  it('lets somebody in who is locked out', async () => {
    const me = await makePrincipal(database.db);
    for (let n = 0; n < 6; n++) await signIn(me.login, 'wrong');
    expect((await signIn(me.login, 'wrong')).statusCode).toBe(429);
    expect(await resetPassword(database.db, me.login, 'chosen by me')).toBe('chosen by me');
    expect((await signIn(me.login, 'chosen by me')).statusCode).toBe(200);
  });

  it('names a login it does not know', async () => {
    await expect(resetPassword(database.db, 'nobody')).rejects.toMatchObject({
      code: 'request.not-found',
      params: { what: 'account nobody' },
    });
  });
});
