import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';

let database: TestDatabase;
let app: HttpApp;
beforeEach(async () => {
  database = await createTestDatabase();
  app = await createFeatureApp(database.db);
});
afterEach(async () => {
  await app.close();
  await database.close();
});

const draft = {
  workspace: { name: ' 鱼塘茶铺 ', zone: 'asia/shanghai', currency: 'CNY', language: 'zh' },
  login: 'Boss@Example.COM',
  name: '王老板',
  password: 'a long secret',
};
const setUp = (payload: object = draft) => app.inject({ method: 'POST', url: '/api/setup', payload });

describe('the first visit', () => {
  it('makes workspace, owner and session, once', async () => {
    expect((await app.inject('/api/setup')).json()).toEqual({ needed: true });
    const made = await setUp();
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({
      account: { login: 'boss@example.com', name: '王老板', language: 'zh' },
      workspace: { name: '鱼塘茶铺', zone: 'Asia/Shanghai', currency: 'CNY', kind: 'real', clockOffsetMs: 0 },
      role: 'owner',
      masked: false,
      ownStaff: null,
    });
    const cookie = String(made.headers['set-cookie']);
    expect(cookie).toMatch(/^yutang_session=ys_[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);

    const me = await app.inject({ url: '/api/session', headers: { cookie: cookie.split(';')[0] } });
    expect(me.json()).toEqual(made.json());
    expect((await app.inject('/api/setup')).json()).toEqual({ needed: false });
    const again = await setUp({ ...draft, login: 'other' });
    expect(again.statusCode).toBe(409);
    expect(again.json().code).toBe('setup.done');
  });

  it('lets one of many first visits at once win', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => setUp({ ...draft, login: `boss${n}` })),
    );
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, ...Array(7).fill(409)]);
  });

  it('marks the cookie Secure when the browser talks https', async () => {
    const headers = { origin: 'https://pond.example.com', host: 'pond.example.com' };
    const made = await app.inject({ method: 'POST', url: '/api/setup', payload: draft, headers });
    expect(String(made.headers['set-cookie'])).toContain('; Secure');
  });

  it.each([
    [{ password: '12345678' }, 'account.password-weak', 'body.password'],
    [{ password: 'boss@example.com' }, 'account.password-weak', 'body.password'],
    [{ password: 'short' }, 'request.invalid', 'body.password'],
    [{ login: 'with blank' }, 'request.invalid', 'body.login'],
    [{ name: '   ' }, 'request.invalid', 'body.name'],
    [{ workspace: { name: 'x', zone: 'Mars/Olympus' } }, 'request.invalid', 'body.zone'],
    [{ workspace: { name: 'x', currency: 'yuan' } }, 'request.invalid', 'body.workspace.currency'],
    [{ surprise: 1 }, 'request.invalid', 'body'],
  ])('refuses %j and makes nothing', async (wrong, code, field) => {
    const answer = await setUp({ ...draft, ...wrong });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code, params: { field } });
    expect((await app.inject('/api/setup')).json()).toEqual({ needed: true });
  });
});
