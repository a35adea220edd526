import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

type Method = 'GET' | 'POST' | 'PATCH';
function asker(headers: Record<string, string>) {
  const ask = async (method: Method, url: string, payload?: object) => {
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

/** Two regions with an outlet each, a guide in each, and people of both. */
async function chain() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const owner = asker(headers);
  const unit = async (payload: object) => (await owner.ask('POST', '/api/units', payload)).body.id as number;
  const north = await unit({ kind: 'region', name: '北区' });
  const south = await unit({ kind: 'region', name: '南区' });
  const a = await unit({ kind: 'outlet', name: '南京西路店', ref: 'A', parentId: north });
  const b = await unit({ kind: 'outlet', name: '天河店', ref: 'B', parentId: south });
  const staff = async (payload: object) => (await owner.ask('POST', '/api/staff', payload)).body.id as number;
  const mei = await staff({ ref: 'mei', name: '小美', unitId: a });
  const qiang = await staff({ ref: 'qiang', name: '小强', unitId: b });
  await house.tell(
    workspaceId,
    {
      who: ['phone 13800000001'],
      name: 'Order Completed',
      family: 'consumption',
      orderId: '1',
      amountMinor: 100,
      outlet: 'A',
    },
    {
      who: ['phone 13800000002'],
      name: 'Order Completed',
      family: 'consumption',
      orderId: '2',
      amountMinor: 200,
      outlet: 'B',
    },
    {
      who: ['phone 13800000003'],
      name: 'Contact Added',
      family: 'relation',
      properties: { staff: 'mei' },
      staff: 'mei',
    },
    { who: ['phone 13800000004'], name: 'Page Viewed' },
  );
  const held = async (unitId: number) => {
    const manager = await makePrincipal(house.db, { workspaceId, role: 'manager' });
    const answer = await owner.ask('PATCH', `/api/team/${manager.accountId}`, { unitId });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return asker(manager.headers);
  };
  return { owner, workspaceId, north, south, a, b, mei, qiang, held };
}

describe('the organisation', () => {
  it('[ORG-03] whoever is held to a region sees its outlets, staff and customers only, everywhere', async () => {
    const { owner, held, north, b, mei } = await chain();
    const everybody = (await owner.get('/api/customers')).items;
    expect(everybody).toHaveLength(4);
    const head = await held(north);
    const list = await head.get('/api/customers');
    // by the outlet of an order, and, without an outlet, by the owner's
    expect(list.total).toBe(2);
    const seen = list.items.map((item: { id: number }) => item.id);
    const other = everybody.find((item: { id: number }) => !seen.includes(item.id)).id;
    for (const path of ['', '/timeline', '/attributes', '/consents', '/edges', '/pond', '/identities']) {
      expect((await head.ask('GET', `/api/customers/${other}${path}`)).status, path).toBe(404);
      expect((await head.ask('GET', `/api/customers/${seen[0]}${path}`)).status, path).toBe(200);
    }
    expect((await head.get('/api/organisation')).units.map((unit: { name: string }) => unit.name)).toEqual([
      '北区',
      '南京西路店',
    ]);
    expect((await head.get('/api/staff')).items.map((one: { id: number }) => one.id)).toEqual([mei]);
    expect((await head.ask('GET', `/api/units/${b}/moves`)).status).toBe(404);
    expect((await head.get('/api/pond')).counts.people).toBe(2);
    expect((await head.get('/api/pond/people?state=identifiable')).total).toBe(2);
    expect((await head.get('/api/pond/flow')).buckets.at(-1).entered).toBe(1);
    expect((await head.get('/api/orders')).items.map((order: { orderId: string }) => order.orderId)).toEqual([
      '1',
    ]);
    expect((await head.get('/api/orders/summary')).total.placedMinor).toBe(100);
    expect((await head.ask('GET', `/api/orders?customer=${other}`)).status).toBe(404);
    for (const url of ['/api/events/recent', '/api/pond/costs', '/api/pond/conversion', '/api/team']) {
      expect((await head.ask('GET', url)).status, url).toBe(url.startsWith('/api/events') ? 404 : 403);
    }
    expect((await head.ask('POST', '/api/units', { kind: 'region', name: 'x' })).status).toBe(403);
  });

  it('[ORG-03] moving an outlet changes it at once, keeps its history, and regions still add up to the workspace', async () => {
    const { owner, held, north, south, a } = await chain();
    const heads = [await held(north), await held(south)];
    const people = async () => {
      const counts = [];
      for (const head of heads) counts.push((await head.get('/api/pond')).counts.people);
      return counts;
    };
    expect(await people()).toEqual([2, 1]);
    expect((await owner.ask('PATCH', `/api/units/${a}`, { parentId: south })).status).toBe(200);
    expect(await people()).toEqual([0, 3]);
    // the fourth person was never at an outlet
    const none = (await owner.get('/api/customers?outlet=-&owner=-')).total;
    expect((await people()).reduce((sum, each) => sum + each, none)).toBe(
      (await owner.get('/api/pond')).counts.people,
    );
    const { items } = await owner.get(`/api/units/${a}/moves`);
    expect(items).toMatchObject([{ subject: 'unit', subjectId: a, from: north, to: south }]);
    expect((await owner.ask('PATCH', `/api/units/${south}`, { parentId: a })).body.code).toBe('unit.circle');
  });

  it('takes what events name for a record with one click, staff at the outlet they were seen at', async () => {
    const { headers, workspaceId } = await makePrincipal(house.db);
    const { ask, get } = asker(headers);
    const visit = (n: number, staff: string, outlet: string | null) => ({
      who: [`user u${n}`],
      name: 'Service Requested',
      staff,
      outlet,
    });
    await house.tell(workspaceId, visit(1, 'li', 'X'), visit(2, 'li', 'Y'), visit(3, 'wang', null));
    const seen = await get('/api/organisation/seen');
    expect(seen.staff).toMatchObject([
      { ref: 'li', events: 2, outlet: 'Y' },
      { ref: 'wang', outlet: null },
    ]);
    expect((await get('/api/organisation')).seenOnly).toEqual({ staff: 2, outlets: 2 });
    expect((await ask('POST', '/api/organisation/adopt', { all: true })).body).toEqual({
      outlets: 2,
      staff: 2,
    });
    const { units, seenOnly } = await get('/api/organisation');
    expect(seenOnly).toEqual({ staff: 0, outlets: 0 });
    const y = units.find((unit: { ref: string }) => unit.ref === 'Y').id;
    expect((await get(`/api/staff?unit=${y}`)).items).toMatchObject([{ ref: 'li', events: 2 }]);
    expect((await ask('POST', '/api/staff', { ref: 'li', name: 'again' })).body.code).toBe('staff.ref-taken');
    expect((await ask('POST', '/api/units', { kind: 'outlet', name: 'Y' })).body.code).toBe('unit.ref-taken');
  });
});
