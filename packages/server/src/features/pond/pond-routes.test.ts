import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpFolds } from '../../../testing/fold-world.ts';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal, makeTeam, makeWorkspace } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

async function owner() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const get = async (url: string) => {
    const answer = await house.app.inject({ url, headers });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  return { headers, workspaceId, get, tell: house.tell.bind(house, workspaceId) };
}
const relation = { family: 'relation' as const };
const hour = 3_600_000;

describe('the pond', () => {
  it('[ACQ-01] Tmall nickname → identified only; scans a guide’s code and becomes a friend → private +1; deletes the friend → −1, not reachable', async () => {
    const { get, tell } = await owner();
    expect((await get('/api/pond')).empty).toMatchObject({ code: 'no_events' });
    await tell({ who: ['device d0'], channel: 'website' });
    expect((await get('/api/pond')).empty).toMatchObject({ code: 'only_visitors', people: 1 });
    await tell({ who: ['shop:tmall 买家小鱼'], channel: 'tmall' });
    let pond = await get('/api/pond');
    expect(pond.counts).toEqual({
      people: 2,
      visitor: 1,
      identifiable: 1,
      reachable: 0,
      operable: 0,
      private: 0,
      stock: 1,
    });
    expect(pond.empty).toMatchObject({ code: 'nobody_reachable', people: 1 });

    const friend = ['external_userid:corp wm1', 'shop:tmall 买家小鱼'];
    await tell({
      who: friend,
      name: 'Contact Added',
      ...relation,
      channel: 'package_card',
      properties: { staff: 'li.si' },
    });
    pond = await get('/api/pond');
    expect(pond.counts).toMatchObject({ people: 2, private: 1, stock: 0 });
    expect(pond.empty).toBeNull();
    const people = await get('/api/pond/people?state=private');
    expect(people).toMatchObject({ total: 1, items: [{ owner: 'li.si', pond: { private: true } }] });
    const id = people.items[0].id;

    await tell({
      who: friend,
      name: 'Contact Removed',
      ...relation,
      properties: { staff: 'li.si', by: 'customer' },
    });
    pond = await get('/api/pond');
    expect(pond.counts).toMatchObject({ private: 0, stock: 1, reachable: 0 });
    const profile = await get(`/api/customers/${id}`);
    expect(profile.pond).toMatchObject({ reachable: false, private: false });
    expect(profile.evidence.find((piece: { part: string }) => piece.part === 'reachable')).toMatchObject({
      holds: false,
      code: 'deleted',
    });
    const changes = (await get(`/api/customers/${id}/pond`)).items;
    expect(changes.map((change: { reason: string }) => change.reason)).toEqual([
      'deleted_by_customer',
      'contact_added',
      'first_seen',
    ]);
    const flow = await get('/api/pond/flow');
    const today = flow.buckets.at(-1);
    expect(today).toMatchObject({ entered: 1, left: 1, end: 0 });
    expect(today.reasons).toEqual(
      expect.arrayContaining([
        { reason: 'contact_added', direction: 'in', people: 1 },
        { reason: 'deleted_by_customer', direction: 'out', people: 1 },
      ]),
    );
    const left = await get(`/api/pond/people?direction=out&reason=deleted_by_customer&day=${today.label}`);
    expect(left.items.map((item: { id: number }) => item.id)).toEqual([id]);
    const timeline = await get(`/api/customers/${id}/timeline?family=system`);
    expect(timeline.items.map((event: { name: string }) => event.name)).toEqual(
      expect.arrayContaining(['Pond Entered', 'Pond Left']),
    );
  });

  it('[ACQ-43] every figure equals the list it opens, parts add up to the whole, and yesterday + in − out is today', async () => {
    const { get, tell } = await owner();
    const outlets = ['A', 'A', 'B', undefined];
    for (const [n, outlet] of outlets.entries()) {
      await tell({ who: [`phone 1370000000${n}`], ...(outlet && { outlet }) });
      if (n !== 1)
        await tell({
          who: [`external_userid:corp p${n}`, `phone 1370000000${n}`],
          name: 'Contact Added',
          ...relation,
          properties: { staff: n === 2 ? 'mei' : 'lan' },
        });
    }
    await tell({ who: ['device d1'], channel: 'website' });
    const { counts } = await get('/api/pond');
    expect(counts).toMatchObject({ people: 5, private: 3, stock: 1, visitor: 1 });
    for (const by of ['outlet', 'owner']) {
      const { items, others } = await get(`/api/pond/parts?by=${by}`);
      expect(others.parts).toBe(0);
      const sum: Record<string, number> = {};
      for (const { key, counts: own } of items) {
        for (const [state, people] of Object.entries(own as Record<string, number>)) {
          sum[state] = (sum[state] ?? 0) + people;
          const asked = state === 'people' ? '' : `&state=${state}`;
          expect(
            (await get(`/api/customers?${by}=${key ?? '-'}${asked}`)).total,
            `${by} ${key} ${state}`,
          ).toBe(people);
        }
      }
      expect(sum).toEqual(counts);
    }
    const { buckets } = await get('/api/pond/flow');
    const [yesterday, today] = buckets.slice(-2);
    expect(yesterday.end + today.entered - today.left).toBe(today.end);
    expect(today.end).toBe(counts.private);
  });

  it('[ACQ-02] changing one class moves its totals in the report, and the settlements with it', async () => {
    const { get, tell, headers } = await owner();
    await tell(
      { who: ['user u1'], channel: '抖音' },
      { who: ['user u2'], channel: 'douyin', occurredAt: Date.now() - hour },
      { who: ['user u2'], channel: 'our_forum' },
    );
    const classes = async () =>
      Object.fromEntries(
        (await get('/api/pond')).byDomainClass.map(
          (row: { domainClass: string; counts: { people: number } }) => [row.domainClass, row.counts.people],
        ),
      );
    expect(await classes()).toEqual({ public: 2 });
    const unclassified = (await get('/api/channels')).items.find(
      (channel: { name: string }) => channel.name === 'our_forum',
    );
    expect(unclassified).toMatchObject({ domainClass: 'public', classified: false, events: 1 });
    expect((await get('/api/pond/settlements')).items).toEqual([]);

    const patch = (name: string, payload: object) =>
      house.app.inject({
        method: 'PATCH',
        url: `/api/channels/${encodeURIComponent(name)}`,
        headers,
        payload,
      });
    expect((await patch('抖音', { domainClass: 'commercial' })).json()).toMatchObject({
      name: 'douyin',
      domainClass: 'commercial',
      seeded: true,
    });
    expect((await patch('our_forum', { domainClass: 'semi', title: '论坛' })).statusCode).toBe(200);
    expect(await classes()).toEqual({ commercial: 2 });
    expect((await get('/api/pond/settlements')).items).toMatchObject([
      { fromChannel: 'douyin', fromClass: 'commercial', toChannel: 'our_forum', toClass: 'semi' },
    ]);
    expect((await get('/api/customers?domainClass=commercial')).total).toBe(2);
    expect((await get('/api/customers?domainClass=public')).total).toBe(0);
    const add = (payload: object) =>
      house.app.inject({ method: 'POST', url: '/api/channels', headers, payload });
    expect((await add({ name: 'expo', title: '展会', domainClass: 'public' })).statusCode).toBe(201);
    expect((await add({ name: 'expo', title: '展会', domainClass: 'public' })).json().code).toBe(
      'request.conflict',
    );
    expect((await add({ name: 'tiktok', title: 'x', domainClass: 'public' })).json().code).toBe(
      'channel.known-spelling',
    );
    expect((await patch('nobody', { title: 'x' })).json().code).toBe('request.not-found');
  });

  it('[ACQ-03] ad click → follow → add friend gives two settlement rows; conversion = rows ÷ exposed uniques', async () => {
    const { get, tell, workspaceId } = await owner();
    const at = Date.now() - 10 * hour;
    const click = { name: 'Ad Clicked', channel: 'feed_ads', campaign: 'spring', costMinor: 200 };
    for (let i = 0; i < 4; i++) await tell({ who: [`device d${i}`], ...click, occurredAt: at + i });
    await tell({
      who: ['unionid:main u1', 'device d1'],
      name: 'Account Followed',
      ...relation,
      occurredAt: at + hour,
      properties: { account: 'gh_1' },
    });
    await tell({
      who: ['unionid:main u1', 'external_userid:corp wm1'],
      name: 'Contact Added',
      ...relation,
      occurredAt: at + 2 * hour,
      properties: { staff: 'li.si' },
      staff: 'li.si',
    });
    const { items, total } = await get('/api/pond/settlements');
    expect(total).toBe(2);
    expect(items).toMatchObject([
      {
        fromChannel: 'official_account',
        fromClass: 'semi',
        toChannel: 'wecom',
        toClass: 'private',
        staff: 'li.si',
        costMinor: 0,
      },
      {
        fromChannel: 'feed_ads',
        fromClass: 'public',
        toChannel: 'official_account',
        toClass: 'semi',
        campaign: 'spring',
        costMinor: 200,
        firstTouch: { channel: 'feed_ads', campaign: 'spring' },
        lastTouch: { channel: 'feed_ads' },
      },
    ]);
    const conversion = await get('/api/pond/conversion');
    expect(conversion.total).toEqual({ exposed: 4, settled: 1, toPrivate: 0, rate: 0.25 });
    expect(conversion.byChannel.find((row: { channel: string }) => row.channel === 'feed_ads')).toMatchObject(
      { exposed: 4, settled: 1 },
    );
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from log where workspace_id = ${workspaceId} and name = 'Customer Settled'`.execute(
      house.db,
    );
    expect(rows[0]?.n).toBe(2);
    const before = await dumpFolds(house.db, workspaceId);
    await house.rebuild(workspaceId);
    expect(await dumpFolds(house.db, workspaceId)).toEqual(before);
  });

  it('[ACQ-04] 1 000 paid clicks at ¥2 and 1 000 WeCom messages at ¥0.01 → 2.00 and 0.01; a repeat reach in public adds cost again', async () => {
    const { get, tell } = await owner();
    const clicks = Array.from({ length: 1000 }, (_, i) => ({
      who: [`user p${i % 800}`],
      name: 'Ad Clicked',
      channel: 'feed_ads',
      costMinor: 200,
      occurredAt: Date.now() - 2 * hour + i,
    }));
    const sent = Array.from({ length: 1000 }, (_, i) => ({
      who: [`user p${i % 500}`],
      name: 'Message Sent',
      channel: 'wecom',
      costMinor: 1,
      occurredAt: Date.now() - hour + i,
    }));
    const orders = [0, 1, 700].map((i) => ({
      who: [`user p${i}`],
      name: 'Order Completed',
      family: 'consumption' as const,
      orderId: `o${i}`,
      amountMinor: 9900,
      occurredAt: Date.now() - 1000,
    }));
    await tell(...clicks, ...sent, ...orders);
    const costs = await get('/api/pond/costs');
    expect(costs.byDomainClass).toMatchObject([
      {
        domainClass: 'public',
        reaches: 1000,
        people: 800,
        repeatReaches: 200,
        costMinor: 200_000,
        repeatCostMinor: 40_000,
        perReachMinor: 200,
        perRepeatReachMinor: 200,
        conversions: 3,
      },
      {
        domainClass: 'private',
        reaches: 1000,
        people: 500,
        repeatReaches: 500,
        costMinor: 1000,
        perReachMinor: 1,
        perRepeatReachMinor: 1,
        conversions: 2,
      },
    ]);
    expect(costs.byChannel.map((row: { channel: string }) => row.channel)).toEqual(['feed_ads', 'wecom']);
  });

  it('counts by the week and month of the workspace, refuses what cannot be', async () => {
    const { get, tell, headers } = await owner();
    // 23:30 in Shanghai on Sunday 1 March is still that week
    await tell({
      who: ['user u1'],
      name: 'Community Joined',
      ...relation,
      history: true,
      occurredAt: Date.parse('2026-03-01T15:30:00Z'),
      properties: { community: 'g' },
    });
    const from = Date.parse('2026-02-20T00:00:00Z');
    const to = Date.parse('2026-03-12T00:00:00Z');
    const flow = await get(`/api/pond/flow?from=${from}&to=${to}&unit=week`);
    expect(
      flow.buckets.map((bucket: { label: string; entered: number; end: number }) => [
        bucket.label,
        bucket.entered,
        bucket.end,
      ]),
    ).toEqual([
      ['2026-02-16', 0, 0],
      ['2026-02-23', 1, 1],
      ['2026-03-02', 0, 1],
      ['2026-03-09', 0, 1],
    ]);
    expect((await get(`/api/pond/flow?from=${from}&to=${to}&unit=month`)).buckets).toMatchObject([
      { label: '2026-02-01', entered: 0 },
      { label: '2026-03-01', entered: 1 },
    ]);
    const bad = await house.app.inject({ url: '/api/pond/flow?from=5&to=4', headers });
    expect([bad.statusCode, bad.json().code]).toEqual([400, 'request.invalid']);
  });

  it('[CMP-12] a guide has no pond report; an analyst sees people masked', async () => {
    const workspaceId = await makeWorkspace(house.db);
    const { guide, analyst } = await makeTeam(house.db, workspaceId);
    await house.tell(workspaceId, {
      who: ['phone 13800001111'],
      name: 'Profile Updated',
      type: 'identify',
      properties: { name: '王小明' },
    });
    expect((await house.app.inject({ url: '/api/pond', headers: guide.headers })).statusCode).toBe(403);
    const people = (
      await house.app.inject({ url: '/api/pond/people?state=stock', headers: analyst.headers })
    ).json();
    expect(people.items).toMatchObject([{ name: '王**'.slice(0, 2), phone: '138****1111' }]);
  });
});
