import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

async function operator() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const get = async (url: string) => {
    const answer = await house.app.inject({ url, headers });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  const patch = async (channel: string, payload: object) => {
    const url = `/api/channels/${channel}`;
    const answer = await house.app.inject({ method: 'PATCH', url, headers, payload });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  return { workspaceId, get, patch, tell: house.tell.bind(house, workspaceId) };
}
const relation = { family: 'relation' as const };
const day = 86_400_000;

describe('connections', () => {
  it('[ACQ-06] a person connected by mini program and by group appears in both cells, once in the total', async () => {
    const { get, patch, tell } = await operator();
    const old = { occurredAt: Date.now() - 60 * day };
    await tell(
      { who: ['openid:wx1 o1'], channel: 'mini_program', ...old },
      { who: ['openid:wx1 o1'], name: 'Community Joined', ...relation, properties: { community: 'g1' } },
      { who: ['openid:wx1 o2'], channel: '小程序', play: 'p1' },
      { who: ['shop:tmall t1'], channel: 'tmall' },
      // a machine that looked at a page is connected to nobody
      { who: ['device d1'], channel: 'mini_program' },
      // an advertisement connects nobody
      { who: ['user u9'], channel: 'feed_ads' },
    );
    const matrix = await get('/api/pond/connections');
    expect(matrix).toMatchObject({ total: 3, fresh: 2 });
    expect(matrix.cells).toEqual([
      { type: 'community', platform: 'wecom', channels: ['community'], people: 1, fresh: 1 },
      { type: 'third_party', platform: 'taobao', channels: ['tmall'], people: 1, fresh: 1 },
      { type: 'transaction', platform: 'wechat', channels: ['mini_program'], people: 2, fresh: 1 },
    ]);
    expect(matrix.types).toEqual([
      { type: 'transaction', people: 2, fresh: 1 },
      { type: 'content', people: 0, fresh: 0 },
      { type: 'community', people: 1, fresh: 1 },
      { type: 'third_party', people: 1, fresh: 1 },
    ]);
    expect(matrix.overlaps.filter((pair: { people: number }) => pair.people > 0)).toEqual([
      { a: 'transaction', b: 'community', people: 1 },
    ]);
    const people = (query: string) => get(`/api/pond/connections/people?${query}`);
    const [both] = (await people('type=transaction&and=community')).items;
    expect((await people('type=transaction&platform=wechat')).total).toBe(2);
    expect((await people('type=community')).items).toMatchObject([{ id: both.id }]);
    expect((await people('')).total).toBe(3);
    expect((await people('play=p1')).total).toBe(1);
    expect(await get('/api/pond/connections?play=p1')).toMatchObject({ total: 1 });

    // two homes of one person are one
    await tell({ who: ['openid:wx1 o1', 'shop:tmall t1'], name: 'Profile Updated' });
    expect(await get('/api/pond/connections')).toMatchObject({ total: 2 });
    // what a channel is decides the cell, from the moment somebody says so
    await patch('tmall', { connection: 'content' });
    const moved = await get('/api/pond/connections');
    expect(moved.types[1]).toMatchObject({ type: 'content', people: 1 });
  });

  it('[ACQ-41] form × domain adds up to the total that is not pivoted, over eight sources', async () => {
    const { get, patch, tell } = await operator();
    const sources = [
      'douyin',
      'xiaohongshu',
      'douyin_shop',
      'tmall',
      'mini_program',
      'outlet',
      'moments',
      'community',
    ];
    await tell(
      ...sources.flatMap((channel, index) =>
        Array.from({ length: index + 1 }, (_, n) => ({ who: [`user ${channel}-${n}`], channel })),
      ),
      { who: ['user nowhere'] },
    );
    const { counts } = await get('/api/pond');
    expect(counts.people).toBe(37);
    const sides = ['form', 'line', 'domainClass', 'carrier', 'connection', 'trend'];
    for (const row of sides)
      for (const column of sides) {
        const pivot = await get(`/api/pond/pivot?row=${row}&column=${column}`);
        expect(pivot.total).toEqual({ people: 37, private: counts.private });
        const sum = pivot.cells.reduce((all: number, cell: { people: number }) => all + cell.people, 0);
        expect(sum, `${row} × ${column}`).toBe(37);
      }
    const { cells } = await get('/api/pond/pivot?row=form&column=domainClass');
    expect(cells).toContainEqual({
      row: 'live',
      column: 'commercial',
      people: 3,
      private: 0,
      channels: ['douyin_shop'],
    });
    expect(cells).toContainEqual({ row: null, column: null, people: 1, private: 0, channels: ['-'] });
    expect(await patch('douyin', { trend: 'decline' })).toMatchObject({
      trend: 'decline',
      form: 'short_video',
    });
    const trends = await get('/api/pond/pivot?row=trend&column=line');
    expect(trends.cells).toContainEqual({
      row: 'decline',
      column: 'online',
      people: 1,
      private: 0,
      channels: ['douyin'],
    });
    expect(await patch('douyin', { trend: null })).toMatchObject({ trend: null });
  });

  it('[ACQ-44] 10 000 marketplace buyers, 1 500 of them bridged to WeCom: 15 % are directly connected', async () => {
    const { get, tell } = await operator();
    expect((await get('/api/pond/connections')).direct).toEqual({ customers: 0, reachable: 0, ratio: null });
    const buyers = Array.from({ length: 10_000 }, (_, n) => n);
    for (let at = 0; at < buyers.length; at += 2000)
      await tell(
        ...buyers.slice(at, at + 2000).map((n) => ({
          who: [`shop:tmall buyer-${n}`],
          name: 'Order Completed',
          family: 'consumption' as const,
          channel: 'tmall',
          orderId: `t${n}`,
          history: true,
        })),
      );
    expect((await get('/api/pond/connections')).direct).toEqual({
      customers: 10_000,
      reachable: 0,
      ratio: 0,
    });
    await tell(
      ...buyers.slice(0, 1500).map((n) => ({
        who: [`shop:tmall buyer-${n}`, `external_userid:corp wm${n}`],
        name: 'Contact Added',
        ...relation,
        channel: 'package_card',
        properties: { staff: 'g1' },
      })),
    );
    expect((await get('/api/pond/connections')).direct).toEqual({
      customers: 10_000,
      reachable: 1500,
      ratio: 0.15,
    });
  }, 60_000);
});
