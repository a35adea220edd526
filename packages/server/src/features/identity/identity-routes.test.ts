import type { ConflictList, CustomerIdentities, DecisionResult, MergeList } from '@yutang/contracts/identity';
import { type AcceptedEvent, unpackEvents } from '@yutang/core/events';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptedEvent } from '../../../testing/accepted-event.ts';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makePrincipal, type TestPrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { createInbox } from '../../platform/inbox/inbox.ts';
import { createIdentity, type Identity } from './create-identity.ts';
import { dumpIdentity, identityOf, noon, partitionInStore } from './identity-testing.ts';

let database: TestDatabase;
let identity: Identity;
let app: HttpApp;
let owner: TestPrincipal;
const seqs = new Map<number, number>();

/** Works the inbox as the engine does, whenever it is woken. */
async function work(): Promise<void> {
  const { rows } = await sql<{ workspace_id: number; id: number; body: Buffer }>`
    select workspace_id, id, body from inbox order by id`.execute(database.db);
  for (const row of rows) {
    await database.db.transaction().execute(async (tx) => {
      await feed(row.workspace_id, unpackEvents(row.body.toString('utf8')), tx);
      await sql`delete from inbox where workspace_id = ${row.workspace_id} and id = ${row.id}`.execute(tx);
    });
  }
}

async function feed(
  workspaceId: number,
  events: AcceptedEvent[],
  tx?: Parameters<Identity['resolver']['resolve']>[0],
): Promise<void> {
  const logged = events.map((event) => {
    const seq = (seqs.get(workspaceId) ?? 0) + 1;
    seqs.set(workspaceId, seq);
    return { ...event, seq, knownAt: event.receivedAt, source: 0, customer: 0 };
  });
  const input = { workspaceId, events: logged, now: noon };
  if (tx) await identity.resolver.resolve(tx, input);
  else await database.db.transaction().execute((own) => identity.resolver.resolve(own, input));
}

/** An event that carries these identities, minutes after noon. */
const carrying = (minute: number, ...who: string[]) =>
  acceptedEvent({
    messageId: `e${minute}`,
    occurredAt: noon + minute * 60_000,
    receivedAt: noon + 86_400_000,
    identities: who.map(identityOf),
    sourceId: 3,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  let working: Promise<void> = Promise.resolve();
  const wake = () => {
    working = working.then(work);
  };
  const inbox = createInbox({ db: database.db, wake });
  identity = createIdentity({ db: database.db, inbox, clock: async () => () => Date.now() });
  app = await createFeatureApp(database.db, [identity.feature]);
});
afterAll(async () => {
  await app.close();
  await database.close();
});
beforeEach(async () => {
  owner = await makePrincipal(database.db);
});

async function call<T>(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  body?: object,
  as: TestPrincipal = owner,
): Promise<{ status: number; body: T }> {
  const answer = await app.inject({ method, url, headers: as.headers, ...(body ? { payload: body } : {}) });
  return { status: answer.statusCode, body: answer.json() as T };
}

const partition = () => partitionInStore(database.db, owner.workspaceId);

describe('identity over HTTP', () => {
  it('[ID-02] a customer lists his identities with first and last sight, touchpoint, and the evidence that joined them', async () => {
    await feed(owner.workspaceId, [
      carrying(1, 'openid:oa o1', 'unionid:main u1'),
      carrying(2, '?anonymous a', '?openid:oa o1'),
    ]);
    const { status, body } = await call<CustomerIdentities>('GET', '/api/customers/1/identities');
    expect(status).toBe(200);
    expect(body.identities.map((one) => [one.namespace, one.class, one.verified, one.firstSourceId])).toEqual(
      [
        ['unionid:main', 'exclusive', true, 3],
        ['openid:oa', 'exclusive', true, 3],
        ['anonymous', 'weak', false, 3],
      ],
    );
    expect(body.evidence).toMatchObject([
      { homes: [1, 2], by: 'link', verified: true, eventId: 'e1', outcome: 'joined' },
      { homes: [2, 3], by: 'link', verified: false, eventId: 'e2', outcome: 'joined' },
    ]);
  });

  it('[ID-05] [ID-08] two customers merged by hand are one, with who and why, and undoing leaves every table as it was', async () => {
    await feed(owner.workspaceId, [carrying(1, 'user 1', 'phone 13800000001'), carrying(2, 'member 2')]);
    const tables = ['identities', 'identity_links', 'identity_conflicts', 'identity_state'];
    const before = await dumpIdentity(database.db, owner.workspaceId, tables);
    const merged = await call<DecisionResult>('POST', '/api/identity/merge', {
      customers: [1, 3],
      reason: 'same person at the counter',
    });
    expect(merged).toMatchObject({ status: 200, body: { settled: true, customers: [1] } });
    expect(await partition()).toEqual([['member 2', 'phone 13800000001', 'user 1']]);
    const again = await call('POST', '/api/identity/merge', { customers: [1, 3], reason: 'x' });
    expect(again).toMatchObject({ status: 409, body: { code: 'identity.already-one' } });
    const { body: history } = await call<MergeList>('GET', '/api/identity/merges');
    expect(history.items[0]).toMatchObject({
      reason: 'merged-by-hand',
      by: owner.principal.label,
      why: 'same person at the counter',
      moves: [{ home: 3, from: 3, to: 1 }],
      undoable: true,
    });
    const old = await call<CustomerIdentities>('GET', '/api/customers/3/identities');
    expect(old.body.customer).toBe(1);
    const undone = await call<DecisionResult>('POST', `/api/identity/merges/${history.items[0]?.id}/undo`, {
      reason: 'a mistake',
    });
    expect(undone.body.customers).toEqual([1, 3]);
    expect(await dumpIdentity(database.db, owner.workspaceId, tables)).toEqual(before);
    const { body: after } = await call<MergeList>('GET', '/api/identity/merges');
    expect(after.items[0]).toMatchObject({
      reason: 'parted-by-hand',
      why: 'a mistake',
      by: owner.principal.label,
    });
  });

  it('[ID-05] unmerging what only a person had merged withdraws that decision and adds none', async () => {
    await feed(owner.workspaceId, [carrying(1, 'user 1', 'phone 13800000001'), carrying(2, 'member 2')]);
    await call('POST', '/api/identity/merge', { customers: [1, 3], reason: 'x' });
    await call('POST', '/api/identity/unmerge', { customer: 1, homes: [3], reason: 'y' });
    expect(await partition()).toEqual([['member 2'], ['phone 13800000001', 'user 1']]);
    const { identity_decisions } = await dumpIdentity(database.db, owner.workspaceId, ['identity_decisions']);
    expect(identity_decisions).toHaveLength(1);
  });

  it('[ID-05] unmerging what evidence had joined keeps the sides apart, and undoing that joins them again', async () => {
    await feed(owner.workspaceId, [carrying(1, 'user 1', 'phone 13800000001', 'email a@b.cn')]);
    const parted = await call<DecisionResult>('POST', '/api/identity/unmerge', {
      customer: 1,
      homes: [2],
      reason: 'the phone is the shop’s',
    });
    expect(parted.body).toMatchObject({ settled: true, customers: [1, 2] });
    await feed(owner.workspaceId, [carrying(3, 'phone 13800000001', 'user 1')]);
    expect(await partition()).toEqual([['email a@b.cn', 'user 1'], ['phone 13800000001']]);
    const { body: history } = await call<MergeList>('GET', '/api/identity/merges?customer=2');
    await call('POST', `/api/identity/merges/${history.items[0]?.id}/undo`, { reason: 'it is hers' });
    expect(await partition()).toEqual([['email a@b.cn', 'phone 13800000001', 'user 1']]);
  });

  it('[ID-05] a merge that evidence made can be undone from the history', async () => {
    await feed(owner.workspaceId, [
      carrying(1, 'user 1'),
      carrying(2, 'member 2'),
      carrying(3, 'user 1', 'member 2'),
    ]);
    const { body } = await call<MergeList>('GET', '/api/identity/merges');
    expect(body.items).toMatchObject([
      { reason: 'joined', moves: [{ home: 2, from: 2, to: 1 }], undoable: true },
    ]);
    await call('POST', `/api/identity/merges/${body.items[0]?.id}/undo`, { reason: 'not him' });
    expect(await partition()).toEqual([['member 2'], ['user 1']]);
  });

  it('says what is wrong with an unmerge', async () => {
    await feed(owner.workspaceId, [carrying(1, 'user 1', 'phone 13800000001'), carrying(2, 'member 2')]);
    const stranger = await call('POST', '/api/identity/unmerge', { customer: 1, homes: [3], reason: 'x' });
    expect(stranger).toMatchObject({ status: 422, body: { code: 'identity.not-of-customer' } });
    const all = await call('POST', '/api/identity/unmerge', { customer: 1, homes: [1, 2], reason: 'x' });
    expect(all).toMatchObject({ status: 422, body: { code: 'identity.nothing-left' } });
    const nobody = await call('POST', '/api/identity/unmerge', { customer: 99, homes: [1], reason: 'x' });
    expect(nobody).toMatchObject({ status: 404, body: { code: 'request.not-found' } });
  });

  describe('[ID-05] two unionids on one phone', () => {
    beforeEach(async () => {
      await feed(owner.workspaceId, [
        carrying(1, 'unionid:main u1', 'phone 13800000001'),
        carrying(2, 'unionid:main u2', 'phone 13800000001'),
      ]);
    });
    const conflicts = (query = '') => call<ConflictList>('GET', `/api/identity/conflicts${query}`);

    it('are in review with both sides and their evidence', async () => {
      const { body } = await conflicts('?state=open&kind=exclusive');
      expect(body.total).toBe(1);
      expect(body.items[0]).toMatchObject({
        id: '2-3',
        severity: 'high',
        differs: ['unionid:main'],
        sides: [
          { customer: 1, home: 2, identities: [{ value: 'u1' }, { value: '13800000001' }] },
          { customer: 3, home: 3, identities: [{ value: 'u2' }] },
        ],
      });
      expect(body.items[0]?.evidence).toMatchObject([
        { homes: [2, 3], eventId: 'e2', outcome: 'exclusive' },
        { homes: [1, 2], eventId: 'e1', outcome: 'joined' },
      ]);
    });

    it.each([
      ['same', [['phone 13800000001', 'unionid:main u1', 'unionid:main u2']]],
      ['different', [['phone 13800000001', 'unionid:main u1'], ['unionid:main u2']]],
      ['shared', [['phone 13800000001'], ['unionid:main u1'], ['unionid:main u2']]],
    ] as const)('decided as %s', async (decision, expected) => {
      const answer = await call<DecisionResult>('POST', '/api/identity/conflicts/2-3/resolve', { decision });
      expect(answer).toMatchObject({ status: 200, body: { settled: true } });
      expect(await partition()).toEqual(expected);
      expect((await conflicts('?state=open')).body.items).toEqual([]);
      expect((await conflicts('?state=decided')).body).toMatchObject({
        total: 1,
        items: [{ state: decision }],
      });
      expect((await conflicts(`?state=${decision}`)).body.items).toMatchObject([
        { id: '2-3', resolvedBy: owner.principal.label },
      ]);
      const again = await call('POST', '/api/identity/conflicts/2-3/resolve', { decision: 'same' });
      expect(again).toMatchObject({ status: 409, body: { code: 'identity.resolved' } });
    });

    it('are open again when the decision that made them one is undone', async () => {
      await call('POST', '/api/identity/conflicts/2-3/resolve', { decision: 'same' });
      const { body: history } = await call<MergeList>('GET', '/api/identity/merges');
      await call('POST', `/api/identity/merges/${history.items[0]?.id}/undo`, { reason: 'no' });
      expect((await conflicts('?state=open')).body.items).toMatchObject([{ id: '2-3', resolvedBy: null }]);
    });
  });

  it('a value that never links is listed, keeps people apart, and can be let go', async () => {
    await feed(owner.workspaceId, [
      carrying(1, 'user 1', 'phone 13800000001'),
      carrying(2, 'email a@b.cn', 'phone 13800000001'),
    ]);
    const wrong = await call('POST', '/api/identity/non-linking-values', { namespace: 'phone', value: '12' });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    await call('POST', '/api/identity/non-linking-values', {
      namespace: 'phone',
      value: '+86 138 0000 0001',
      reason: 'till',
    });
    expect(await partition()).toEqual([['email a@b.cn'], ['phone 13800000001'], ['user 1']]);
    const { body } = await call<{ items: { id: string; value: string }[] }>(
      'GET',
      '/api/identity/non-linking-values',
    );
    expect(body.items).toMatchObject([{ namespace: 'phone', value: '13800000001', reason: 'till' }]);
    await call('DELETE', `/api/identity/non-linking-values/${body.items[0]?.id}`);
    expect(await partition()).toEqual([['email a@b.cn', 'phone 13800000001', 'user 1']]);
  });

  it('shows an analyst masked values, and a guide nobody he is not known to own', async () => {
    await feed(owner.workspaceId, [carrying(1, 'user 1', 'phone 13800000001')]);
    const analyst = await makePrincipal(database.db, { role: 'analyst', workspaceId: owner.workspaceId });
    const seen = await call<CustomerIdentities>('GET', '/api/customers/1/identities', undefined, analyst);
    expect(seen.body.identities.map((one) => one.value)).toEqual(['****', '138****0001']);
    const guide = await makePrincipal(database.db, {
      role: 'guide',
      workspaceId: owner.workspaceId,
      staffRef: 'g1',
    });
    expect(await call('GET', '/api/customers/1/identities', undefined, guide)).toMatchObject({ status: 404 });
    expect(await call('GET', '/api/identity/conflicts', undefined, guide)).toMatchObject({ status: 403 });
  });

  it('shows nothing of one workspace to another', async () => {
    await feed(owner.workspaceId, [carrying(1, 'user 1', 'phone 13800000001')]);
    const foreigner = await makePrincipal(database.db);
    expect(await call('GET', '/api/customers/1/identities', undefined, foreigner)).toMatchObject({
      status: 404,
    });
    const merge = { customers: [1, 2], reason: 'x' };
    expect(await call('POST', '/api/identity/merge', merge, foreigner)).toMatchObject({ status: 404 });
  });
});
