import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, noChromium } from '../testing/chromium.ts';
import { startCollector, type TestCollector } from '../testing/collector.ts';
import type { YutangGlobal } from './script.ts';

if (noChromium) console.warn(`SKIPPED: the tracker in a browser: ${noChromium}`);
declare const yutang: YutangGlobal;

describe.skipIf(noChromium)('the tracker in a web page', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** The page's own server and, on another origin, the collector. */
  let site: TestCollector;
  let collector: TestCollector;
  let script = '';
  let esm = '';
  let faults: string[];

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yutang-tracker-'));
    const program = fileURLToPath(new URL('../build.mjs', import.meta.url));
    spawnSync(process.execPath, [program, folder]);
    script = readFileSync(join(folder, 'yutang.min.js'), 'utf8');
    esm = readFileSync(join(folder, 'yutang.esm.js'), 'utf8');
    rmSync(folder, { recursive: true });
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    [site, collector] = await Promise.all([startCollector(), startCollector()]);
    for (const server of [site, collector]) {
      server.files.set('/yutang.min.js', { type: 'text/javascript', body: script });
    }
    site.files.set('/yutang.esm.js', { type: 'text/javascript', body: esm });
    serve('/', '<title>首页</title><script src="/yutang.min.js"></script>');
    context = await browser.newContext();
    page = await context.newPage();
    faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([site.close(), collector.close()]);
    expect(faults).toEqual([]);
  });

  const serve = (path: string, body: string) =>
    site.files.set(path, { type: 'text/html; charset=utf-8', body });

  async function load(options: Record<string, unknown> = {}, path = '/'): Promise<void> {
    await page.goto(site.url + path);
    await page.evaluate((given) => void yutang.load(given), {
      writeKey: 'WK',
      host: collector.url,
      flushIntervalMs: 10,
      ...options,
    });
  }
  const stored = () =>
    page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort());

  it('loads by one tag, counts the page, and sends across origins with the campaign of the address', async () => {
    serve(
      '/tag',
      `<title>活动</title><script src="${collector.url}/yutang.min.js" data-write-key="WK_TAG"></script>`,
    );
    await page.goto(`${site.url}/tag?utm_source=douyin&utm_campaign=spring&x=1`);
    const [view] = await collector.until(1);
    expect(collector.batches[0]).toMatchObject({ path: '/v1/batch', writeKey: 'WK_TAG' });
    expect(collector.batches[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('WK_TAG:').toString('base64')}`,
    );
    expect(view).toMatchObject({
      type: 'page',
      context: {
        page: { path: '/tag', search: '?utm_source=douyin&utm_campaign=spring&x=1', title: '活动' },
        campaign: { source: 'douyin', name: 'spring' },
        library: { name: 'yutang-tracker' },
      },
    });
    // the visit keeps its campaign on the next page
    await load({}, '/');
    await page.evaluate(() => yutang.track('Next'));
    expect((await collector.until(2))[1]).toMatchObject({
      anonymousId: view?.anonymousId,
      context: { page: { path: '/' }, campaign: { source: 'douyin' } },
    });
  });

  it('replays calls that the page made before the script was there', async () => {
    serve(
      '/early',
      `<script>yutang = window.yutang || []; yutang.push(['track', 'Early', { n: 1 }]);</script>
       <script src="/yutang.min.js"></script>
       <script>yutang.identify('u1'); yutang.load({ writeKey: 'WK', host: '${collector.url}' });</script>`,
    );
    await page.goto(`${site.url}/early`);
    const [early, identify] = await collector.until(2);
    expect(early).toMatchObject({ event: 'Early', properties: { n: 1 } });
    expect(identify).toMatchObject({ type: 'identify', userId: 'u1' });
  });

  it('works as a module', async () => {
    serve(
      '/module',
      `<script type="module">
         import { createBrowserTracker } from '/yutang.esm.js';
         createBrowserTracker({ writeKey: 'WK', host: '${collector.url}' }).track('By module');
       </script>`,
    );
    await page.goto(`${site.url}/module`);
    expect((await collector.until(1))[0]?.event).toBe('By module');
  });

  it('sends what waits when the page is left, without waiting for an answer', async () => {
    await load({ flushIntervalMs: 600_000 });
    await page.evaluate(() => yutang.track('Leaving'));
    await page.goto('about:blank');
    const [leaving] = await collector.until(1);
    expect(leaving?.event).toBe('Leaving');
    // a beacon has no headers of ours: the key stands in the body
    expect(collector.batches[0]?.headers.authorization).toBeUndefined();
    expect(collector.batches[0]?.writeKey).toBe('WK');
  });

  it('keeps events while off line, over a reload too, and sends them once back', async () => {
    await load();
    await context.setOffline(true);
    await page.evaluate(() => yutang.track('Off line'));
    await page.waitForTimeout(80);
    expect(collector.batches).toEqual([]);
    await context.setOffline(false);
    await collector.until(1);

    collector.answers.push(503);
    await page.evaluate(() => yutang.track('Server down'));
    await expect.poll(() => collector.batches.length).toBe(2);
    // gone while the server is down, and the beacon fails as well
    collector.answers.push(503);
    await page.evaluate(() => {
      navigator.sendBeacon = () => false;
    });
    await load();
    const items = await collector.until(2);
    expect(items.map((item) => item.event)).toEqual(['Off line', 'Server down']);
  });

  it('takes over what a closed tab left behind', async () => {
    await load();
    await page.evaluate(() => {
      const item = { type: 'track', event: 'Left behind', messageId: 'm1', context: {} };
      localStorage.setItem('yt.q.gone', JSON.stringify([item]));
      localStorage.setItem('yt.t.gone', String(Date.now() - 120_000));
    });
    await load();
    expect((await collector.until(1))[0]).toMatchObject({ event: 'Left behind', messageId: 'm1' });
    await expect.poll(async () => (await stored()).filter((key) => key.startsWith('yt.q'))).toEqual([]);
  });

  it('counts views of a page that changes its address by script, when asked to', async () => {
    await load({ spa: true });
    await page.evaluate(() => {
      history.pushState({}, '', '/goods');
      history.replaceState({}, '', '/goods');
      history.pushState({}, '', '/goods?sku=F1');
      history.back();
    });
    const views = await collector.until(3);
    expect(views.map(({ context: { page: at } }) => (at as { path: string; search: string }).path)).toEqual([
      '/goods',
      '/goods',
      '/goods',
    ]);
    expect(views.map(({ type }) => type)).toEqual(['page', 'page', 'page']);
  });

  it('[CMP-06] with consent required, neither sends nor stores before, and withdrawal clears all tabs', async () => {
    await load({ consent: 'required' }, '/?utm_source=weibo');
    await page.evaluate(() => {
      yutang.page();
      yutang.identify('u1');
    });
    await page.waitForTimeout(80);
    expect(collector.batches).toEqual([]);
    expect((await stored()).filter((key) => key !== 'yt.tab')).toEqual([]);
    expect(await stored()).toEqual([]);
    await page.evaluate(() => yutang.consent(true));
    expect((await collector.until(2))[0]).toMatchObject({
      type: 'page',
      context: { campaign: { source: 'weibo' } },
    });
    expect(await stored()).toContain('yt.a');

    const other = await context.newPage();
    await other.goto(site.url);
    await other.evaluate(
      (host) => void yutang.load({ writeKey: 'WK', host, consent: 'required', flushIntervalMs: 600_000 }),
      collector.url,
    );
    await other.evaluate(() => yutang.track('Waits in the other tab'));
    await page.evaluate(() => yutang.consent(false));
    await other.waitForTimeout(100);
    await other.evaluate(async () => {
      yutang.track('After');
      await yutang.flush();
    });
    await other.close();
    await page.goto(site.url);
    expect(await stored()).toEqual([]);
    expect(collector.accepted).toHaveLength(2);
  });

  it('works in a frame that may not store anything', async () => {
    serve(
      '/framed',
      `<script src="/yutang.min.js"></script>
       <script>yutang.load({ writeKey: 'WK', host: '${collector.url}', flushIntervalMs: 10 }); yutang.track('Framed');</script>`,
    );
    serve('/frame', '<iframe sandbox="allow-scripts" src="/framed"></iframe>');
    await page.goto(`${site.url}/frame`);
    expect((await collector.until(1))[0]?.event).toBe('Framed');
  });
});
