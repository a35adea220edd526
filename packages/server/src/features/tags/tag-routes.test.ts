import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpFolds } from '../../../testing/fold-world.ts';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

const day = 86_400_000;
const relation = { family: 'relation' as const };

async function operator() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const ask = async (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) => {
    const answer = await house.app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const get = async (url: string) => {
    const { status, body } = await ask('GET', url);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  const post = async (url: string, payload: object) => {
    const { status, body } = await ask('POST', url, payload);
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    return body;
  };
  const group = async (name: string, choice: 'single' | 'multi', ...names: string[]) => {
    const find = (list: { groups: { id: number; name: string; tags: { id: number; name: string }[] }[] }) =>
      list.groups.find((each) => each.name === name);
    const { id } = find(await post('/api/tags/groups', { name, choice })) as { id: number };
    const ids: number[] = [];
    for (const tag of names) {
      const list = await post('/api/tags', { groupId: id, name: tag });
      ids.push(find(list)?.tags.find((each) => each.name === tag)?.id as number);
    }
    return { id, ids };
  };
  const tell = house.tell.bind(house, workspaceId);
  /** Private customers `u0` … */
  const friends = async (count: number) => {
    await tell(
      ...Array.from({ length: count }, (_, n) => ({
        who: [`user u${n}`],
        name: 'Contact Added',
        ...relation,
        channel: n % 2 ? 'wecom' : 'douyin',
        properties: { staff: 'g1' },
      })),
    );
    const { items } = await get('/api/customers?sort=first_seen&limit=200');
    return (items as { id: number }[]).map(({ id }) => id).sort((a, b) => a - b);
  };
  const now = async (id: number) =>
    ((await get(`/api/customers/${id}/tags`)).now as { name: string }[]).map(({ name }) => name);
  const total = async (query: string) => (await get(`/api/customers?${query}`)).total;
  return { workspaceId, ask, get, post, group, tell, friends, now, total };
}

describe('tags', () => {
  it('[DAT-07] are added, removed and end, each with who, when and why; coverage is tagged ÷ private', async () => {
    const { workspaceId, get, post, group, friends, tell, now, total } = await operator();
    const [a, b, c] = (await friends(4)) as [number, number, number, number];
    await tell({ who: ['device d1'], name: 'Page Viewed' });
    const { ids, id: groupId } = await group('兴趣', 'multi', '奶粉', '辅食');
    const [milk, food] = ids as [number, number];
    const added = await post(`/api/customers/${a}/tags`, { add: [milk], note: '门店登记' });
    expect(added.now).toMatchObject([{ id: milk, group: '兴趣', name: '奶粉', until: null }]);
    expect(added.history).toMatchObject([
      { added: true, reason: 'hand', note: '门店登记', by: expect.any(String) },
    ]);
    await post(`/api/customers/${a}/tags`, { remove: [milk] });
    expect(await now(a)).toEqual([]);
    const until = Date.now() + day;
    await post(`/api/customers/${b}/tags`, { add: [food], until });
    await post(`/api/customers/${c}/tags`, { add: [milk, food] });
    expect(await total(`tagsAny=${food}`)).toBe(2);
    const coverage = await get('/api/tags/coverage');
    expect(coverage).toMatchObject({ private: 4, tagged: 2, groups: [{ id: groupId, tagged: 2 }] });
    expect(coverage.tags.find((each: { id: number }) => each.id === food)).toMatchObject({
      tagged: 2,
      people: 2,
    });
    expect(await total('state=private&tagged=true')).toBe(2);

    await house.advance(workspaceId, day + 1);
    expect(await now(b)).toEqual([]);
    expect(await total(`tagsAny=${food}`)).toBe(1);
    expect(await get('/api/tags/coverage')).toMatchObject({ private: 4, tagged: 1 });
    await house.sweep();
    await house.rest(workspaceId);
    await house.sweep();
    await house.rest(workspaceId);
    const { history } = await get(`/api/customers/${b}/tags`);
    expect(history).toMatchObject([
      { added: false, reason: 'expired', at: until, by: null },
      { added: true, reason: 'hand', until },
    ]);
    const { items } = await get(`/api/customers/${b}/timeline?name=Tag%20Removed`);
    expect(items).toMatchObject([
      { occurredAt: until, properties: { tag: '辅食', group: '兴趣', reason: 'expired' } },
    ]);
    const before = await dumpFolds(house.db, workspaceId);
    await house.rebuild(workspaceId);
    expect(await dumpFolds(house.db, workspaceId)).toEqual(before);
    expect(await now(c)).toEqual(['奶粉', '辅食'].sort());
  });

  it('of a group of single choice leave only the one given last, be it by hand or by a file', async () => {
    const { ask, group, friends, tell, now, post } = await operator();
    const [a] = (await friends(1)) as [number];
    const { ids } = await group('等级', 'single', '金', '银');
    const [gold, silver] = ids as [number, number];
    await post(`/api/customers/${a}/tags`, { add: [gold] });
    const { history } = await post(`/api/customers/${a}/tags`, { add: [silver] });
    expect(await now(a)).toEqual(['银']);
    expect(history.map((each: { reason: string }) => each.reason)).toEqual(['hand', 'replaced', 'hand']);
    await tell({
      who: ['user u0'],
      name: 'Tag Added',
      family: 'system',
      properties: { tag: '金', group: '等级' },
    });
    expect(await now(a)).toEqual(['金']);
    await post(`/api/customers/${a}/tags`, { remove: [gold] });
    // the one that had to go does not come back
    expect(await now(a)).toEqual([]);
    const refused = await ask('POST', `/api/customers/${a}/tags`, { add: [gold, silver] });
    expect(refused.body.code).toBe('tag.single-choice');
  });

  it('are renamed, merged, parted and archived without a change of anybody’s history', async () => {
    const { ask, get, post, group, friends, tell, now, total, workspaceId } = await operator();
    const [a, b] = (await friends(2)) as [number, number];
    const { ids, id: groupId } = await group('来源', 'multi', '地推', '地面推广');
    const [one, other] = ids as [number, number];
    await post(`/api/customers/${a}/tags`, { add: [one] });
    await post(`/api/customers/${b}/tags`, { add: [other] });
    expect(
      (await ask('PATCH', `/api/tags/${one}`, { name: '线下', expiresDays: 400, colour: '#aa0000' })).status,
    ).toBe(200);
    expect(await now(a)).toEqual(['线下']);
    expect((await ask('POST', '/api/tags', { groupId, name: '地推' })).body.code).toBe('tag.name-taken');
    await tell({
      who: ['user u1'],
      name: 'Tag Added',
      family: 'system',
      properties: { tag: '地推', group: '来源' },
    });
    expect((await now(b)).sort()).toEqual(['地面推广', '线下'].sort());
    await post(`/api/tags/${other}/merge`, { into: one });
    expect(await now(b)).toEqual(['线下']);
    expect(await total(`tagsAll=${one},${other}`)).toBe(2);
    await post(`/api/customers/${b}/tags`, { remove: [one] });
    expect(await now(b)).toEqual([]);
    await post(`/api/tags/${other}/merge`, { into: null });
    expect(await now(b)).toEqual([]);
    expect((await ask('PATCH', `/api/tags/groups/${groupId}`, { name: '获客' })).status).toBe(200);
    await tell({
      who: ['user u1'],
      name: 'Tag Added',
      family: 'system',
      properties: { tag: '新词', group: '来源' },
    });
    const { groups } = await get('/api/tags');
    expect(groups).toMatchObject([{ name: '获客' }]);
    expect((await ask('PATCH', `/api/tags/${one}`, { archived: true })).status).toBe(200);
    expect(await now(a)).toEqual([]);
    expect(await total(`tagsAny=${one}`)).toBe(0);
    expect((await ask('POST', `/api/customers/${b}/tags`, { add: [one] })).body.code).toBe('tag.unknown');
    await ask('PATCH', `/api/tags/${one}`, { archived: false });
    expect(await now(a)).toEqual(['线下']);
    const before = await dumpFolds(house.db, workspaceId);
    await house.rebuild(workspaceId);
    expect(await dumpFolds(house.db, workspaceId)).toEqual(before);
  });

  it('go to many people at once after a count, and come back by one undo that spares later changes', async () => {
    const { ask, get, post, group, friends, now, total } = await operator();
    const people = await friends(6);
    const { ids } = await group('批', 'multi', '甲');
    const { ids: levels } = await group('级', 'single', '一', '二');
    const [tag] = ids as [number];
    const [first, second] = levels as [number, number];
    const [a, b] = people as [number, number];
    await post(`/api/customers/${a}/tags`, { add: [tag, first] });
    const draft = { add: [tag, second], filter: { state: 'private' } };
    expect(await post('/api/tags/batches', { ...draft, dryRun: true })).toEqual({
      batch: null,
      people: 6,
      changed: 6,
    });
    const { batch } = await post('/api/tags/batches', draft);
    expect(await total(`tagsAll=${tag},${second}`)).toBe(6);
    expect(await total(`tagsNone=${first}&tagged=true`)).toBe(6);
    await post(`/api/customers/${b}/tags`, { remove: [tag] });
    await post(`/api/customers/${b}/tags`, { add: [tag] });
    expect((await post(`/api/tags/batches/${batch}/undo`, {})).changed).toBe(6);
    expect((await now(a)).sort()).toEqual(['甲', '一'].sort());
    expect(await now(b)).toEqual(['甲']);
    expect(await total('tagged=true')).toBe(2);
    expect((await get('/api/tags/batches')).items).toMatchObject([
      { id: batch, people: 6, undoneAt: expect.any(Number) },
    ]);
    expect((await ask('POST', `/api/tags/batches/${batch}/undo`, {})).body.code).toBe('tag.undone-before');
    expect((await ask('POST', '/api/tags/batches', { add: [tag] })).body.code).toBe('tag.nobody-named');
    const some = await post('/api/tags/batches', { add: [tag], customers: people.slice(2, 4) });
    expect(some).toMatchObject({ people: 2, changed: 2 });
  });

  it('follow a person: merged they are one’s, parted each keeps the own; exported with, erased with the person', async () => {
    const { ask, get, post, group, friends, now, total, workspaceId } = await operator();
    const [a, b] = (await friends(2)) as [number, number];
    const { ids } = await group('组', 'multi', '甲', '乙');
    const [one, other] = ids as [number, number];
    await post(`/api/customers/${a}/tags`, { add: [one] });
    await post(`/api/customers/${b}/tags`, { add: [other] });
    const foldsOfTags = async () => (await dumpFolds(house.db, workspaceId)).tag_changes;
    const before = await foldsOfTags();
    const merged = await post('/api/identity/merge', { customers: [a, b], reason: 'one person' });
    expect(merged.settled).toBe(true);
    expect((await now(b)).sort()).toEqual(['乙', '甲'].sort());
    expect(await total(`tagsAll=${one},${other}`)).toBe(1);
    expect((await get('/api/tags/coverage')).tagged).toBe(1);
    await post('/api/identity/unmerge', { customer: a, homes: [b], reason: 'two after all' });
    expect(await foldsOfTags()).toEqual(before);
    expect([await now(a), await now(b)]).toEqual([['甲'], ['乙']]);
    // what was taken from both while they were one stays away from both
    await post('/api/identity/merge', { customers: [a, b], reason: 'one person' });
    await post(`/api/customers/${a}/tags`, { remove: [other] });
    await post('/api/identity/unmerge', { customer: a, homes: [b], reason: 'two after all' });
    expect([await now(a), await now(b)]).toEqual([['甲'], []]);
    await post(`/api/customers/${b}/tags`, { add: [other] });
    expect((await get(`/api/customers/${a}/export`)).data.tags.tags).toMatchObject([
      { tag: '甲', added: true },
    ]);
    expect((await ask('POST', `/api/customers/${a}/erase`, { confirm: String(a) })).status).toBe(200);
    await house.rest(workspaceId);
    expect(await total(`tagsAny=${one}`)).toBe(0);
    expect(await now(b)).toEqual(['乙']);
    await house.rebuild(workspaceId);
    expect(await total(`tagsAny=${one}`)).toBe(0);
  });

  it('of another’s customer are hidden from a guide; only who may write tags makes them', async () => {
    const { workspaceId, friends, group, post } = await operator();
    const [a, b] = (await friends(2)) as [number, number];
    const { ids } = await group('组', 'multi', '甲');
    await post(`/api/customers/${b}/tags`, { add: ids });
    const guide = await makePrincipal(house.db, { workspaceId, role: 'guide', staffRef: 'g2' });
    const ask = (method: 'GET' | 'POST', url: string, payload?: object) =>
      house.app.inject({ method, url, headers: guide.headers, ...(payload && { payload }) });
    expect((await ask('GET', `/api/customers/${b}/tags`)).statusCode).toBe(404);
    expect((await ask('POST', `/api/customers/${a}/tags`, { add: ids })).statusCode).toBe(404);
    expect((await ask('POST', '/api/tags', { groupId: 1, name: 'x' })).statusCode).toBe(403);
    expect((await ask('POST', '/api/tags/batches', { add: ids, customers: [a] })).statusCode).toBe(403);
    expect((await ask('GET', '/api/tags')).statusCode).toBe(200);
  });
});

describe('a portrait', () => {
  interface Part {
    by: string;
    of: string;
    group: { name: string } | null;
    bars: { key: string | null; people: number; percent: number; filter: Record<string, unknown> | null }[];
  }

  it('[DAT-13] sums to 100 %, follows the filter, and each bar opens exactly its people', async () => {
    const { get, post, group, friends, tell, total } = await operator();
    const people = await friends(7);
    await tell(
      { who: ['device d1'], name: 'Page Viewed', channel: 'website' },
      {
        who: ['user u0'],
        name: 'Order Paid',
        family: 'consumption',
        amountMinor: 30_000,
        orderId: 'o1',
        outlet: 's1',
      },
      { who: ['user x'], name: 'Page Viewed', occurredAt: Date.now() - 40 * day },
    );
    const { ids, id: levels } = await group('等级', 'single', '金', '银');
    const { ids: interests } = await group('兴趣', 'multi', '奶粉', '辅食');
    await post('/api/tags/batches', { add: [ids[0], ...interests], customers: people.slice(0, 3) });
    await post('/api/tags/batches', { add: [ids[1], interests[1]], customers: people.slice(3, 4) });

    const check = async (query: string) => {
      const portrait = (await get(`/api/customers/portrait?${query}`)) as { total: number; parts: Part[] };
      expect(portrait.total).toBe(await total(query));
      for (const part of portrait.parts) {
        const sum = part.bars.reduce((all, bar) => all + bar.percent, 0);
        expect(Math.round(sum * 10), part.by).toBe(1000);
        if (part.of === 'people')
          expect(part.bars.reduce((all, bar) => all + bar.people, 0)).toBe(portrait.total);
        for (const bar of part.bars) {
          const filter = new URLSearchParams(bar.filter as Record<string, string>);
          expect(await total(String(filter)), `${query} → ${part.by} ${bar.key}`).toBe(bar.people);
        }
      }
      const bars = (by: string, name?: string) =>
        portrait.parts
          .find((part) => part.by === by && (!name || part.group?.name === name))
          ?.bars.flatMap(({ key, people: count }) => (count > 0 ? [[key, count]] : []));
      return { portrait, bars };
    };
    const all = await check('');
    expect(all.portrait.total).toBe(9);
    expect(all.bars('stage')).toEqual([
      ['private', 7],
      ['stock', 1],
      ['visitor', 1],
    ]);
    expect(all.bars('value')).toEqual([
      ['-1', 8],
      ['10000-50000', 1],
    ]);
    expect(all.bars('recency')).toEqual([
      ['0-7', 8],
      ['30-90', 1],
    ]);
    expect(all.bars('tag', '等级')).toEqual([
      [String(ids[0]), 3],
      [String(ids[1]), 1],
      [null, 5],
    ]);
    expect(all.portrait.parts.find((part) => part.group?.name === '兴趣')?.of).toBe('tags');
    const gold = await check(`tagsAll=${ids[0]}`);
    expect(gold.bars('stage')).toEqual([['private', 3]]);
    expect(gold.bars('tag', '等级')).toEqual([[String(ids[0]), 3]]);
    await check(`channel=douyin&seenFrom=${Date.now() - 20 * day}&netTo=20000`);
    await check(`state=reachable&withoutGroups=${levels}`);
    await check('owner=g1');
    expect((await get('/api/customers/portrait?q=nobody-at-all')).total).toBe(0);
  });
});
