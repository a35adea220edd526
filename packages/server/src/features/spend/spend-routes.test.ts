import { localDate } from '@yutang/core/time';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

const zone = 'Asia/Shanghai';
const day = 86_400_000;

async function operator() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) => {
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

describe('spend', () => {
  it('is entered by hand, corrected and removed; a channel is one however it is spelled', async () => {
    const { ask, get } = await operator();
    const made = await ask('POST', '/api/spend', { day: '2026-03-08', channel: '抖音', amountMinor: 12_300 });
    expect(made).toMatchObject({
      status: 201,
      body: {
        day: '2026-03-08',
        kind: 'acquisition',
        channel: 'douyin',
        amountMinor: 12_300,
        file: null,
        key: null,
      },
    });
    const { id } = made.body;
    expect((await ask('PATCH', `/api/spend/${id}`, { amountMinor: 100, kind: 'reach' })).body).toMatchObject({
      kind: 'reach',
      channel: 'douyin',
      amountMinor: 100,
    });
    expect(
      (await ask('POST', '/api/spend', { day: '2026-02-30', channel: 'x', amountMinor: 1 })).body.params,
    ).toMatchObject({
      field: 'body.day',
    });
    expect(
      (await ask('POST', '/api/spend', { day: '2026-02-03', channel: 'x', amountMinor: -1 })).status,
    ).toBe(400);
    await ask('POST', '/api/spend', { day: '2026-03-09', channel: 'wecom', amountMinor: 7, outlet: 'o1' });
    expect(await get('/api/spend')).toMatchObject({ total: 2, sumMinor: 107, currency: 'CNY' });
    const first = await get('/api/spend?limit=1');
    expect(first.items).toMatchObject([{ day: '2026-03-09' }]);
    expect((await get(`/api/spend?limit=1&cursor=${first.nextCursor}`)).items).toMatchObject([{ id }]);
    expect(await get('/api/spend?channel=抖音&from=2026-03-08&to=2026-03-08')).toMatchObject({
      total: 1,
      sumMinor: 100,
    });
    expect((await get('/api/spend?outlet=o1')).total).toBe(1);
    expect((await ask('GET', '/api/spend?from=2026-13-01')).status).toBe(400);
    expect((await ask('DELETE', `/api/spend/${id}`)).status).toBe(200);
    expect((await ask('DELETE', `/api/spend/${id}`)).status).toBe(404);
    expect((await ask('PATCH', `/api/spend/${id}`, { amountMinor: 1 })).status).toBe(404);
  });

  it('sent again by its key replaces, so a repeat counts once', async () => {
    const { ask, get } = await operator();
    const lines = [1, 2].map((n) => ({
      key: `oceanengine:${n}`,
      day: '2026-03-08',
      channel: 'feed_ads',
      amountMinor: n * 100,
    }));
    expect((await ask('PUT', '/api/spend/lines', { lines })).body).toEqual({ added: 2, replaced: 0 });
    const later = lines.map((line) => ({ ...line, amountMinor: line.amountMinor + 1 }));
    expect((await ask('PUT', '/api/spend/lines', { lines: later })).body).toEqual({ added: 0, replaced: 2 });
    expect(await get('/api/spend')).toMatchObject({ total: 2, sumMinor: 302 });
    const twice = await ask('PUT', '/api/spend/lines', { lines: [lines[0], lines[0]] });
    expect(twice.body.params).toMatchObject({ field: 'body.lines.1.key' });
  });

  it('comes by file: looked at first, bad lines by number, refused twice, undone as a whole', async () => {
    const { ask, get } = await operator();
    const text = '日期,渠道,花费,打法\n2026/3/8,抖音,100.5,wheel\n2026/3/9,小红书,abc,\n2026/3/10,公众号,20,';
    const preview = await ask('POST', '/api/spend/files/preview', { name: 'a.csv', text });
    expect(preview.body).toMatchObject({
      lines: 2,
      amountMinor: 12_050,
      firstDay: '2026-03-08',
      lastDay: '2026-03-10',
      bad: 1,
      errors: [{ line: 3, field: 'amountMinor', value: 'abc', reason: 'not-an-amount' }],
    });
    expect((await get('/api/spend')).total).toBe(0);
    const refused = await ask('POST', '/api/spend/files', { name: 'a.csv', text });
    expect(refused).toMatchObject({ status: 422, body: { code: 'spend.bad-lines', params: { line: 3 } } });
    const taken = await ask('POST', '/api/spend/files', { name: 'a.csv', text, skipBad: true });
    expect(taken).toMatchObject({ status: 201, body: { lines: 2, amountMinor: 12_050 } });
    // a longer export of the same days would count twice, and the preview says so
    const longer = await ask('POST', '/api/spend/files/preview', {
      name: 'b.csv',
      text: `${text}\n2026-03-11,公众号,5,\n2026-03-10,wechat_official,20,other`,
    });
    expect(longer.body.known).toEqual({ lines: 2, amountMinor: 12_050, files: ['a.csv'] });
    expect(preview.body.known).toEqual({ lines: 0, amountMinor: 0, files: [] });
    expect((await ask('POST', '/api/spend/files', { name: 'b.csv', text, skipBad: true })).body.code).toBe(
      'spend.file-known',
    );
    expect(
      (await ask('POST', '/api/spend/files', { name: 'c.csv', text: '日期,渠道,花费\n' })).body.code,
    ).toBe('spend.no-lines');
    expect(await get(`/api/spend?file=${taken.body.id}`)).toMatchObject({ total: 2 });
    expect((await ask('DELETE', `/api/spend/files/${taken.body.id}`)).body.undoneAt).toEqual(
      expect.any(Number),
    );
    expect((await ask('DELETE', `/api/spend/files/${taken.body.id}`)).status).toBe(404);
    expect((await get('/api/spend')).total).toBe(0);
    // what was undone may come again
    expect((await ask('POST', '/api/spend/files', { name: 'a.csv', text, skipBad: true })).status).toBe(201);
    expect((await get('/api/spend/files')).items).toHaveLength(2);
  });

  it('[ACQ-05] with a growing pool and constant ad spend the blended cost of an order falls, and equals spend ÷ orders', async () => {
    const { ask, get, tell } = await operator();
    const now = Date.now();
    // the 1st, 2nd, 3rd of three days back bring 1, 2, 3 friends; each friend of all days so far pays one order a day
    const days = [3, 2, 1].map((back) => ({
      at: now - back * day,
      label: localDate(now - back * day, zone),
    }));
    let friends = 0;
    for (const [index, { at, label }] of days.entries()) {
      const fresh = Array.from({ length: index + 1 }, () => ++friends);
      await tell(
        ...fresh.map((n) => ({ who: [`user f${n}`], name: 'Ad Clicked', channel: 'douyin', occurredAt: at })),
        ...fresh.map((n) => ({
          who: [`user f${n}`],
          name: 'Contact Added',
          family: 'relation' as const,
          channel: 'wecom',
          properties: { staff: 'g1' },
          occurredAt: at + 1,
        })),
        ...Array.from({ length: friends }, (_, n) => ({
          who: [`user f${n + 1}`],
          name: 'Order Paid',
          family: 'consumption' as const,
          amountMinor: 5000,
          orderId: `${label}-${n}`,
          occurredAt: at + 2,
        })),
      );
      await ask('POST', '/api/spend', { day: label, channel: 'douyin', amountMinor: 6000 });
      await ask('POST', '/api/spend', { day: label, channel: 'sms', amountMinor: 600, kind: 'reach' });
    }
    await tell({ who: ['user s1'], channel: 'tmall', occurredAt: now - 2 * day });
    const curve = await get(`/api/spend/scale?unit=day&from=${days[0]?.label}&to=${days[2]?.label}`);
    expect(curve.items).toEqual([
      {
        label: days[0]?.label,
        strictPrivate: 1,
        stock: 0,
        orders: 1,
        acquisitionMinor: 6000,
        reachMinor: 600,
        perOrderMinor: 6600,
      },
      {
        label: days[1]?.label,
        strictPrivate: 3,
        stock: 1,
        orders: 3,
        acquisitionMinor: 6000,
        reachMinor: 600,
        perOrderMinor: 2200,
      },
      {
        label: days[2]?.label,
        strictPrivate: 6,
        stock: 1,
        orders: 6,
        acquisitionMinor: 6000,
        reachMinor: 600,
        perOrderMinor: 1100,
      },
    ]);
    for (const point of curve.items)
      expect(point.perOrderMinor).toBe((point.acquisitionMinor + point.reachMinor) / point.orders);
    const months = await get(`/api/spend/scale?unit=month&from=${days[0]?.label}&to=${days[2]?.label}`);
    expect(months.items.reduce((sum: number, point: { orders: number }) => sum + point.orders, 0)).toBe(10);
    expect(months.items.at(-1)).toMatchObject({ strictPrivate: 6, stock: 1 });
    expect((await ask('GET', '/api/spend/scale?unit=day&from=2020-01-01&to=2026-01-01')).status).toBe(400);
    expect((await ask('GET', '/api/spend/scale?from=2026-01-02&to=2026-01-01')).status).toBe(400);

    const channels = await get('/api/spend/channels');
    expect(channels).toMatchObject({ acquisitionMinor: 18_000, reachMinor: 1800, newPrivate: 6 });
    expect(channels.items).toMatchObject([
      { channel: 'douyin', entered: true, acquisitionMinor: 18_000, newPrivate: 6, perNewPrivateMinor: 3000 },
      {
        channel: 'sms',
        entered: true,
        acquisitionMinor: 0,
        reachMinor: 1800,
        newPrivate: 0,
        perNewPrivateMinor: null,
      },
    ]);
    await tell({
      who: ['user w1'],
      name: 'Contact Added',
      family: 'relation',
      channel: 'outlet',
      properties: { staff: 'g1' },
    });
    const again = await get('/api/spend/channels');
    expect(again.items.at(-1)).toMatchObject({
      channel: 'outlet',
      entered: false,
      newPrivate: 1,
      perNewPrivateMinor: null,
    });
    const { start, end } = again;
    const behind = await get(`/api/pond/people?entered=true&from=${start}&to=${end}&channel=douyin`);
    expect(behind.total).toBe(6);
  });
});
