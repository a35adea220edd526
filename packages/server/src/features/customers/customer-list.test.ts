import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal, makeTeam, makeWorkspace } from '../../../testing/principals.ts';

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

describe('lists', () => {
  it('page through every order without loss, and say how many', async () => {
    const { get, tell } = await owner();
    const at = Date.now() - 100 * hour;
    await tell(
      ...Array.from({ length: 25 }, (_, i) => ({
        who: [`user p${i}`],
        ...identify,
        occurredAt: at + Math.floor(i / 3) * 40 * hour,
        properties: { name: i % 2 ? `甲${i}` : `乙_${i}` },
      })),
      ...Array.from({ length: 8 }, (_, i) => ({
        who: [`user p${i}`],
        name: 'Order Completed',
        family: 'consumption' as const,
        orderId: `o${i}`,
        amountMinor: i * 100,
        occurredAt: at,
      })),
    );
    for (const sort of ['last_seen', 'first_seen', 'net_sales']) {
      const seen: number[] = [];
      let cursor = '';
      do {
        const page = await get(`/api/customers?sort=${sort}&limit=4${cursor && `&cursor=${cursor}`}`);
        if (!cursor) expect(page.total).toBe(25);
        seen.push(...page.items.map((item: { id: number }) => item.id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(new Set(seen).size, sort).toBe(25);
      expect(seen.length, sort).toBe(25);
    }
    expect((await get('/api/customers?q=甲')).total).toBe(12);
    expect((await get('/api/customers?q=_1')).total).toBe((await get('/api/customers?q=乙_1')).total);
    expect((await get('/api/customers?sort=net_sales&limit=1')).items[0].sales.netMinor).toBe(700);
    expect((await get('/api/customers?q=%25')).total).toBe(0);
    expect((await get('/api/customers?owner=-&channel=-&state=stock')).total).toBe(25);
  });

  it('[CMP-12] a guide cannot open another guide’s customer; analysts see masked; exports leave an audit row and are limited', async () => {
    const workspaceId = await makeWorkspace(house.db);
    const team = await makeTeam(house.db, workspaceId);
    await house.tell(
      workspaceId,
      {
        who: ['external_userid:corp w1', 'phone 13811112222'],
        name: 'Contact Added',
        ...relation,
        properties: { staff: 'guide-1' },
      },
      {
        who: ['external_userid:corp w2'],
        name: 'Contact Added',
        ...relation,
        properties: { staff: 'guide-2' },
      },
      { who: ['phone 13811112222'], ...identify, properties: { name: '王小明', address: '南京西路1号' } },
      {
        who: ['phone 13811112222'],
        name: 'Order Completed',
        family: 'consumption',
        orderId: 'g1',
        amountMinor: 100,
      },
    );
    const guide = asker(team.guide.headers);
    const list = await guide.get('/api/customers');
    expect(list).toMatchObject({ total: 1, items: [{ owner: 'guide-1', phone: '13811112222' }] });
    const everybody = (await asker(team.owner.headers).get('/api/customers')).items;
    const own = list.items[0].id;
    const other = everybody.find((item: { id: number }) => item.id !== own).id;
    expect((await guide.get(`/api/customers/${own}`)).id).toBe(own);
    for (const path of ['', '/timeline', '/attributes', '/consents', '/edges', '/pond']) {
      expect((await guide.ask('GET', `/api/customers/${other}${path}`)).status, path).toBe(404);
    }
    expect((await guide.ask('PATCH', `/api/customers/${other}`, { owner: 'guide-1' })).status).toBe(404);
    expect((await guide.get(`/api/orders?customer=${own}`)).items).toHaveLength(1);
    expect((await guide.ask('GET', `/api/orders?customer=${other}`)).status).toBe(404);
    expect((await guide.ask('GET', '/api/orders')).status).toBe(403);
    expect((await guide.ask('GET', `/api/customers/${own}/export`)).status).toBe(403);

    const analyst = asker(team.analyst.headers);
    const text = JSON.stringify([
      await analyst.get('/api/customers'),
      await analyst.get(`/api/customers/${own}`),
      await analyst.get(`/api/customers/${own}/attributes`),
      await analyst.get(`/api/customers/${own}/timeline`),
      await analyst.get('/api/orders'),
      await analyst.get('/api/pond/settlements'),
    ]);
    expect(text).not.toMatch(/13811112222|王小明|南京西路/);

    const csv = () =>
      house.app.inject({ url: '/api/customers/export.csv?state=private', headers: team.owner.headers });
    const first = await csv();
    expect(first.body.split('\r\n')).toHaveLength(4);
    for (let i = 0; i < 9; i++) await csv();
    expect((await csv()).statusCode).toBe(429);
    expect((await asker(team.owner.headers).get('/api/audit?action=customers.exported')).items).toHaveLength(
      10,
    );
  });
});
