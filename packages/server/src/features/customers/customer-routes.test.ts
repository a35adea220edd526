import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpFolds } from '../../../testing/fold-world.ts';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

type Headers = Record<string, string>;
function asker(headers: Headers) {
  const ask = async (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) => {
    const answer = await house.app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const get = async (url: string) => {
    const { status, body } = await ask('GET', url);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  return { ask, get };
}
async function owner() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const tell = house.tell.bind(house, workspaceId);
  return { headers, workspaceId, tell, ...asker(headers) };
}
const relation = { family: 'relation' as const };
const identify = { name: 'Profile Updated', type: 'identify' as const };
const hour = 3_600_000;

describe('a person', () => {
  it('[ID-02] four WeChat identities of one unionID stand on one page with first and last seen and touchpoint', async () => {
    const { get, tell } = await owner();
    const at = Date.now() - 10 * hour;
    const union = 'unionid:main U1';
    await tell(
      {
        who: [union, 'openid:gh_1 o1'],
        name: 'Account Followed',
        ...relation,
        channel: '公众号',
        occurredAt: at,
        properties: { account: 'gh_1' },
      },
      { who: [union, 'openid:wxapp o2'], name: 'Screen Viewed', channel: '小程序', occurredAt: at + hour },
      {
        who: [union, 'external_userid:corp wm1'],
        name: 'Contact Added',
        ...relation,
        channel: 'wecom',
        occurredAt: at + 2 * hour,
        properties: { staff: 'li.si' },
      },
      { who: [union, 'openid:app o3'], name: 'Page Viewed', channel: 'app', occurredAt: at + 3 * hour },
    );
    const { items } = await get('/api/customers?q=o2');
    expect(items).toHaveLength(1);
    const profile = await get(`/api/customers/${items[0].id}`);
    expect(profile.homes.map((home: { namespace: string }) => home.namespace)).toEqual([
      union.split(' ')[0],
      'openid:gh_1',
      'openid:wxapp',
      'external_userid:corp',
      'openid:app',
    ]);
    for (const home of profile.homes) expect(home.firstSeenAt).toBeGreaterThanOrEqual(at);
    expect(profile).toMatchObject({
      channel: 'official_account',
      lastChannel: 'app',
      domainLevel: 'private',
      owner: 'li.si',
      eventsByFamily: { relation: 2, behaviour: 2 },
    });
  });

  it('[ID-04] 3 anonymous page views, then a login → the views stand in that person’s timeline', async () => {
    const { get, tell } = await owner();
    for (let i = 0; i < 3; i++) await tell({ who: ['anonymous a1'], name: 'Page Viewed' });
    await tell({ who: ['user u1', 'anonymous a1'], ...identify, properties: { name: 'Ada' } });
    const { items, total } = await get('/api/customers?kind=customer');
    expect(total).toBe(1);
    const timeline = await get(`/api/customers/${items[0].id}/timeline`);
    expect(timeline.items.map((event: { name: string }) => event.name)).toEqual([
      'Profile Updated',
      'Page Viewed',
      'Page Viewed',
      'Page Viewed',
    ]);
    expect(timeline.upTo).toBe(4);
  });

  it('[ID-08] a WeCom friend who later registers keeps what was known and gains member data, no duplicate', async () => {
    const { get, tell } = await owner();
    await tell({
      who: ['external_userid:corp wm1', 'phone 13800000001'],
      name: 'Contact Added',
      ...relation,
      properties: { staff: 'li.si' },
    });
    await tell({ who: ['phone 13800000001'], ...identify, properties: { name: '王小明' } });
    await tell({
      who: ['member M7', 'phone 13800000001'],
      name: 'Member Joined',
      ...relation,
      properties: { memberNo: 'M7', level: 'gold', outlet: 'o1' },
    });
    const { items } = await get('/api/customers?member=true');
    expect(items).toMatchObject([
      {
        name: '王小明',
        owner: 'li.si',
        outlet: 'o1',
        member: { memberNo: 'M7', level: 'gold' },
        pond: { private: true },
      },
    ]);
    expect((await get('/api/customers')).total).toBe(1);
  });

  it('[ID-10] two shop nicks stay separate until one provides a phone', async () => {
    const { get, tell } = await owner();
    await tell({ who: ['shop:tmall fish'], channel: 'tmall' }, { who: ['shop:jd fish'], channel: 'jd' });
    expect((await get('/api/customers')).total).toBe(2);
    await tell(
      { who: ['shop:tmall fish', 'phone 13800000009'] },
      { who: ['shop:jd fish', 'phone 13800000009'] },
    );
    const { items, total } = await get('/api/customers');
    expect(total).toBe(1);
    const profile = await get(`/api/customers/${items[0].id}`);
    expect(profile.homes.filter((home: { locked: boolean }) => home.locked)).toHaveLength(2);
  });

  it('[ID-11] cart → consumer; pays → customer, consumer off; uses a gift → user only', async () => {
    const { get, tell } = await owner();
    const roles = async (q: string) => (await get(`/api/customers?q=${q}`)).items[0].roles;
    await tell(
      { who: ['user u1'], name: 'Product Added', occurredAt: Date.now() - 2000 },
      { who: ['user u2'], name: 'Product Used' },
    );
    expect(await roles('u1')).toEqual({ isUser: false, isConsumer: true, isCustomer: false });
    await tell({
      who: ['user u1'],
      name: 'Order Completed',
      family: 'consumption',
      orderId: 'A1',
      amountMinor: 5000,
    });
    expect(await roles('u1')).toEqual({ isUser: false, isConsumer: false, isCustomer: true });
    expect(await roles('u2')).toEqual({ isUser: true, isConsumer: false, isCustomer: false });
    expect((await get('/api/customers?q=A1')).items).toHaveLength(1);
    expect((await get('/api/customers?role=customer')).total).toBe(1);
  });

  it('[DAT-11] the timeline mixes follows, views, chats with any staff and orders; filtered by kind and staff, paged', async () => {
    const { get, tell } = await owner();
    const at = Date.now() - 10 * hour;
    const who = ['user u1'];
    await tell(
      { who, name: 'Account Followed', ...relation, occurredAt: at, properties: { account: 'gh' } },
      { who, name: 'Product Viewed', occurredAt: at + 1 },
      { who, name: 'Chat Message', staff: 'li.si', occurredAt: at + 2 },
      { who, name: 'Chat Message', staff: 'wang.wu', occurredAt: at + 2 },
      {
        who,
        name: 'Order Completed',
        family: 'consumption',
        orderId: 'o',
        amountMinor: 1,
        occurredAt: at + 3,
      },
    );
    const id = (await get('/api/customers?q=u1')).items[0].id;
    const names = async (query: string) =>
      (await get(`/api/customers/${id}/timeline?${query}`)).items.map(
        (event: { name: string }) => event.name,
      );
    expect(await names('')).toEqual([
      'Order Completed',
      'Chat Message',
      'Chat Message',
      'Product Viewed',
      'Customer Settled',
      'Account Followed',
    ]);
    expect(await names('family=relation')).toEqual(['Account Followed']);
    expect(await names('staff=li.si')).toEqual(['Chat Message']);
    expect(await names(`from=${at + 1}&to=${at + 2}`)).toEqual(['Product Viewed']);
    const seen: number[] = [];
    let cursor = '';
    do {
      const page = await get(`/api/customers/${id}/timeline?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map((event: { seq: number }) => event.seq));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([5, 4, 3, 2, 6, 1]);
    const bad = await house.app.inject({
      url: `/api/customers/${id}/timeline?cursor=zz`,
      headers: (await owner()).headers,
    });
    expect(bad.statusCode).toBe(404);
  });

  it('[ID-13] up- and downstream are edges', async () => {
    const { get, tell } = await owner();
    await tell(
      { who: ['user old'], ...identify, properties: { name: 'Old' } },
      {
        who: ['user new'],
        name: 'Relation Stated',
        ...relation,
        properties: { relation: 'invited_by', to: 'user old' },
      },
      {
        who: ['user new'],
        name: 'Group Joined',
        ...relation,
        properties: { groupId: 'acme', role: 'buyer' },
      },
    );
    const [older, newer] = [
      (await get('/api/customers?q=old')).items[0].id,
      (await get('/api/customers?q=new')).items[0].id,
    ];
    expect((await get(`/api/customers/${newer}/edges`)).items).toMatchObject([
      { kind: 'invited_by', direction: 'out', otherKind: 'person', customer: older, name: 'Old' },
      { kind: 'member_of', otherKind: 'organisation', ref: 'acme', role: 'buyer' },
    ]);
    expect((await get(`/api/customers/${older}/edges`)).items).toMatchObject([
      { kind: 'invited_by', direction: 'in', customer: newer },
    ]);
  });
});

describe('commands', () => {
  it('set attributes and owner through the log, with lineage and an audit row', async () => {
    const { ask, get, tell, workspaceId } = await owner();
    await tell({
      who: ['user u1'],
      ...identify,
      occurredAt: Date.now() - hour,
      sourceId: null,
      properties: { city: '上海', name: 'A' },
    });
    const id = (await get('/api/customers?q=u1')).items[0].id;
    const { status, body } = await ask('PATCH', `/api/customers/${id}`, {
      attributes: { city: '北京', vip: true },
      owner: 'li.si',
    });
    expect([status, body.owner, body.name]).toEqual([200, 'li.si', 'A']);
    await house.rest(workspaceId);
    const attributes = (await get(`/api/customers/${id}/attributes`)).items;
    const city = attributes.find((attribute: { key: string }) => attribute.key === 'city');
    expect(city).toMatchObject({ value: '北京', others: [{ value: '上海' }] });
    expect(attributes.find((attribute: { key: string }) => attribute.key === 'vip').value).toBe(true);
    expect((await ask('PATCH', `/api/customers/${id}`, { owner: null })).body.owner).toBeNull();
    const audit = (await get('/api/audit?action=customer.changed')).items;
    expect(audit[1]).toMatchObject({
      target: `customer:${id}`,
      details: { attributes: ['city', 'vip'], owner: 'li.si' },
    });
    expect((await ask('PATCH', `/api/customers/${id}`, {})).status).toBe(400);
    expect((await ask('PATCH', '/api/customers/999999', { owner: 'x' })).body.code).toBe('request.not-found');
  });

  it('[CMP-06] consent history shows grant and withdrawal with text version; withdrawn at once', async () => {
    const { ask, get, tell } = await owner();
    await tell({ who: ['phone 13800000001'], ...identify, properties: { name: 'A' } });
    await tell({
      who: ['phone 13800000001'],
      name: 'Owner Assigned',
      ...relation,
      properties: { staff: 's' },
    });
    const id = (await get('/api/customers')).items[0].id;
    const say = (state: string, textVersion: string) =>
      ask('POST', `/api/customers/${id}/consents`, {
        purpose: 'marketing',
        channel: 'sms',
        state,
        textVersion,
      });
    expect((await say('granted', 'v1')).body.now).toMatchObject([{ state: 'granted', textVersion: 'v1' }]);
    expect((await get(`/api/customers/${id}`)).pond.private).toBe(true);
    const ledger = (await say('withdrawn', 'v2')).body;
    expect(ledger.now).toMatchObject([{ state: 'withdrawn', textVersion: 'v2' }]);
    expect(ledger.history).toMatchObject([
      { state: 'withdrawn', textVersion: 'v2' },
      { state: 'granted', textVersion: 'v1' },
    ]);
    expect((await get(`/api/customers/${id}`)).pond).toMatchObject({ reachable: false, private: false });
    expect((await get(`/api/customers/${id}/pond`)).items[0].reason).toBe('consent_withdrawn');
    expect(
      (
        await ask('POST', `/api/customers/${id}/consents`, {
          purpose: 'Bad Purpose',
          channel: 'sms',
          state: 'granted',
          textVersion: '1',
        })
      ).status,
    ).toBe(400);
  });

  it('[DAT-20] export gives everything of a person; erase removes it everywhere and keeps the sums, also after a rebuild', async () => {
    const { ask, get, tell, workspaceId, headers } = await owner();
    const at = Date.now() - hour;
    const secret = 'zhang.secret@example.com';
    await tell(
      {
        who: [`email ${secret}`, 'device dX'],
        ...identify,
        occurredAt: at,
        properties: { name: '张秘密', email: secret },
      },
      {
        who: [`email ${secret}`],
        name: 'Contact Added',
        ...relation,
        occurredAt: at + 1,
        properties: { staff: 'li.si' },
      },
      {
        who: [`email ${secret}`],
        name: 'Order Completed',
        family: 'consumption',
        orderId: 'S1',
        amountMinor: 10_000,
        occurredAt: at + 2,
      },
      {
        who: [`email ${secret}`],
        name: 'Order Refunded',
        family: 'consumption',
        orderId: 'S1',
        amountMinor: 2500,
        occurredAt: at + 3,
      },
      {
        who: ['user other'],
        name: 'Order Completed',
        family: 'consumption',
        orderId: 'O1',
        amountMinor: 700,
        occurredAt: at + 4,
      },
    );
    const id = (await get(`/api/customers?q=${secret}`)).items[0].id;
    const exported = await get(`/api/customers/${id}/export`);
    expect(JSON.stringify(exported)).toContain('张秘密');
    expect(exported.events.length).toBeGreaterThanOrEqual(4);
    expect(exported.data.orders.orders).toMatchObject([{ orderId: 'S1', refundedMinor: 2500 }]);
    const sums = await get('/api/orders/summary');
    expect(sums.total).toEqual({
      orders: 2,
      placedMinor: 10_700,
      paidMinor: 10_700,
      refundedMinor: 2500,
      netMinor: 8200,
    });

    const query = `q=${encodeURIComponent(secret.toUpperCase())}&state=private`;
    const view = { list: 'customers', name: '要跟进', shared: true };
    for (const one of [query, 'q=other&state=private'])
      expect((await ask('POST', '/api/views', { ...view, query: one })).status).toBe(201);

    expect((await ask('POST', `/api/customers/${id}/erase`, { confirm: 'yes' })).body.code).toBe(
      'customer.erase-unconfirmed',
    );
    const erased = await ask('POST', `/api/customers/${id}/erase`, {
      confirm: String(id),
      reason: 'asked to',
    });
    expect(erased).toMatchObject({ status: 200, body: { customer: id, complete: true } });
    await house.rest(workspaceId);
    const check = async () => {
      expect((await ask('GET', `/api/customers/${id}`)).status).toBe(404);
      expect((await get('/api/orders/summary')).total).toEqual(sums.total);
      expect((await get('/api/orders/summary?by=month')).rows).toEqual((sums as { rows: unknown }).rows);
      expect((await get('/api/pond')).counts).toMatchObject({ people: 1, private: 0 });
      const { buckets } = await get('/api/pond/flow');
      expect(buckets.at(-1)).toMatchObject({ entered: 1, left: 1 });
      expect((await get('/api/customers')).total).toBe(1);
    };
    await check();
    const views = (await get('/api/views?list=customers')).items as { query: string }[];
    expect(views.map((one) => one.query)).toEqual(['state=private', 'q=other&state=private']);
    const { rows: tables } = await sql<{ name: string }>`
      select distinct table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'workspace_id'`.execute(house.db);
    for (const { name } of tables) {
      const { rows } = await sql<{ hits: number }>`
        select count(*) as hits from ${sql.table(name)} t where workspace_id = ${workspaceId}
        and (t::text like ${`%${secret}%`} or t::text like '%张秘密%')`.execute(house.db);
      expect(rows[0]?.hits, name).toBe(0);
    }
    const stored = await house.events.query(workspaceId, { sql: 'select * from events', limit: 100 });
    expect(JSON.stringify(stored)).not.toMatch(/zhang\.secret|张秘密/);
    const before = await dumpFolds(house.db, workspaceId);
    await house.rebuild(workspaceId);
    expect(await dumpFolds(house.db, workspaceId)).toEqual(before);
    await check();
    // somebody new with the same address is somebody new
    await tell({ who: [`email ${secret}`] });
    expect((await get(`/api/customers?q=${secret}`)).items[0].id).not.toBe(id);
    const csv = await house.app.inject({ url: '/api/customers/export.csv', headers });
    expect(csv.body).toContain(secret);
  });
});
