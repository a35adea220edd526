import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal, makeTeam, makeWorkspace, type TestPrincipal } from '../../../testing/principals.ts';

let house: LiveHouse;
let workspaceId: number;
let team: Awaited<ReturnType<typeof makeTeam>>;

async function ask(who: TestPrincipal, method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) {
  const answer = await house.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return answer.json();
}
const search = (who: TestPrincipal, text: string) =>
  ask(who, 'GET', `/api/search?q=${encodeURIComponent(text)}`);
const names = async (who: TestPrincipal, text: string) =>
  (await search(who, text)).people.map((one: { name: string }) => one.name);

beforeAll(async () => {
  house = await createLiveHouse();
  workspaceId = await makeWorkspace(house.db);
  team = await makeTeam(house.db, workspaceId);
  const outlet = await ask(team.owner, 'POST', '/api/units', {
    kind: 'outlet',
    name: '南京西路店',
    ref: 'A',
  });
  await ask(team.owner, 'POST', '/api/units', { kind: 'outlet', name: '天河店', ref: 'B' });
  await ask(team.owner, 'POST', '/api/staff', { ref: 'guide-1', name: '小美', unitId: outlet.id });
  await ask(team.owner, 'POST', '/api/plays', { code: 'newborn', name: '新生儿礼包' });
  const person = (n: number, name: string, staff: string) => [
    {
      who: [`phone 1380000000${n}`, `member M-00${n}`],
      name: 'Profile Updated',
      type: 'identify' as const,
      properties: { name },
    },
    {
      who: [`phone 1380000000${n}`],
      name: 'Contact Added',
      family: 'relation' as const,
      properties: { staff },
      staff,
    },
    {
      who: [`phone 1380000000${n}`],
      name: 'Order Completed',
      family: 'consumption' as const,
      orderId: `E2026-${n}`,
      amountMinor: 100,
      outlet: n === 1 ? 'A' : 'B',
    },
  ];
  await house.tell(
    workspaceId,
    ...person(1, '王晓彤', 'guide-1'),
    ...person(2, '王一诺', 'guide-2'),
    ...person(3, 'Ann Lee_100%', 'guide-2'),
  );
  await ask(team.owner, 'PATCH', `/api/team/${team.manager.accountId}`, { unitId: outlet.id });
}, 120_000);
afterAll(() => house.close());

describe('one box', () => {
  it('finds a person by name, its beginning or a part of it, in any case', async () => {
    expect((await names(team.owner, '王')).sort()).toEqual(['王一诺', '王晓彤']);
    expect(await names(team.owner, '晓彤')).toEqual(['王晓彤']);
    expect(await names(team.owner, 'ann l')).toEqual(['Ann Lee_100%']);
    // what means something in a pattern means itself
    expect(await names(team.owner, '_100%')).toEqual(['Ann Lee_100%']);
    expect(await names(team.owner, '%')).toEqual(['Ann Lee_100%']);
  });

  it('finds a person by phone in any spelling or its beginning, by member number, order and customer number', async () => {
    for (const text of ['13800000001', '+86 138 0000 0001', '138-0000-0001', 'M-001', 'E2026-1'])
      expect(await names(team.owner, text), text).toEqual(['王晓彤']);
    expect((await names(team.owner, '1380000')).length).toBe(3);
    expect((await names(team.owner, '+86 138 0000')).length).toBe(3);
    const { people } = await search(team.owner, 'M-002');
    expect(await names(team.owner, String(people[0].id))).toContain('王一诺');
    expect(await names(team.owner, '13900000000')).toEqual([]);
  });

  it('finds plays, outlets and staff by name and reference', async () => {
    expect((await search(team.owner, '礼包')).plays).toMatchObject([{ code: 'newborn', name: '新生儿礼包' }]);
    expect((await search(team.owner, 'NEWBORN')).plays).toHaveLength(1);
    expect((await search(team.owner, '南京')).outlets).toMatchObject([{ name: '南京西路店', ref: 'A' }]);
    expect((await search(team.owner, '小美')).staff).toMatchObject([{ name: '小美', ref: 'guide-1' }]);
  });

  it('shows a guide own customers only, and somebody held to a unit what is in it', async () => {
    expect(await names(team.guide, '王')).toEqual(['王晓彤']);
    for (const text of ['13800000002', 'M-002', 'E2026-2']) expect(await names(team.guide, text)).toEqual([]);
    expect(await search(team.guide, '南京')).toMatchObject({ plays: [], outlets: [], staff: [] });
    expect(await names(team.manager, '王')).toEqual(['王晓彤']);
    expect(await names(team.manager, 'E2026-2')).toEqual([]);
    expect((await search(team.manager, '店')).outlets.map((one: { ref: string }) => one.ref)).toEqual(['A']);
  });

  it('[CMP-12] tells a masked caller nothing by parts, and masks whom it finds by the whole', async () => {
    for (const text of ['王', '王晓彤', '1380000000', 'M-00'])
      expect(await names(team.analyst, text)).toEqual([]);
    const { people } = await search(team.analyst, '13800000001');
    expect(people).toHaveLength(1);
    expect(JSON.stringify(people)).not.toMatch(/王晓彤|13800000001/);
    // nor does the list
    const listed = async (q: string) =>
      (await ask(team.analyst, 'GET', `/api/customers?q=${encodeURIComponent(q)}`)).total;
    expect([await listed('王'), await listed('13800000001')]).toEqual([0, 1]);
  });

  it('tells another workspace nothing', async () => {
    const stranger = await makePrincipal(house.db);
    for (const text of ['王', '13800000001', 'E2026-1', '南京', 'newborn'])
      expect(await search(stranger, text)).toEqual({ people: [], plays: [], outlets: [], staff: [] });
  });

  it('answers within 100 ms where 100 000 people are known', async () => {
    const many = await makeWorkspace(house.db);
    const owner = await makePrincipal(house.db, { workspaceId: many });
    await sql`
      insert into customers (workspace_id, customer, name, pond, first_seen_at, last_seen_at, last_day, events)
      select ${many}, n, chr(19968 + n % 500) || chr(20500 + n % 977) || chr(21500 + n % 1009), 0, 0, 0, 0, 1
      from generate_series(1, 100000) n`.execute(house.db);
    await sql`vacuum analyze customers`.execute(house.db);
    const given = `${String.fromCharCode(20500 + 7)}${String.fromCharCode(21500 + 7)}`;
    const took: Record<string, number> = {};
    for (const text of [String.fromCharCode(19975), given, '没有这个人', '13800000001', 'E1']) {
      for (let turn = 0; turn < 7; turn++) {
        const begun = performance.now();
        await search(owner, text);
        // the best of seven: what it takes when nobody else is at the machine
        took[text] = Math.min(took[text] ?? Number.POSITIVE_INFINITY, Math.round(performance.now() - begun));
      }
    }
    // a machine that others use is measured by one reading of all names
    let floor = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < 7; turn++) {
      const begun = performance.now();
      await sql`select count(*) from customers where workspace_id = ${many} and lower(name) like '%无此%'`.execute(
        house.db,
      );
      floor = Math.min(floor, performance.now() - begun);
    }
    console.info('search among 100 000 people, ms:', took, 'one reading of all names:', Math.round(floor));
    expect(Math.max(...Object.values(took))).toBeLessThan(Math.max(100, 3 * floor));
  }, 60_000);
});
