import { day, minute } from '@yutang/core/time';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makeApiKey, makePrincipal, makeWorkspace } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { addMember, createAccount, hashPassword } from './index.ts';
import { sessionLimits } from './sessions.ts';

let database: TestDatabase;
let app: HttpApp;
let now: number;
beforeAll(async () => {
  database = await createTestDatabase();
  app = await createFeatureApp(database.db, [], { now: () => now });
});
beforeEach(() => {
  now = Date.now();
});
afterAll(async () => {
  await app.close();
  await database.close();
});

let people = 0;
async function person(password = 'right password') {
  const login = `someone${++people}`;
  const passwordHash = await hashPassword(password);
  const workspaceId = await makeWorkspace(database.db);
  const accountId = await database.db.transaction().execute(async (tx) => {
    const id = await createAccount(tx, { login, name: login, passwordHash, language: 'en' }, now);
    await addMember(tx, { workspaceId, accountId: id, role: 'operator' }, now);
    return id;
  });
  return { login, password, accountId, workspaceId };
}
const signIn = (login: string, password: string, ip = `198.51.100.${people}`) =>
  app.inject({ method: 'POST', url: '/api/session', payload: { login, password }, remoteAddress: ip });
const cookieOf = (answer: { headers: Record<string, unknown> }) => ({
  cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '',
});
const whoAmI = (headers: Record<string, string>) => app.inject({ url: '/api/session', headers });

describe('signing in', () => {
  it('opens a session for login and password, in any spelling of the login', async () => {
    const { login, password, workspaceId } = await person();
    const answer = await signIn(` ${login.toUpperCase()}`.trim(), password);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      account: { login },
      role: 'operator',
      workspace: { id: workspaceId },
    });
    expect((await whoAmI(cookieOf(answer))).statusCode).toBe(200);
  });

  it('gives unknown login, wrong password and disabled account the same answer', async () => {
    const { login, password } = await person();
    const wrong = await signIn(login, 'wrong password');
    const unknown = await signIn('nobody-here', 'wrong password');
    await database.pool.query('update accounts set disabled = true where login = $1', [login]);
    const disabled = await signIn(login, password);
    for (const answer of [wrong, unknown, disabled]) {
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toEqual(wrong.json());
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it('takes an unknown login as long as a wrong password', async () => {
    const { login } = await person();
    const time = async (name: string, ip: string) => {
      const spans: number[] = [];
      for (let n = 0; n < 4; n++) {
        const start = performance.now();
        await signIn(name, 'wrong password', ip);
        spans.push(performance.now() - start);
      }
      return Math.min(...spans);
    };
    await signIn('warm-up', 'wrong password', '192.0.2.50');
    const known = await time(login, '192.0.2.51');
    const unknown = await time('never-was', '192.0.2.52');
    // without the dummy hash it would be a tenth
    expect(unknown).toBeGreaterThan(known / 3);
  });

  it('refuses the sixth guess from one address, even of the right password, and forgets after a quarter of an hour', async () => {
    const { login, password } = await person();
    const ip = '203.0.113.7';
    // at once, as a guesser would
    const guesses = await Promise.all(Array.from({ length: 7 }, () => signIn(login, 'wrong password', ip)));
    expect(guesses.map((guess) => guess.statusCode).sort()).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const refused = await signIn(login, password, ip);
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(800);
    expect((await signIn(login, password, '203.0.113.8')).statusCode).toBe(200);
    now += 15 * minute;
    expect((await signIn(login, password, ip)).statusCode).toBe(200);
  });

  it('does not count what was right', async () => {
    const { login, password } = await person();
    for (let n = 0; n < 12; n++) expect((await signIn(login, password, '203.0.113.9')).statusCode).toBe(200);
  });

  it('refuses an address that tries one login after another, and its whole IPv6 network', async () => {
    const guesses: number[] = [];
    for (let n = 0; n < 52; n++) {
      guesses.push((await signIn(`guess${n}`, 'wrong password', `2001:db8:1:2::${n}`)).statusCode);
    }
    expect(guesses.slice(0, 50)).toEqual(Array(50).fill(401));
    expect(guesses.slice(50)).toEqual([429, 429]);
  });

  it('says so to somebody who is in no workspace any more', async () => {
    const { login, password, accountId } = await person();
    await database.pool.query('delete from members where account_id = $1', [accountId]);
    const answer = await signIn(login, password);
    expect(answer.statusCode).toBe(403);
    expect(answer.json().code).toBe('session.no-workspace');
  });

  it('keeps only the hash of a token', async () => {
    const { login, password } = await person();
    const { cookie } = cookieOf(await signIn(login, password));
    const { rows } = await database.pool.query('select s::text as row from sessions s');
    for (const { row } of rows) expect(row).not.toContain(cookie.split('=')[1]);
  });
});

describe('a session', () => {
  it('ends after a week without use, not before', async () => {
    const { login, password } = await person();
    const headers = cookieOf(await signIn(login, password));
    now += sessionLimits.idleMs - minute;
    expect((await whoAmI(headers)).statusCode).toBe(200);
    const fresh = await createFeatureApp(database.db, [], { now: () => now });
    const seen = await fresh.inject({ url: '/api/session', headers });
    expect(seen.statusCode).toBe(200);
    now += sessionLimits.idleMs - minute;
    expect((await fresh.inject({ url: '/api/session', headers })).statusCode).toBe(200);
    now += minute;
    expect((await fresh.inject({ url: '/api/session', headers })).statusCode).toBe(401);
    await fresh.close();
  });

  it('ends after a month however much it is used', async () => {
    const { login, password } = await person();
    const headers = cookieOf(await signIn(login, password));
    for (let days = 1; days < 30; days++) {
      now += day;
      const fresh = await createFeatureApp(database.db, [], { now: () => now });
      expect((await fresh.inject({ url: '/api/session', headers })).statusCode).toBe(200);
      await fresh.close();
    }
    now += day;
    expect((await whoAmI(headers)).statusCode).toBe(401);
  });

  it('is listed with its device and ended by its owner, at once', async () => {
    const { login, password } = await person();
    const here = cookieOf(await signIn(login, password));
    const there = cookieOf(await signIn(login, password));
    const third = cookieOf(await signIn(login, password));
    const list = (await app.inject({ url: '/api/sessions', headers: here })).json().items;
    expect(list).toHaveLength(3);
    expect(list.filter((entry: { current: boolean }) => entry.current)).toHaveLength(1);
    expect(list[0]).toMatchObject({ ip: `198.51.100.${people}`, userAgent: 'lightMyRequest' });

    expect((await whoAmI(there)).statusCode).toBe(200);
    const thereId = (await app.inject({ url: '/api/sessions', headers: there }))
      .json()
      .items.find((entry: { current: boolean }) => entry.current).id;
    const one = await app.inject({ method: 'DELETE', url: `/api/sessions/${thereId}`, headers: here });
    expect(one.json()).toEqual({ ended: 1 });
    expect((await whoAmI(there)).statusCode).toBe(401);
    const gone = await app.inject({ method: 'DELETE', url: `/api/sessions/${thereId}`, headers: here });
    expect(gone.statusCode).toBe(404);

    const others = await app.inject({ method: 'DELETE', url: '/api/sessions', headers: here });
    expect(others.json()).toEqual({ ended: 1 });
    expect((await whoAmI(third)).statusCode).toBe(401);

    const out = await app.inject({ method: 'DELETE', url: '/api/session', headers: here });
    expect(out.json()).toEqual({ ended: 1 });
    expect(String(out.headers['set-cookie'])).toMatch(/^yutang_session=; Max-Age=0/);
    expect((await whoAmI(here)).statusCode).toBe(401);
  });

  it("does not end somebody else's, even in the same workspace", async () => {
    const { db } = database;
    const mine = await makePrincipal(db);
    const other = await makePrincipal(db, { workspaceId: mine.workspaceId });
    const list = await app.inject({ url: '/api/sessions', headers: other.headers });
    const url = `/api/sessions/${list.json().items[0].id}`;
    expect((await app.inject({ method: 'DELETE', url, headers: mine.headers })).statusCode).toBe(404);
    expect((await whoAmI(other.headers)).statusCode).toBe(200);
  });

  it('goes to another workspace of the account and nowhere else', async () => {
    const { db } = database;
    const me = await makePrincipal(db);
    const other = await makeWorkspace(db, { name: 'the other' });
    const move = (workspaceId: number) =>
      app.inject({
        method: 'POST',
        url: '/api/session/workspace',
        headers: me.headers,
        payload: { workspaceId },
      });
    const refused = await move(other);
    expect(refused.statusCode).toBe(403);
    expect(refused.json().code).toBe('workspace.not-member');

    await db
      .transaction()
      .execute((tx) => addMember(tx, { workspaceId: other, accountId: me.accountId, role: 'analyst' }, now));
    const fresh = await createFeatureApp(db);
    const byHeader = await fresh.inject({
      url: '/api/session',
      headers: { ...me.headers, 'yutang-workspace': String(other) },
    });
    expect(byHeader.json()).toMatchObject({ role: 'analyst', masked: true, workspace: { id: other } });
    expect((await fresh.inject({ url: '/api/session', headers: me.headers })).json().role).toBe('owner');
    const moved = await fresh.inject({
      method: 'POST',
      url: '/api/session/workspace',
      headers: me.headers,
      payload: { workspaceId: other },
    });
    expect(moved.json()).toMatchObject({ role: 'analyst', workspace: { id: other } });
    expect(moved.json().workspaces).toHaveLength(2);
    const after = await fresh.inject({ url: '/api/session', headers: me.headers });
    expect(after.json().workspace.id).toBe(other);
    await fresh.close();
  });

  it('refuses a workspace header that is none', async () => {
    const me = await makePrincipal(database.db);
    const answer = await whoAmI({ ...me.headers, 'yutang-workspace': '1 or 1=1' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().params.field).toBe('headers.yutang-workspace');
  });

  it('is a person: an API key is told who it is and refused the rest', async () => {
    const workspaceId = await makeWorkspace(database.db);
    const { headers, id } = await makeApiKey(database.db, workspaceId, ['pond.read']);
    const me = (await whoAmI(headers as unknown as Record<string, string>)).json();
    expect(me).toMatchObject({ account: null, key: { id }, permissions: ['pond.read'] });
    const answer = await app.inject({ url: '/api/sessions', headers });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().code).toBe('account.required');
  });
});
