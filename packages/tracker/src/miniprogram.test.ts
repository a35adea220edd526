import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCollector, type TestCollector } from '../testing/collector.ts';
import { createSimulatedWx } from '../testing/simulated-wx.ts';
import { createMiniprogramTracker, type MiniprogramOptions } from './miniprogram.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

function start(wx = createSimulatedWx(), options: Partial<MiniprogramOptions> = {}) {
  const problems: string[] = [];
  const tracker = createMiniprogramTracker({
    writeKey: 'WK',
    host: `${collector.url}/`,
    flushIntervalMs: 10,
    wx,
    onError: (reason) => problems.push(reason),
    ...options,
  });
  return { tracker, wx, problems };
}

describe('the tracker in a mini program', () => {
  it('sends the calls of the Segment spec to /v1/batch with the write key', async () => {
    const { tracker } = start();
    tracker.screen('首页', { tab: 1 });
    tracker.track('Product Viewed', { sku: 'F1-800', price: 318 });
    tracker.identify('u1', { name: '李雷' });
    tracker.group('family-1', { size: 3 });
    tracker.alias('u2');
    const [screen, track, identify, group, alias] = await collector.until(5);
    const [batch] = collector.batches;
    expect(batch).toMatchObject({ path: '/v1/batch', writeKey: 'WK' });
    expect(batch?.headers.authorization).toBe(`Basic ${Buffer.from('WK:').toString('base64')}`);
    expect(Date.parse(batch?.sentAt ?? '')).toBeGreaterThan(0);
    expect(screen).toMatchObject({ type: 'screen', name: '首页', properties: { tab: 1 } });
    expect(track).toMatchObject({ type: 'track', event: 'Product Viewed', properties: { price: 318 } });
    expect(identify).toMatchObject({ type: 'identify', userId: 'u1', traits: { name: '李雷' } });
    expect(group).toMatchObject({ type: 'group', groupId: 'family-1', userId: 'u1' });
    expect(alias).toMatchObject({ type: 'alias', userId: 'u2', previousId: 'u1' });
    expect(screen?.context).toMatchObject({
      library: { name: 'yutang-tracker' },
      os: { name: 'iOS 19' },
      page: { referrer: 'scene:1011' },
    });
    expect(new Set(collector.accepted.map((item) => item.anonymousId)).size).toBe(1);
    expect(new Set(collector.accepted.map((item) => item.messageId)).size).toBe(5);
  });

  it('says an openid only when told, and remembers it for the next start', async () => {
    const wx = createSimulatedWx();
    const first = start(wx).tracker;
    first.track('Before');
    first.wechat({ appId: 'wx-mall', openid: 'oM1', unionid: { account: 'main', value: 'oU1' } });
    first.track('After');
    const [before, told, after] = await collector.until(3);
    expect(before?.context.externalIds).toBeUndefined();
    const ids = [
      { type: 'openid:wx-mall', id: 'oM1' },
      { type: 'unionid:main', id: 'oU1' },
    ];
    expect(told).toMatchObject({ type: 'identify', context: { externalIds: ids } });
    expect(after?.context.externalIds).toEqual(ids);

    const second = start(wx).tracker;
    second.track('Later');
    second.reset();
    second.track('Signed out');
    // the second may send again what the first has not yet heard to be accepted; ids make one of them
    const items = await vi.waitFor(() => {
      const distinct = [...new Map(collector.accepted.map((item) => [item.messageId, item])).values()];
      expect(distinct).toHaveLength(5);
      return distinct;
    });
    expect(items[3]).toMatchObject({ anonymousId: before?.anonymousId, context: { externalIds: ids } });
    expect(items[4]?.context.externalIds).toBeUndefined();
    expect(items[4]?.anonymousId).not.toBe(before?.anonymousId);
  });

  it('takes the campaign from the address it was opened with', async () => {
    const query = { utm_source: 'xiaohongshu', utm_campaign: 'spring', utm_medium: 'note' };
    start(createSimulatedWx(new Map(), { path: 'pages/item', scene: 1007, query })).tracker.track('Opened');
    const [item] = await collector.until(1);
    expect(item?.context.campaign).toEqual({ source: 'xiaohongshu', name: 'spring', medium: 'note' });
  });

  it('counts screens when asked to, without disturbing the page', async () => {
    const scope = globalThis as unknown as { Page?: unknown };
    const made: { onShow(): string }[] = [];
    scope.Page = (page: { onShow(): string }) => made.push(page);
    try {
      start(createSimulatedWx(), { screens: true });
      (scope.Page as (page: unknown) => void)({ onShow: () => 'own' });
      expect(made[0]?.onShow.call({ route: 'pages/cart' } as never)).toBe('own');
      const [item] = await collector.until(1);
      expect(item).toMatchObject({ type: 'screen', name: 'pages/cart' });
    } finally {
      delete scope.Page;
    }
  });

  it('sends what waits when the program hides', async () => {
    const { tracker, wx } = start(createSimulatedWx(), { flushIntervalMs: 600_000 });
    tracker.track('Left');
    wx.hide();
    await collector.until(1);
  });
});

describe('nothing is lost', () => {
  it('keeps events while off line and sends them when the network is back', async () => {
    const { tracker, wx } = start();
    wx.network(false);
    tracker.track('In the lift');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(collector.batches).toEqual([]);
    wx.network(true);
    await collector.until(1);
  });

  it('keeps events over a restart of the program', async () => {
    const wx = createSimulatedWx();
    wx.reachable = false;
    start(wx).tracker.track('Unsent');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(collector.batches).toEqual([]);
    expect(wx.storage.get('yt.q')).toContain('Unsent');
    const again = createSimulatedWx(wx.storage);
    start(again);
    expect((await collector.until(1))[0]?.event).toBe('Unsent');
    await vi.waitFor(() => expect(again.storage.has('yt.q')).toBe(false));
  });

  it('tries again after an error, a broken connection and 429, with the same message ids', async () => {
    collector.answers.push(503, 'drop', { status: 429, headers: { 'retry-after': '1' } });
    const { tracker } = start();
    const started = performance.now();
    tracker.track('Stubborn');
    await collector.until(1, 15_000);
    const ids = collector.batches.map(({ batch }) => batch[0]?.messageId);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(1);
    // 0.5–1 s, then 1–2 s, then the second the server asked for
    expect(performance.now() - started).toBeGreaterThan(2400);
  });

  it('halves a batch that is too large and drops one the server calls wrong, saying so', async () => {
    collector.answers.push(413);
    const { tracker, problems } = start();
    for (let i = 0; i < 10; i++) tracker.track(`E${i}`);
    await collector.until(10);
    expect(collector.batches.map(({ batch }) => batch.length)).toEqual([10, 5, 5]);
    collector.answers.push(400);
    tracker.track('Wrong');
    await vi.waitFor(() => expect(problems).toEqual(['refused with 400']));
    tracker.track('Right');
    expect((await collector.until(11))[10]?.event).toBe('Right');
  });

  it('sends at once when enough wait, at most 100 together', async () => {
    const { tracker } = start(createSimulatedWx(), { flushIntervalMs: 600_000, flushAt: 250 });
    for (let i = 0; i < 250; i++) tracker.track(`E${i}`);
    await collector.until(250);
    expect(collector.batches.map(({ batch }) => batch.length)).toEqual([100, 100, 50]);
    expect(collector.accepted.map((item) => item.event)).toEqual(
      Array.from({ length: 250 }, (_, i) => `E${i}`),
    );
  });
});

describe('consent', () => {
  it('[CMP-06] when required, sends and stores nothing before it is given', async () => {
    const { tracker, wx } = start(createSimulatedWx(), { consent: 'required' });
    tracker.track('Seen');
    tracker.identify('u1');
    tracker.wechat({ appId: 'wx-mall', openid: 'oM1' });
    wx.hide();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(collector.batches).toEqual([]);
    expect([...wx.storage]).toEqual([]);
    tracker.consent(true);
    const [seen] = await collector.until(3);
    expect(seen?.event).toBe('Seen');
    expect(wx.storage.get('yt.a')).toBe(seen?.anonymousId);
    expect(wx.storage.get('yt.w')).toContain('oM1');
  });

  it('[CMP-06] withdrawn, deletes what waits and what is stored, and nothing follows', async () => {
    const { tracker, wx } = start(createSimulatedWx(), { consent: 'required', flushIntervalMs: 600_000 });
    tracker.consent(true);
    tracker.wechat({ appId: 'wx-mall', openid: 'oM1' });
    tracker.track('Waiting');
    tracker.consent(false);
    tracker.track('After');
    await tracker.flush();
    expect(collector.batches).toEqual([]);
    expect([...wx.storage]).toEqual([]);
    // asked again another day, the person is somebody new
    tracker.consent(true);
    tracker.track('Anew');
    await tracker.flush();
    expect(collector.accepted.map((item) => item.event)).toEqual(['Anew']);
    expect(collector.accepted[0]?.context.externalIds).toBeUndefined();
  });

  it('not required, an objection is remembered over restarts', async () => {
    const { tracker, wx } = start();
    tracker.consent(false);
    const again = start(createSimulatedWx(wx.storage)).tracker;
    again.track('Nothing');
    await again.flush();
    expect(collector.batches).toEqual([]);
    again.consent(true);
    again.track('Something');
    await collector.until(1);
  });
});

describe('the host', () => {
  it('is never disturbed: no call throws, whatever it is given and whatever wx does', async () => {
    const broken = createSimulatedWx();
    for (const name of [
      'getStorageSync',
      'setStorageSync',
      'removeStorageSync',
      'getSystemInfoSync',
    ] as const) {
      broken[name] = () => {
        throw new Error('broken');
      };
    }
    const { tracker, problems } = start(broken);
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    tracker.track('Circular', circular);
    tracker.track('Huge', { text: 'x'.repeat(40_000) });
    tracker.track('Big number', { n: 1n as unknown as number });
    (tracker.track as (event?: unknown) => void)(undefined);
    tracker.wechat(undefined as never);
    expect(problems).toEqual(['internal', 'event larger than 32 kB', 'internal', 'internal']);
    tracker.track('Still here');
    const items = await collector.until(2);
    expect(items[1]?.event).toBe('Still here');
    const silent = createMiniprogramTracker({
      writeKey: 'WK',
      host: collector.url,
      wx: createSimulatedWx(),
      onError: () => {
        throw new Error('own fault');
      },
    });
    silent.track('Circular', circular);
  });

  it('gives another user of the same device an anonymous id of their own', () => {
    const { tracker } = start();
    const first = tracker.anonymousId();
    tracker.identify('u1');
    expect(tracker.anonymousId()).toBe(first);
    tracker.identify('u1', { name: 'again' });
    expect(tracker.anonymousId()).toBe(first);
    tracker.identify('u2');
    expect(tracker.anonymousId()).not.toBe(first);
    expect(tracker.userId()).toBe('u2');
  });
});
