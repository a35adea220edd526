import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpFolds } from '../../../testing/fold-world.ts';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal, type PrincipalOptions } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

async function somebody(options: PrincipalOptions = {}) {
  const { headers, workspaceId } = await makePrincipal(house.db, options);
  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, payload?: object) => {
    const answer = await house.app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const done = async (...asked: Parameters<typeof ask>) => {
    const { status, body } = await ask(...asked);
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    return body;
  };
  const get = (url: string) => done('GET', url);
  const find = async (q: string) => (await get(`/api/customers?q=${q}`)).items[0];
  return { workspaceId, ask, done, get, find, tell: house.tell.bind(house, workspaceId) };
}

const order = { name: 'Order Completed', family: 'consumption' as const };
const group = { name: 'Group Joined', type: 'group' as const, family: 'relation' as const };
/** Who is in a page of people or customers. */
const idsOf = (page: { items: { id?: number; customer?: { id: number } }[] }) =>
  page.items.map((item) => item.id ?? item.customer?.id).sort();

/** A carmaker's case (W16): the company pays, one employee buys for it, another drives. */
async function company() {
  const owner = await somebody();
  await owner.tell(
    {
      ...group,
      who: ['user buyer'],
      properties: { groupId: 'acme', name: 'ACME 商贸', industry: 'trade', roles: ['Buyer', '决策人'] },
    },
    {
      ...order,
      who: ['user buyer'],
      orderId: 'CAR-1',
      amountMinor: 30_000_000,
      properties: { payer: { organisation: 'acme' }, beneficiary: 'user driver' },
    },
  );
  await owner.tell(
    { who: ['user driver'], name: 'Product Used', family: 'behaviour' },
    { ...order, name: 'Order Refunded', who: ['user buyer'], orderId: 'CAR-1', amountMinor: 1_000_000 },
  );
  return { ...owner, buyer: await owner.find('buyer'), driver: await owner.find('driver') };
}

describe('organisations', () => {
  it('[ID-12] W16: a company buys a car for an employee: the company is the customer, the employee the user', async () => {
    const { get, buyer, driver } = await company();
    expect(driver).toMatchObject({
      roles: { isUser: true, isCustomer: false },
      sales: { orders: 0, netMinor: 0 },
    });
    expect(buyer).toMatchObject({ roles: { isUser: false, isCustomer: false }, sales: { netMinor: 0 } });
    expect((await get('/api/parties')).items).toMatchObject([
      {
        ref: 'acme',
        name: 'ACME 商贸',
        kind: 'company',
        contacts: 1,
        sales: { orders: 1, paidMinor: 30_000_000, refundedMinor: 1_000_000, netMinor: 29_000_000 },
      },
    ]);
    expect(await get('/api/parties/acme')).toMatchObject({
      traits: { industry: 'trade' },
      users: 1,
      roles: [
        { role: 'buyer', contacts: 1 },
        { role: 'decision_maker', contacts: 1 },
      ],
    });
    const people = await get('/api/parties/acme/people');
    expect(idsOf(people)).toEqual([buyer.id, driver.id].sort());
    expect(people.items.find((one: { contact: unknown }) => one.contact === null)).toMatchObject({
      customer: { id: driver.id },
      received: { orders: 1, netMinor: 29_000_000 },
    });
    expect((await get('/api/orders?organisation=acme')).items).toMatchObject([
      {
        orderId: 'CAR-1',
        customer: buyer.id,
        payer: { kind: 'organisation', ref: 'acme' },
        beneficiary: { kind: 'customer', customer: driver.id },
      },
    ]);
    // the driver's page: an order received, and who paid for it
    expect((await get(`/api/orders?customer=${driver.id}`)).items).toMatchObject([{ orderId: 'CAR-1' }]);
    expect(await get(`/api/customers/${driver.id}/parties`)).toMatchObject({
      organisations: [{ ref: 'acme', contact: null, received: { orders: 1, netMinor: 29_000_000 } }],
      paidByOthers: { orders: 1, netMinor: 29_000_000 },
      paidForOthers: { orders: 0 },
    });
  });

  it('[ID-12] payers, users and contacts can each be targeted', async () => {
    const { get, buyer, driver, tell } = await company();
    await tell({
      ...order,
      who: ['user mother'],
      orderId: 'MILK',
      amountMinor: 5000,
      properties: { payer: { type: 'phone', id: '138 0000 0007' } },
    });
    // the grandmother pays before anybody knows her
    const mother = (await get('/api/customers?q=mother')).items[0];
    expect(mother).toMatchObject({ roles: { isUser: true, isCustomer: false }, sales: { netMinor: 0 } });
    await tell({ who: ['phone 13800000007'], name: 'Page Viewed' });
    const grandmother = (await get('/api/customers?q=13800000007')).items[0];
    expect(grandmother).toMatchObject({ roles: { isCustomer: true }, sales: { orders: 1, netMinor: 5000 } });
    const found = async (query: string) => idsOf(await get(`/api/customers?${query}`));
    expect(await found('organisation=acme')).toEqual([buyer.id, driver.id].sort());
    expect(await found('organisation=acme&organisationAs=contact')).toEqual([buyer.id]);
    expect(await found('organisation=acme&organisationAs=user')).toEqual([driver.id]);
    expect(await found('organisation=acme&contactRole=buyer')).toEqual([buyer.id]);
    expect(await found('contactRole=user')).toEqual([]);
    expect(await found('paying=for_others')).toEqual([grandmother.id]);
    expect(await found('paying=by_others')).toEqual([driver.id, mother.id].sort());
  });

  it('[ID-12] the value follows the payer through a merge, its undoing, a replay and an erasure', async () => {
    const { get, done, find, tell, workspaceId } = await somebody();
    await tell(
      {
        ...order,
        who: ['user mother'],
        orderId: 'A',
        amountMinor: 700,
        properties: { payer: 'phone 13800000001' },
      },
      { who: ['phone 13800000001'], name: 'Page Viewed' },
      {
        ...group,
        who: ['phone 13800000001'],
        properties: { groupId: 'fam', kind: '家庭', name: '王家', role: 'payer' },
      },
    );
    const [gran, mother] = [await find('13800000001'), await find('mother')];
    const apart = async () => {
      expect([(await find('13800000001')).sales.netMinor, (await find('mother')).sales.netMinor]).toEqual([
        700, 0,
      ]);
      expect((await get(`/api/customers/${mother.id}/parties`)).organisations).toEqual([]);
      expect((await get(`/api/customers/${gran.id}/parties`)).paidForOthers).toEqual({
        orders: 1,
        netMinor: 700,
      });
    };
    await apart();
    await done('POST', '/api/identity/merge', { customers: [gran.id, mother.id], reason: 'one' });
    expect(await find('mother')).toMatchObject({ sales: { netMinor: 700 } });
    const one = await get(`/api/customers/${mother.id}/parties`);
    expect(one).toMatchObject({ organisations: [{ ref: 'fam' }], paidForOthers: { orders: 0 } });
    expect((await get('/api/customers?paying=for_others')).total).toBe(0);
    const { items } = await get('/api/identity/merges');
    await done('POST', `/api/identity/merges/${items[0].id}/undo`, { reason: 'two' });
    await apart();
    const before = await dumpFolds(house.db, workspaceId);
    await house.rebuild(workspaceId);
    const after = await dumpFolds(house.db, workspaceId);
    for (const table of ['orders', 'order_entries', 'organisations', 'organisation_words', 'parts'])
      expect(after[table], table).toEqual(before[table]);
    const who = await find('13800000001');
    await done('POST', `/api/customers/${who.id}/erase`, { confirm: String(who.id) });
    expect((await get('/api/parties')).items).toEqual([]);
    expect((await get('/api/orders/summary')).total.netMinor).toBe(700);
  });

  it('are made, changed, put away and back by hand; contacts too, and each change waits for its tick', async () => {
    const { ask, done, get, find, tell } = await somebody();
    await tell({ who: ['user u1'], name: 'Page Viewed' });
    const { id } = await find('u1');
    const made = await done('POST', '/api/parties', { ref: '幼儿园/1', name: '阳光幼儿园', kind: 'company' });
    expect(made).toMatchObject({ ref: '幼儿园/1', name: '阳光幼儿园', contacts: 0, sales: { netMinor: 0 } });
    const path = `/api/parties/${encodeURIComponent('幼儿园/1')}`;
    const again = await ask('POST', '/api/parties', { ref: '幼儿园/1', name: 'x', kind: 'company' });
    expect(again).toMatchObject({ status: 409, body: { code: 'party.exists' } });
    await done('PUT', `${path}/contacts/${id}`, { roles: ['采购', 'user'] });
    expect((await get(`${path}/people`)).items).toMatchObject([
      { customer: { id }, contact: { roles: ['buyer', 'user'] }, received: null },
    ]);
    await done('PUT', `${path}/contacts/${id}`, { roles: ['decision_maker'] });
    expect((await get(`/api/customers/${id}/parties`)).organisations).toMatchObject([
      { ref: '幼儿园/1', contact: { roles: ['decision_maker'] } },
    ]);
    const exported = await get(`/api/customers/${id}/export`);
    expect(JSON.stringify(exported.data)).toContain('decision_maker');
    await done('DELETE', `${path}/contacts/${id}`);
    expect((await ask('DELETE', `${path}/contacts/${id}`)).status).toBe(404);
    expect((await get(path)).contacts).toBe(0);
    const changed = await done('PATCH', path, { name: '阳光托育', traits: { city: '上海', classes: 6 } });
    expect(changed).toMatchObject({ name: '阳光托育', traits: { city: '上海', classes: 6 } });
    expect((await done('PATCH', path, { traits: { city: null } })).traits).toEqual({ classes: 6 });
    await done('PATCH', path, { archived: true });
    expect((await get('/api/parties')).items).toEqual([]);
    expect((await get('/api/parties?archived=true')).total).toBe(1);
    await done('PATCH', path, { archived: false });
    expect((await get('/api/parties?q=托育')).items).toHaveLength(1);
  });

  it('are listed a page at a time, most net sales first', async () => {
    const { get, tell } = await somebody();
    await tell(
      ...Array.from({ length: 5 }, (_, n) => ({
        ...order,
        who: [`user u${n}`],
        orderId: `o${n}`,
        amountMinor: n < 3 ? 100 * n : 100,
        properties: { payer: { organisation: `org${n}` } },
      })),
    );
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await get(`/api/parties?limit=2${cursor && `&cursor=${cursor}`}`);
      if (!cursor) expect(page.total).toBe(5);
      seen.push(...page.items.map((item: { ref: string }) => item.ref));
      cursor = page.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(['org2', 'org1', 'org3', 'org4', 'org0']);
  });

  it('show a guide those of own customers only, with the orders of those; an analyst sees a household masked', async () => {
    const { workspaceId, tell, get } = await somebody();
    await tell(
      { ...group, who: ['user mine'], properties: { groupId: 'fam', kind: 'household', name: '王家' } },
      { who: ['user mine'], name: 'Owner Assigned', family: 'relation', properties: { staff: 's1' } },
      { ...group, who: ['user other'], properties: { groupId: 'fam' } },
      { ...group, who: ['user other'], properties: { groupId: 'secret', name: '别人的公司' } },
      {
        ...order,
        who: ['user other'],
        orderId: 'x',
        amountMinor: 900,
        properties: { payer: { organisation: 'fam' } },
      },
    );
    expect((await get('/api/parties')).items).toMatchObject([
      { ref: 'fam', name: '王家', contacts: 2, sales: { netMinor: 900 } },
      { ref: 'secret' },
    ]);
    const guide = await somebody({ workspaceId, role: 'guide', staffRef: 's1' });
    expect((await guide.get('/api/parties')).items).toMatchObject([
      { ref: 'fam', contacts: 1, sales: { netMinor: 0 } },
    ]);
    expect((await guide.ask('GET', '/api/parties/secret')).status).toBe(404);
    expect(await guide.get('/api/parties/fam')).toMatchObject({ users: 0 });
    expect((await guide.get('/api/parties/fam/people')).items).toHaveLength(1);
    expect((await guide.get('/api/orders?organisation=fam')).items).toEqual([]);
    const analyst = await somebody({ workspaceId, role: 'analyst' });
    expect((await analyst.get('/api/parties?q=fam')).items).toMatchObject([{ name: '王*' }]);
    expect((await analyst.get('/api/parties?q=王')).items).toEqual([]);
  });
});
