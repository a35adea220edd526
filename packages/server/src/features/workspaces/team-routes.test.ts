import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makeApiKey, makePrincipal, makeTeam, makeWorkspace } from '../../../testing/principals.ts';
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

type Headers = Record<string, string>;
const change = (headers: Headers, accountId: number, payload: object) =>
  app.inject({ method: 'PATCH', url: `/api/team/${accountId}`, headers, payload });
const dismiss = (headers: Headers, accountId: number) =>
  app.inject({ method: 'DELETE', url: `/api/team/${accountId}`, headers });
const team = async () => makeTeam(database.db, await makeWorkspace(database.db));

describe('the team', () => {
  it('is listed with role, staff reference and who may be changed', async () => {
    const { owner, admin, guide } = await team();
    const list = (await app.inject({ url: '/api/team', headers: admin.headers })).json().items;
    expect(list).toHaveLength(6);
    const of = (accountId: number) => list.find((one: { accountId: number }) => one.accountId === accountId);
    expect(of(owner.accountId)).toMatchObject({ role: 'owner', editable: false, self: false });
    expect(of(admin.accountId)).toMatchObject({ self: true, editable: true });
    expect(of(guide.accountId)).toMatchObject({ staffRef: 'guide-1', login: guide.login });
  });

  it('changes a role at once: the next request has the new rights', async () => {
    const { owner, operator } = await team();
    expect((await app.inject({ url: '/api/team', headers: operator.headers })).statusCode).toBe(200);
    const answer = await change(owner.headers, operator.accountId, { role: 'guide', staffRef: 'li.si' });
    expect(answer.json()).toMatchObject({ role: 'guide', staffRef: 'li.si' });
    expect((await app.inject({ url: '/api/team', headers: operator.headers })).statusCode).toBe(403);
    const me = (await app.inject({ url: '/api/session', headers: operator.headers })).json();
    expect(me).toMatchObject({ role: 'guide', ownStaff: 'li.si' });
    const none = await change(owner.headers, operator.accountId, { staffRef: null });
    expect(none.json()).toMatchObject({ role: 'guide', staffRef: null });
  });

  it('keeps its last owner, whoever asks', async () => {
    const { owner, admin } = await team();
    for (const answer of [
      await change(owner.headers, owner.accountId, { role: 'admin' }),
      await dismiss(owner.headers, owner.accountId),
    ]) {
      expect(answer.statusCode).toBe(409);
      expect(answer.json().code).toBe('team.last-owner');
    }
    expect((await change(admin.headers, owner.accountId, { role: 'guide' })).json().code).toBe(
      'team.not-grantable',
    );
  });

  it('keeps one owner when two demote each other at the same time', async () => {
    const { owner, admin } = await team();
    await change(owner.headers, admin.accountId, { role: 'owner' });
    const answers = await Promise.all([
      change(owner.headers, admin.accountId, { role: 'guide' }),
      change(admin.headers, owner.accountId, { role: 'guide' }),
    ]);
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1);
    const { rows } = await database.pool.query(
      `select count(*) as owners from members where workspace_id = $1 and role = 'owner'`,
      [owner.workspaceId],
    );
    expect(Number(rows[0].owners)).toBe(1);
  });

  it('lets an admin neither make, change nor remove an owner', async () => {
    const { owner, admin, operator } = await team();
    const second = await makePrincipal(database.db, { workspaceId: owner.workspaceId });
    for (const answer of [
      await change(admin.headers, operator.accountId, { role: 'owner' }),
      await change(admin.headers, admin.accountId, { role: 'owner' }),
      await change(admin.headers, second.accountId, { staffRef: 'x' }),
      await dismiss(admin.headers, second.accountId),
    ]) {
      expect(answer.statusCode).toBe(403);
      expect(answer.json().code).toBe('team.not-grantable');
    }
  });

  it('lets a key with team.write alone make nobody more powerful than itself', async () => {
    const { owner, guide } = await team();
    const key = await makeApiKey(database.db, owner.workspaceId, ['team.write', 'team.read']);
    expect((await change(key.headers, guide.accountId, { role: 'admin' })).json().code).toBe(
      'team.not-grantable',
    );
    const invited = await app.inject({
      method: 'POST',
      url: '/api/invitations',
      headers: key.headers,
      payload: { role: 'admin' },
    });
    expect(invited.json().code).toBe('team.not-grantable');
  });

  it('removes a member with sessions and open invitations, and says which keys go on', async () => {
    const { owner, admin } = await team();
    await app.inject({
      method: 'POST',
      url: '/api/keys',
      headers: admin.headers,
      payload: { label: 'shop', scopes: ['pond.read'] },
    });
    const invited = await app.inject({
      method: 'POST',
      url: '/api/invitations',
      headers: admin.headers,
      payload: { role: 'admin' },
    });
    const answer = await dismiss(owner.headers, admin.accountId);
    expect(answer.json()).toEqual({ keysLeft: 1 });
    expect((await app.inject({ url: '/api/session', headers: admin.headers })).statusCode).toBe(401);
    expect((await app.inject(`/api/invitations/${invited.json().token}`)).statusCode).toBe(410);
    expect((await dismiss(owner.headers, admin.accountId)).statusCode).toBe(404);
  });

  it('revokes the open invitations of an admin who becomes something less', async () => {
    const { owner, admin } = await team();
    const invited = await app.inject({
      method: 'POST',
      url: '/api/invitations',
      headers: admin.headers,
      payload: { role: 'admin' },
    });
    await change(owner.headers, admin.accountId, { role: 'analyst' });
    expect((await app.inject(`/api/invitations/${invited.json().token}`)).statusCode).toBe(410);
  });

  it('writes down who changed what', async () => {
    const { owner, manager } = await team();
    await change(owner.headers, manager.accountId, { role: 'operator' });
    await dismiss(owner.headers, manager.accountId);
    const log = (await app.inject({ url: '/api/audit?action=member.', headers: owner.headers })).json().items;
    expect(log).toMatchObject([
      { action: 'member.removed', target: `account:${manager.accountId}`, details: { role: 'operator' } },
      {
        action: 'member.changed',
        actor: owner.principal.label,
        accountId: owner.accountId,
        details: { role: { from: 'manager', to: 'operator' } },
        ip: '127.0.0.1',
      },
    ]);
  });

  it.each([
    [{}, 400],
    [{ role: 'emperor' }, 400],
    [{ staffRef: '' }, 400],
    [{ login: 'x' }, 400],
  ])('refuses the change %j', async (payload, status) => {
    const { owner, guide } = await team();
    expect((await change(owner.headers, guide.accountId, payload)).statusCode).toBe(status);
  });

  it('does not find a member of another workspace', async () => {
    const { owner } = await team();
    const foreign = await makePrincipal(database.db);
    expect((await change(owner.headers, foreign.accountId, { role: 'guide' })).statusCode).toBe(404);
    expect((await dismiss(owner.headers, foreign.accountId)).statusCode).toBe(404);
  });
});
