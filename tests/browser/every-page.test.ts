import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clientOf, firstVisit, owner } from '../harness/client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { type Locale, launch, noBrowser, openPage, overflowOf, settle, widths } from './chromium.ts';
import { consolePages } from './pages.ts';
import { pretend, type State } from './pretend.ts';

/** A few people with an order, a follower and a conflict: enough that no page is empty by accident. */
async function fill(url: string, me: Client): Promise<void> {
  const { body } = await me.send('POST', '/api/sources', { name: '订单服务', kind: 'server' });
  const source = clientOf(url, { authorization: `Basic ${btoa(`${body.writeKey}:`)}` });
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  await source.send('POST', '/v1/batch', {
    batch: [
      ...['王晓彤', '李思远', '赵一诺'].map((name, index) => ({
        type: 'identify',
        userId: `u${index}`,
        traits: { name, phone: `1380013800${index}`, city: '上海' },
        timestamp: at(90 - index),
      })),
      {
        type: 'track',
        userId: 'u0',
        event: 'Contact Added',
        properties: { staff: 'guide-1', channel: 'wecom' },
        timestamp: at(60),
      },
      {
        type: 'track',
        userId: 'u0',
        event: 'Order Paid',
        properties: { orderId: 'E1', total: 199, channel: 'mini_program' },
        timestamp: at(50),
      },
      {
        type: 'track',
        userId: 'u1',
        event: 'Ad Clicked',
        properties: { channel: 'douyin', cost: 2, play: 'newborn-gift', content: 'c1' },
        timestamp: at(40),
      },
      {
        type: 'track',
        anonymousId: 'a1',
        event: 'Page Viewed',
        properties: { channel: 'website' },
        timestamp: at(30),
      },
      { type: 'track', userId: 'u2', event: '抽奖', properties: { prize: '奶粉' }, timestamp: at(20) },
    ],
  });
  await me.send('POST', '/api/plays', { code: 'newborn-gift', name: '新生儿礼包', budgetMinor: 100_000 });
  await me.send('POST', '/api/spend', {
    day: at(0).slice(0, 10),
    channel: 'douyin',
    amountMinor: 200,
    play: 'newborn-gift',
  });
  await me.send('POST', '/api/parties', {
    ref: 'sunshine-kindergarten',
    name: '阳光幼儿园',
    kind: 'company',
  });
  await me.send('POST', '/api/webhooks', { url: 'https://crm.example/hook', events: ['Order Paid'] });
  await me.send('POST', '/api/keys', { label: 'BI', scopes: ['customers.read'] });
  await me.send('POST', '/api/invitations', { role: 'operator', note: '徐家汇店长' });
}

describe.skipIf(noBrowser)('every page of the console', () => {
  let server: RunningServer;
  let browser: Browser;
  let me: Client;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launch()]);
    me = await firstVisit(server.url);
  }, 120_000);
  async function signIn(page: Page): Promise<void> {
    const answer = await page.context().request.post(`${server.url}/api/session`, {
      data: { login: owner.login, password: owner.password },
    });
    expect(answer.status(), await answer.text()).toBeLessThan(300);
  }
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  type Width = keyof typeof widths;
  interface Seat {
    locale: Locale;
    /** Opened at the first; then the window is drawn to the others. */
    at: readonly Width[];
    state: State;
    but?: readonly string[];
  }

  /** Opens every page and holds it against what is true of all; `judge` sees each as it stands. */
  async function walk(seat: Seat, judge: (name: string, page: Page) => Promise<void>): Promise<void> {
    const [first = 'desktop', ...others] = seat.at;
    const { page, faults } = await openPage(browser, {
      locale: seat.locale,
      width: first,
      allow: /status of (503|403|404)|ERR_CONNECTION_REFUSED/,
    });
    await signIn(page);
    await pretend(page, seat.state);
    const look = async (name: string, width: Width) => {
      const where = `${name} on a ${width}`;
      if (width === 'desktop') expect(await page.getByRole('navigation').count(), where).toBeGreaterThan(0);
      expect(await overflowOf(page), where).toEqual([]);
      expect(faults, where).toEqual([]);
      await judge(where, page);
    };
    for (const { name, path } of consolePages(1)) {
      if (seat.but?.includes(name)) continue;
      await page.setViewportSize(widths[first]);
      await page.goto(server.url + path);
      await settle(page);
      expect(await page.locator('html').getAttribute('lang')).toBe(seat.locale);
      await look(name, first);
      for (const width of others) {
        await page.setViewportSize(widths[width]);
        await settle(page);
        await look(name, width);
      }
    }
    await page.context().close();
  }
  const noFailure = async (name: string, page: Page) =>
    expect(await page.getByRole('alert').count(), `${name} shows a failure`).toBe(0);

  // first, while the workspace is as new as it ever is; there is nobody, no play, webhook or organisation in it whose page could be opened
  it('opens in a workspace where nothing ever happened', async () => {
    const seat = { state: 'data', but: ['customer', 'play', 'webhook', 'party'] } as const;
    await Promise.all([
      walk({ ...seat, locale: 'zh-CN', at: ['phone'] }, noFailure),
      walk({ ...seat, locale: 'en', at: ['desktop'] }, noFailure),
    ]);
  }, 300_000);

  it('opens in both languages and widths without a fault, a missing phrase or sideways scrolling', async () => {
    await fill(server.url, me);
    await Promise.all([
      walk({ locale: 'zh-CN', at: ['desktop', 'phone'], state: 'data' }, noFailure),
      walk({ locale: 'en', at: ['phone', 'desktop'], state: 'data' }, noFailure),
    ]);
  }, 300_000);

  // each seat meets another fault; these pages ask nothing that the frame has not asked before them
  const asksNothing = ['live', 'settings', 'lost'];
  const saysWhy = async (where: string, page: Page) => {
    if (asksNothing.includes(where.split(' ')[0] ?? '')) return;
    const alert = page.getByRole('alert').first();
    // a page that asks in two steps says so a moment later
    await alert.waitFor({ timeout: 10_000 }).catch(() => {
      throw new Error(`${where} says nothing`);
    });
    expect(await alert.innerText(), where).not.toBe('');
  };
  it.each([
    ['unavailable', 'offline'],
    ['forbidden', 'missing'],
  ] as const)(
    'says on every page that its answer is %s, or %s',
    async (one, other) => {
      await Promise.all([
        walk({ locale: 'zh-CN', at: ['desktop'], state: one }, saysWhy),
        walk({ locale: 'en', at: ['phone'], state: other }, saysWhy),
      ]);
    },
    300_000,
  );

  it('is reached by keyboard: skip link, menu, and a row of a list', async () => {
    const { page } = await openPage(browser);
    await signIn(page);
    await page.goto(`${server.url}/customers`);
    await settle(page);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#content');
    await page.locator('tbody tr').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/customers\/\d+$/);
    await page.context().close();
  });

  it('says what went wrong in the server’s words, and tries again', async () => {
    const { page } = await openPage(browser, { allow: /status of 507/ });
    await signIn(page);
    let broken = true;
    await page.route('**/api/channels', (route) =>
      broken
        ? route.fulfill({
            status: 507,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              title: '数据所在磁盘已满。',
              status: 507,
              code: 'server.disk-full',
              params: {},
            }),
          })
        : route.continue(),
    );
    await page.goto(`${server.url}/channels`);
    await page.getByText('数据所在磁盘已满。').waitFor();
    broken = false;
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByRole('button', { name: '新建渠道' }).waitFor();
    await page.getByRole('heading', { name: '公域' }).waitFor();
    await page.context().close();
  });
});
