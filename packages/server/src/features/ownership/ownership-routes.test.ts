import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpFolds } from '../../../testing/fold-world.ts';
import { createLiveHouse, type LiveHouse, type TestEvent } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';
import { runRules } from './run-rules.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
function asker(headers: Record<string, string>) {
  const ask = async (method: Method, url: string, payload?: object) => {
    const answer = await house.app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const done = async (method: Method, url: string, payload?: object) => {
    const { status, body } = await ask(method, url, payload);
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    return body;
  };
  return { ask, done, get: (url: string) => done('GET', url) };
}

const people = 30;
/** Reachable people nobody owns, half at outlet A and half at B, the last one at none. */
const arrivals = (): TestEvent[] =>
  Array.from({ length: people }, (_, n) => ({
    who: [`phone 1380000${1000 + n}`],
    name: 'Consent Granted',
    family: 'relation' as const,
    properties: { purpose: 'marketing', consentChannel: 'sms' },
    outlet: n === people - 1 ? null : n % 2 ? 'B' : 'A',
  }));

async function brand() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const owner = asker(headers);
  const unit = async (payload: object) => (await owner.done('POST', '/api/units', payload)).id as number;
  const region = await unit({ kind: 'region', name: '华东' });
  const a = await unit({ kind: 'outlet', name: '南京西路店', ref: 'A', parentId: region });
  const b = await unit({ kind: 'outlet', name: '天河店', ref: 'B' });
  const staff = async (ref: string, unitId: number | null, more = {}) =>
    (await owner.done('POST', '/api/staff', { ref, name: `员工${ref}`, unitId, ...more })).id as number;
  const mei = await staff('mei', a);
  const li = await staff('li', a);
  await staff('cook', a, { takesCustomers: false });
  await house.tell(workspaceId, ...arrivals());
  const counts = async () => (await owner.get('/api/pond')).counts;
  return { owner, workspaceId, region, a, b, mei, li, staff, counts };
}

describe('owners before WeCom', () => {
  it('[ORG-03] everybody known and reachable, nobody operable; assigned by outlet they are private, and back again', async () => {
    const { owner, counts, b, staff, workspaceId } = await brand();
    expect(await counts()).toMatchObject({
      identifiable: people,
      reachable: people,
      operable: 0,
      private: 0,
    });
    expect((await owner.get('/api/pond')).empty).toMatchObject({ code: 'nobody_operable', people });
    const draft = { filter: { owner: '-' }, byOutlet: { give: 'in_turn' } };
    const preview = await owner.done('POST', '/api/assignments/preview', draft);
    // nobody at B takes customers yet, and one person was never at an outlet
    expect(preview).toMatchObject({ people, changing: 15, noOutlet: 1, noStaff: 14 });
    expect(preview.to).toEqual([
      { owner: 'li', name: '员工li', people: 8 },
      { owner: 'mei', name: '员工mei', people: 7 },
    ]);
    await staff('qiang', b);
    const { assignment, settled } = await owner.done('POST', '/api/assignments', draft);
    expect(settled).toBe(true);
    expect(assignment).toMatchObject({ kind: 'outlet', people: 29, undoneAt: null });
    expect(await counts()).toMatchObject({ operable: 29, private: 29, stock: 1 });
    expect((await owner.get('/api/customers?owner=qiang')).total).toBe(14);

    await house.rest(workspaceId);
    const before = await dumpFolds(house.db, workspaceId);
    await house.rebuild(workspaceId);
    expect(await dumpFolds(house.db, workspaceId)).toEqual(before);

    // one is handed on by hand: the undo leaves that one where it is
    const [one] = (await owner.get('/api/customers?owner=qiang')).items;
    await owner.done('PATCH', `/api/customers/${one.id}`, { owner: 'mei' });
    await owner.done('POST', `/api/assignments/${assignment.id}/undo`);
    expect(await counts()).toMatchObject({ operable: 1, private: 1 });
    expect((await owner.ask('POST', `/api/assignments/${assignment.id}/undo`)).body.code).toBe(
      'assignment.undone',
    );
    expect(
      (await owner.ask('POST', '/api/assignments', { filter: { owner: 'x' }, owner: 'y' })).body.code,
    ).toBe('assignment.nobody');
  });

  it('keeps owner and outlet of a person with their history, and puts back what stood before', async () => {
    const { owner, workspaceId } = await brand();
    const [person] = (await owner.get('/api/customers?outlet=A')).items;
    const url = `/api/customers/${person.id}`;
    expect(await owner.get(`${url}/ownership`)).toMatchObject({
      owner: null,
      outlet: 'A',
      outletBy: 'seen',
      history: [],
    });
    await owner.done('PATCH', url, { owner: 'mei', outlet: 'B' });
    const draft = { ids: [person.id], owner: 'li', outlet: 'A' };
    const { assignment } = await owner.done('POST', '/api/assignments', draft);
    await house.rest(workspaceId);
    const now = await owner.get(`${url}/ownership`);
    expect(now).toMatchObject({
      owner: 'li',
      ownerName: '员工li',
      ownerBy: 'assigned',
      outlet: 'A',
      outletName: '南京西路店',
      outletBy: 'assigned',
    });
    expect(
      now.history.map((step: { kind: string; ref: string }) => `${step.kind} ${step.ref}`).sort(),
    ).toEqual(['outlet A', 'outlet B', 'owner li', 'owner mei']);
    expect(
      now.history.filter((step: { assignment: number }) => step.assignment === assignment.id),
    ).toHaveLength(2);
    await owner.done('POST', `/api/assignments/${assignment.id}/undo`);
    expect(await owner.get(`${url}/ownership`)).toMatchObject({ owner: 'mei', outlet: 'B' });
    expect((await owner.get('/api/customers?outlet=B&owner=mei')).total).toBe(1);
    await owner.done('PATCH', url, { owner: null, outlet: null });
    expect(await owner.get(`${url}/ownership`)).toMatchObject({ owner: null, outlet: 'A', outletBy: 'seen' });
  });

  it('gives new people by a rule, and leaves alone those known before and those somebody released', async () => {
    const { owner, workspaceId } = await brand();
    await owner.done('POST', '/api/assignment-rules', { outletBy: 'first_order', give: 'in_turn' });
    const order = (n: number, outlet: string): TestEvent => ({
      who: [`phone 1390000${1000 + n}`],
      name: 'Order Paid',
      family: 'consumption',
      orderId: `new-${n}`,
      amountMinor: 100,
      outlet,
    });
    await house.tell(workspaceId, order(1, 'A'), order(2, 'A'), order(3, 'B'));
    await house.runRules();
    await house.rest(workspaceId);
    expect((await owner.get('/api/customers?owner=-')).total).toBe(people + 1);
    const [mine] = (await owner.get('/api/customers?owner=mei')).items;
    await owner.done('PATCH', `/api/customers/${mine.id}`, { owner: null });
    await house.runRules();
    await house.rest(workspaceId);
    expect((await owner.get('/api/customers?owner=mei')).total).toBe(0);
    const [rule] = (await owner.get('/api/assignment-rules')).items;
    expect(
      (await owner.done('PATCH', `/api/assignment-rules/${rule.id}`, { active: false })).items,
    ).toMatchObject([{ active: false }]);
    await owner.done('DELETE', `/api/assignment-rules/${rule.id}`);
  });

  it('looks past those whom no rule finds anybody for, pass after pass, to the last', async () => {
    const { owner, workspaceId } = await brand();
    await owner.done('POST', '/api/assignment-rules', { outletBy: 'assigned', give: 'in_turn' });
    const who = Array.from({ length: 5 }, (_, n) => ({
      who: [`phone 1391000${1000 + n}`],
      name: 'Order Paid',
      family: 'consumption' as const,
      outlet: 'nobody works here',
    }));
    await house.tell(workspaceId, ...who);
    const passes: number[] = [];
    const hand = async (_actor: unknown, _kind: unknown, chosen: readonly unknown[]) => {
      passes.push(chosen.length);
      return undefined;
    };
    await runRules(
      house.db,
      { hand },
      { backlog: async () => ({ oldestAt: null }) as never },
      workspaceId,
      2,
    );
    expect(passes).toEqual([2, 2, 1]);
  });

  it('[ORG-03] regions and nowhere add up to the workspace; a unit closes only when everybody in it has a place', async () => {
    const { owner, region, a, b, mei } = await brand();
    const { total, units } = await owner.get('/api/organisation/figures');
    const of = (id: number | null) => units.find((unit: { unitId: number | null }) => unit.unitId === id);
    expect(of(region)).toEqual({ ...of(a), unitId: region });
    for (const measure of ['people', 'reachable', 'operable', 'private', 'unowned', 'netMinor'])
      expect(of(region)[measure] + of(b)[measure] + of(null)[measure], measure).toBe(total[measure]);
    expect([of(a).people, of(b).people, of(null).people]).toEqual([15, 14, 1]);
    expect((await owner.ask('POST', `/api/units/${a}/close`, {})).body).toMatchObject({
      code: 'unit.not-empty',
      params: { staff: 3, units: 0, customers: 15 },
    });
    await owner.done('POST', `/api/units/${a}/close`, { staffTo: b, customersTo: 'B' });
    const after = (await owner.get('/api/organisation/figures')).units;
    expect(after.find((unit: { unitId: number }) => unit.unitId === b).people).toBe(29);
    expect((await owner.get(`/api/staff/${mei}`)).unitId).toBe(b);
    expect((await owner.get(`/api/units/${a}/moves`)).items).toHaveLength(3);
  });

  it('[ORG-03] whoever is held to a unit hands over its customers only', async () => {
    const { owner, workspaceId, b } = await brand();
    const manager = await makePrincipal(house.db, { workspaceId, role: 'manager' });
    await owner.done('PATCH', `/api/team/${manager.accountId}`, { unitId: b });
    const head = asker(manager.headers);
    const draft = { filter: {}, owner: 'qiang' };
    expect((await head.done('POST', '/api/assignments/preview', draft)).people).toBe(14);
    const [foreign] = (await owner.get('/api/customers?outlet=A')).items;
    const one = { ids: [foreign.id], owner: 'qiang' };
    expect((await head.ask('POST', '/api/assignments', one)).status).toBe(404);
    expect((await head.ask('GET', `/api/customers/${foreign.id}/ownership`)).status).toBe(404);
  });
});

describe('touchpoints', () => {
  it('[ORG-06] the journey shows each step with its touchpoints, who answers for them and what is missing', async () => {
    const { owner, workspaceId, a, mei } = await brand();
    await house.tell(
      workspaceId,
      { who: ['user 1'], name: 'Page Viewed', channel: 'website' },
      { who: ['user 1'], name: 'Page Viewed', channel: '官网' },
      { who: ['user 2'], name: 'Page Viewed', channel: 'douyin' },
      { who: ['user 2'], name: 'Chat Message', channel: 'website' },
      { who: ['user 2'], name: 'Product Used' },
    );
    await owner.done('PUT', '/api/touchpoints/website', {
      unitId: a,
      staffId: mei,
      standard: '两小时内回复',
    });
    const [first] = (await owner.get('/api/touchpoints')).items;
    expect(first.duty, 'those without owner stand first').toBeNull();
    const steps = async (query = '') =>
      new Map(
        (await owner.get(`/api/touchpoints/journey${query}`)).steps.map((one: { step: string }) => [
          one.step,
          one,
        ]),
      );
    const all = await steps();
    expect([...all.keys()]).toEqual(['meet', 'learn', 'connect', 'talk', 'buy', 'use', 'service', 'share']);
    expect(all.get('meet')).toMatchObject({
      events: 3,
      unowned: 1,
      touchpoints: [
        { channel: 'douyin', duty: null, gaps: ['no-owner'] },
        { channel: 'website', events: 2, duty: { unitId: a, staffId: mei }, gaps: [] },
      ],
      gaps: ['no-owner'],
    });
    expect(all.get('talk')).toMatchObject({ touchpoints: [{ duty: { unitId: a } }], gaps: [] });
    expect(all.get('use')).toMatchObject({ events: 1, nowhere: 1, touchpoints: [], gaps: ['no-touchpoint'] });
    const one = (await owner.get('/api/customers?q=2')).items.find(({ id }: { id: number }) => id > 0);
    expect((await steps(`?customer=${one.id}`)).get('share')).toMatchObject({ events: 0 });
    expect((await owner.ask('GET', '/api/touchpoints/journey?customer=999999')).status).toBe(404);
  });

  it('[ORG-06] each has one unit that answers for it; those without one are listed; the list narrows to a unit', async () => {
    const { owner, workspaceId, region, a, mei } = await brand();
    await house.tell(
      workspaceId,
      { who: ['user 1'], name: 'Page Viewed', channel: 'website' },
      { who: ['user 2'], name: 'Page Viewed', channel: 'douyin' },
    );
    const channels = async (query: string) =>
      (await owner.get(`/api/touchpoints${query}`)).items.map((one: { channel: string }) => one.channel);
    expect((await channels('?none=true')).sort()).toEqual(['douyin', 'website']);
    const duty = { unitId: a, staffId: mei, standard: '两小时内回复', replyMinutes: 120 };
    await owner.done('PUT', '/api/touchpoints/website', duty);
    expect(await channels('?none=true')).toEqual(['douyin']);
    expect(await channels(`?unit=${region}`)).toEqual(['website']);
    expect((await owner.get(`/api/touchpoints?unit=${a}`)).items[0].duty).toMatchObject(duty);
    await owner.done('PUT', '/api/touchpoints/website', { unitId: region, standard: '' });
    expect(await channels(`?unit=${a}`)).toEqual([]);
    await owner.done('DELETE', '/api/touchpoints/website');
    expect((await owner.ask('DELETE', '/api/touchpoints/website')).status).toBe(404);
    expect((await owner.ask('PUT', '/api/touchpoints/nowhere', duty)).status).toBe(404);
  });
});

describe('the 长虹美菱 scenario', () => {
  it('[ID-03] one person by three ways; guide and after-sale staff both get the dynamics, each with the identity it came through', async () => {
    const { headers, workspaceId } = await makePrincipal(house.db);
    const owner = asker(headers);
    const guideId = (await owner.done('POST', '/api/staff', { ref: 'mei', name: '小美' })).id;
    const fixerId = (
      await owner.done('POST', '/api/staff', { ref: 'fix', name: '售后老王', takesCustomers: false })
    ).id;
    const union = 'unionid:main customer-A';
    await house.tell(
      workspaceId,
      {
        who: [union, 'openid:gh_meiling o-1'],
        name: 'Page Viewed',
        channel: 'official_account',
        content: '冰箱怎么选',
      },
      {
        who: [union, 'openid:gh_meiling o-1'],
        name: 'Account Followed',
        family: 'relation',
        properties: { account: 'gh_meiling' },
      },
      {
        who: [union, 'external_userid:corp e-1'],
        name: 'Contact Added',
        family: 'relation',
        properties: { staff: 'mei' },
        staff: 'mei',
        outlet: '合肥店',
      },
      {
        who: [union, 'openid:mp_meiling o-2'],
        name: 'Order Paid',
        family: 'consumption',
        orderId: 'F1',
        amountMinor: 399_900,
        channel: 'mini_program',
      },
      { who: ['openid:mp_meiling o-2'], name: 'Service Requested', staff: 'fix', ticket: 'T1' },
      { who: ['openid:mp_meiling o-2'], name: 'Product Viewed', channel: 'mini_program' },
      { who: ['user somebody-else'], name: 'Page Viewed' },
    );
    const list = (await owner.get('/api/customers')).items;
    expect(list).toHaveLength(2);
    const person = list.find((one: { owner: string }) => one.owner === 'mei');
    const names = (page: { items: { event: { name: string } }[] }) =>
      page.items.map(({ event }) => event.name);
    const story = [
      'Page Viewed',
      'Account Followed',
      'Contact Added',
      'Order Paid',
      'Service Requested',
      'Product Viewed',
    ];
    const guide = await owner.get(`/api/staff/${guideId}/dynamics`);
    const fixer = await owner.get(`/api/staff/${fixerId}/dynamics`);
    for (const page of [guide, fixer]) {
      expect(
        names(page)
          .filter((name) => story.includes(name))
          .sort(),
      ).toEqual([...story].sort());
      expect(new Set(page.items.map((item: { customer: number }) => item.customer))).toEqual(
        new Set([person.id]),
      );
      expect(
        new Set(page.items.map((item: { source: { namespace: string } }) => item.source.namespace)).size,
      ).toBeGreaterThanOrEqual(1);
    }
    expect([guide.items[0].via, fixer.items[0].via]).toEqual(['owner', 'served']);
    const sources = (await owner.get(`/api/customers/${person.id}`)).homes.map(
      (home: { namespace: string }) => home.namespace,
    );
    expect(sources).toEqual(
      expect.arrayContaining(['openid:gh_meiling', 'external_userid:corp', 'openid:mp_meiling']),
    );

    // what each gets when signed in themselves: the guide may open the page, who only served may not
    for (const [ref, opens] of [
      ['mei', true],
      ['fix', false],
    ] as const) {
      const member = await makePrincipal(house.db, { workspaceId, role: 'guide', staffRef: ref });
      const own = asker(member.headers);
      const page = await own.get('/api/dynamics?limit=2');
      expect(page.items).toHaveLength(2);
      expect(page.items[0].opens).toBe(opens);
      expect(page.items[0].source.value.includes('*')).toBe(!opens);
      const next = await own.get(`/api/dynamics?limit=2&cursor=${page.nextCursor}`);
      expect(next.items[0].event.seq).not.toBe(page.items[0].event.seq);
      expect((await own.ask('GET', `/api/customers/${person.id}`)).status).toBe(opens ? 200 : 404);
      const foreign = ref === 'mei' ? fixerId : guideId;
      expect((await own.ask('GET', `/api/staff/${foreign}/dynamics`)).status).toBe(404);
    }
  });
});
