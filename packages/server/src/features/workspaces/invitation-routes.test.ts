import { day } from '@yutang/core/time';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makePrincipal, type TestPrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { resetPassword } from '../../commands/reset-password.ts';
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

async function invite(payload: object = { role: 'operator' }) {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/invitations',
    headers: owner.headers,
    payload,
  });
  expect(answer.statusCode).toBe(201);
  return answer.json() as { token: string; path: string; invitation: { id: number } };
}
const accept = (token: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: `/api/invitations/${token}/accept`, headers, payload });
const list = async () => (await app.inject({ url: '/api/invitations', headers: owner.headers })).json().items;
let guests = 0;
const guest = () => ({ login: `guest${++guests}`, name: 'Guest', password: 'a long secret' });

describe('an invitation', () => {
  it('makes a member of the post and the unit it names, so that nobody begins by seeing all', async () => {
    const asked = (payload: object) =>
      app.inject({ method: 'POST', url: '/api/invitations', headers: owner.headers, payload });
    const made = await asked({ role: 'guide', post: 'outlet-manager', unitId: 7 });
    expect(made.statusCode, made.body).toBe(201);
    expect(made.json().invitation).toMatchObject({ post: 'outlet-manager', unitId: 7, role: 'manager' });
    expect((await accept(made.json().token, guest())).statusCode).toBeLessThan(300);
    const { items } = (await app.inject({ url: '/api/team', headers: owner.headers })).json();
    expect(items).toContainEqual(
      expect.objectContaining({ post: 'outlet-manager', unitId: 7, role: 'manager' }),
    );
    expect((await asked({ role: 'owner', unitId: 7 })).json().code).toBe('team.owner-in-unit');
    expect((await asked({ role: 'guide', post: 'nobody' })).json()).toMatchObject({
      code: 'request.invalid',
      params: { field: 'body.post' },
    });
  });

  it('is a link that shows where it leads and makes one new member', async () => {
    const { token, path } = await invite({ role: 'guide', staffRef: 'li.si', note: 'for Li Si' });
    expect(path).toBe(`/join/${token}`);
    const preview = await app.inject(`/api/invitations/${token}`);
    expect(preview.json()).toMatchObject({ role: 'guide', invitedBy: 'Wang', signedInAs: null });
    expect(preview.body).not.toContain('Li Si');

    const joined = await accept(token, guest());
    expect(joined.statusCode).toBe(200);
    expect(joined.json()).toMatchObject({
      role: 'guide',
      ownStaff: 'li.si',
      workspace: { id: owner.workspaceId },
    });
    expect(joined.headers['set-cookie']).toContain('yutang_session=ys_');
    expect((await accept(token, guest())).json().code).toBe('invitation.invalid');
    expect(await list()).toMatchObject([{ state: 'used', usedBy: 'Guest', note: 'for Li Si' }]);
  });

  it('makes one member however many accept at once', async () => {
    const { token } = await invite();
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(token, guest())));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 410, 410, 410, 410, 410]);
    const members = await app.inject({ url: '/api/team', headers: owner.headers });
    expect(members.json().items).toHaveLength(2);
  });

  it('lets somebody with a session join as themselves', async () => {
    const me = await makePrincipal(database.db);
    const { token } = await invite({ role: 'analyst' });
    const preview = await app.inject({ url: `/api/invitations/${token}`, headers: me.headers });
    expect(preview.json().signedInAs).toBe(me.login);
    const joined = await accept(token, {}, me.headers);
    expect(joined.json()).toMatchObject({
      account: { login: me.login },
      role: 'analyst',
      workspace: { id: owner.workspaceId },
    });
    expect(joined.headers['set-cookie']).toBeUndefined();
    expect(joined.json().workspaces).toHaveLength(2);
  });

  it('lets somebody with an account join by its password, and nobody by a wrong one', async () => {
    const me = await makePrincipal(database.db);
    const password = await resetPassword(database.db, me.login);
    const { token } = await invite();
    const wrong = await accept(token, { login: me.login, name: 'X', password: 'not that one' });
    expect(wrong.statusCode).toBe(401);
    const right = await accept(token, { login: me.login, password });
    expect(right.json()).toMatchObject({
      account: { login: me.login },
      workspace: { id: owner.workspaceId },
    });
  });

  it('goes unused when the guest is a member already', async () => {
    const { token } = await invite();
    const answer = await accept(token, {}, owner.headers);
    expect(answer.statusCode).toBe(409);
    expect(await list()).toMatchObject([{ state: 'open' }]);
  });

  it('can be revoked', async () => {
    const { token, invitation } = await invite();
    const url = `/api/invitations/${invitation.id}`;
    const revoke = () => app.inject({ method: 'DELETE', url, headers: owner.headers });
    expect((await revoke()).statusCode).toBe(200);
    expect((await revoke()).statusCode).toBe(404);
    expect((await accept(token, guest())).statusCode).toBe(410);
    expect(await list()).toMatchObject([{ state: 'revoked' }]);
  });

  it('expires after its days, 7 unless told', async () => {
    const week = await invite();
    const month = await invite({ role: 'operator', days: 30 });
    now += 7 * day - 1;
    expect((await app.inject(`/api/invitations/${week.token}`)).statusCode).toBe(200);
    now += 1;
    expect((await app.inject(`/api/invitations/${week.token}`)).statusCode).toBe(410);
    expect((await accept(week.token, guest())).statusCode).toBe(410);
    expect((await accept(month.token, guest())).statusCode).toBe(200);
  });

  it.each([
    [{}, 'invitation.account-needed', 'body.login'],
    [{ login: 'newcomer' }, 'invitation.account-needed', 'body.password'],
    [{ login: 'newcomer', password: 'a long secret' }, 'invitation.account-needed', 'body.name'],
    [{ login: 'newcomer', name: 'N', password: 'password' }, 'account.password-weak', 'body.password'],
    [{ login: 'newcomer', name: 'N', password: 'short' }, 'account.password-weak', 'body.password'],
    [{ login: 'newcomer', name: 'N', password: 'a long secret', role: 'owner' }, 'request.invalid', 'body'],
  ])('refuses to be accepted with %j', async (payload, code, field) => {
    const { token } = await invite();
    const answer = await accept(token, payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code, params: { field } });
    expect(await list()).toMatchObject([{ state: 'open' }]);
  });

  it.each([[{}], [{ role: 'king' }], [{ role: 'guide', days: 31 }], [{ role: 'guide', email: 'a@b.c' }]])(
    'refuses to be made of %j',
    async (payload) => {
      const { headers } = owner;
      const answer = await app.inject({ method: 'POST', url: '/api/invitations', headers, payload });
      expect(answer.statusCode).toBe(400);
    },
  );

  it('is unknown when its token is made up', async () => {
    for (const token of ['yi_made-up-token', `yi_${'A'.repeat(43)}`]) {
      expect((await app.inject(`/api/invitations/${token}`)).statusCode).toBe(410);
      expect((await accept(token, guest())).statusCode).toBe(410);
    }
  });
});
