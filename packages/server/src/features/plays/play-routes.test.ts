import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpFolds } from '../../../testing/fold-world.ts';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

async function operator() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) => {
    const answer = await house.app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const get = async (url: string) => {
    const { status, body } = await ask('GET', url);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  return { workspaceId, ask, get, tell: house.tell.bind(house, workspaceId) };
}
const relation = { family: 'relation' as const };
const consumption = { family: 'consumption' as const };

describe('a play', () => {
  it('is described, changed, archived and brought back; its events and figures stay', async () => {
    const { ask, get } = await operator();
    const draft = {
      code: 'spring-milk',
      name: '春季试喝',
      goal: '拉新 500 人',
      owner: '阿玲',
      startsOn: '2026-03-01',
    };
    const made = await ask('POST', '/api/plays', { ...draft, endsOn: '2026-04-30', budgetMinor: 500_000 });
    expect(made).toMatchObject({
      status: 201,
      body: { ...draft, status: 'running', described: true, people: 0 },
    });
    expect((await ask('POST', '/api/plays', draft)).body.code).toBe('request.conflict');
    expect((await ask('POST', '/api/plays', { ...draft, code: 'x', endsOn: '2026-02-01' })).body.code).toBe(
      'request.invalid',
    );
    expect((await ask('POST', '/api/plays', { ...draft, code: 'x', startsOn: '2026-02-30' })).status).toBe(
      400,
    );
    const changed = await ask('PATCH', '/api/plays/spring-milk', {
      status: 'paused',
      hypothesis: '试喝者更易复购',
    });
    expect(changed.body).toMatchObject({
      status: 'paused',
      hypothesis: '试喝者更易复购',
      goal: '拉新 500 人',
    });
    expect((await ask('DELETE', '/api/plays/spring-milk')).body.archivedAt).toEqual(expect.any(Number));
    expect((await get('/api/plays')).items).toEqual([]);
    expect((await get('/api/plays?archived=true')).items).toHaveLength(1);
    expect((await get('/api/plays/spring-milk')).figures).toMatchObject({ orders: 0, perPersonMinor: null });
    await ask('PATCH', '/api/plays/spring-milk', { archived: false });
    expect((await get('/api/plays')).items).toMatchObject([{ code: 'spring-milk', archivedAt: null }]);
    expect((await ask('GET', '/api/plays/nobody')).status).toBe(404);
    expect((await ask('PATCH', '/api/plays/nobody', { name: 'x' })).status).toBe(404);
    expect((await ask('DELETE', '/api/plays/nobody')).status).toBe(404);
  });

  it('shows in the list by itself once events carry it, and filters people, timeline and pond flow', async () => {
    const { ask, get, tell, workspaceId } = await operator();
    const at = Date.now() - 3_600_000;
    await tell(
      {
        who: ['user u1'],
        name: 'Ad Clicked',
        channel: 'douyin',
        play: 'wheel',
        costMinor: 300,
        occurredAt: at,
      },
      { who: ['user u1'], name: 'Page Viewed', channel: 'website', occurredAt: at + 1 },
      {
        who: ['user u1', 'phone 1'],
        name: 'Contact Added',
        ...relation,
        channel: 'wecom',
        play: 'wheel',
        properties: { staff: 'g1' },
        occurredAt: at + 2,
      },
      {
        who: ['user u2'],
        name: 'Contact Added',
        ...relation,
        channel: 'wecom',
        properties: { staff: 'g1' },
        occurredAt: at + 3,
      },
      {
        who: ['phone 1'],
        name: 'Order Paid',
        ...consumption,
        amountMinor: 9900,
        orderId: 'o1',
        channel: 'outlet',
        occurredAt: at + 4,
      },
      { name: 'Page Viewed', play: 'wheel', occurredAt: at + 5 },
    );
    await ask('POST', '/api/spend', {
      day: '2026-03-01',
      channel: '抖音',
      amountMinor: 6600,
      play: 'wheel',
      clicks: 3,
    });
    const [play] = (await get('/api/plays')).items;
    expect(play).toMatchObject({ code: 'wheel', described: false, people: 1, events: 3, spendMinor: 6600 });
    expect((await get('/api/plays/wheel')).figures).toMatchObject({
      entered: 1,
      left: 0,
      orders: 1,
      buyers: 1,
      paidMinor: 9900,
      acquisitionMinor: 6600,
      reachMinor: 0,
      clicks: 3,
      perPersonMinor: 6600,
      perEntryMinor: 6600,
      perOrderMinor: 6600,
    });
    const people = await get('/api/customers?play=wheel');
    expect(people.total).toBe(1);
    const id = people.items[0].id;
    expect((await get('/api/pond/people?play=wheel&state=private')).items).toMatchObject([{ id }]);
    expect((await get('/api/customers?play=other')).total).toBe(0);
    const timeline = await get(`/api/customers/${id}/timeline?play=wheel`);
    expect(timeline.items.map((event: { name: string }) => event.name)).toEqual([
      'Contact Added',
      'Ad Clicked',
    ]);
    const sum = (flow: { buckets: { entered: number }[] }) =>
      flow.buckets.reduce((total, bucket) => total + bucket.entered, 0);
    expect(sum(await get('/api/pond/flow'))).toBe(2);
    expect(sum(await get('/api/pond/flow?play=wheel'))).toBe(1);
    expect((await get('/api/pond/people?direction=in&play=wheel')).items).toMatchObject([{ id }]);
    const before = await dumpFolds(house.db, workspaceId);
    await house.rebuild(workspaceId);
    expect(await dumpFolds(house.db, workspaceId)).toEqual(before);
  });

  it('goes with its people: a merged person counts once, an exported one sees it, an erased one leaves no trace', async () => {
    const { ask, get, tell, workspaceId } = await operator();
    await tell(
      { who: ['user a'], play: 'p1' },
      { who: ['phone 2'], play: 'p1' },
      { who: ['user c'], play: 'p1' },
    );
    expect((await get('/api/plays')).items).toMatchObject([{ people: 3, events: 3 }]);
    await tell({ who: ['user a', 'phone 2'], name: 'Profile Updated' });
    expect((await get('/api/plays')).items).toMatchObject([{ people: 2, events: 3 }]);
    expect((await get('/api/customers?play=p1')).total).toBe(2);
    const [{ id }] = (await get('/api/customers?play=p1&q=c')).items;
    const exported = await get(`/api/customers/${id}/export`);
    expect(exported.data.plays).toMatchObject({ plays: [{ play: 'p1', events: 1 }] });
    expect((await ask('POST', `/api/customers/${id}/erase`, { confirm: String(id) })).status).toBe(200);
    await house.rest(workspaceId);
    expect((await get('/api/plays')).items).toMatchObject([{ people: 1, events: 2 }]);
    await house.rebuild(workspaceId);
    expect((await get('/api/plays')).items).toMatchObject([{ people: 1, events: 2 }]);
  });
});
