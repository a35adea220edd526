import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clientOf, firstVisit, owner } from '../harness/client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { type Locale, launch, noBrowser, openPage, overflowOf, settle, type widths } from './chromium.ts';
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
  await me.send('POST', '/api/keys', { label: 'BI', scopes: ['customers.read'] });
  await me.send('POST', '/api/invitations', { role: 'operator', note: '徐家汇店长' });
}

describe.skipIf(noBrowser)('every page of the console', () => {
  let server: RunningServer;
  let browser: Browser;
  let me: Client;
  let filled = false;

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

  /** Opens every page and holds it against what is true of all; `judge` sees the alerts of each. */
  async function walk(
    seat: { locale: Locale; width: keyof typeof widths; state: State; but?: readonly string[] },
    judge: (name: string, alerts: number, page: Page) => void | Promise<void>,
  ): Promise<void> {
    const { page, faults } = await openPage(browser, {
      ...seat,
      allow: /status of (503|403|404)|ERR_CONNECTION_REFUSED/,
    });
    await signIn(page);
    await pretend(page, seat.state);
    for (const { name, path } of consolePages(1)) {
      if (seat.but?.includes(name)) continue;
      await page.goto(server.url + path);
      await settle(page);
      expect(await page.getByRole('navigation').count(), `${name} is inside`).toBeGreaterThanOrEqual(
        seat.width === 'phone' ? 0 : 1,
      );
      expect(await overflowOf(page), name).toEqual([]);
      expect(faults, name).toEqual([]);
      expect(await page.locator('html').getAttribute('lang')).toBe(seat.locale);
      await judge(name, await page.getByRole('alert').count(), page);
    }
    await page.context().close();
  }
  const seats = (['zh-CN', 'en'] as const).flatMap((locale) =>
    (['desktop', 'phone'] as const).map((width) => ({ locale, width })),
  );
  const noFailure = (name: string, alerts: number) => expect(alerts, `${name} shows a failure`).toBe(0);

  // first, while the workspace is as new as it ever is; there is nobody and no play in it whose page could be opened
  it.each(seats.slice(1, 3))(
    'opens in $locale on a $width in a workspace where nothing ever happened',
    (seat) => walk({ ...seat, state: 'data', but: ['customer', 'play'] }, noFailure),
    300_000,
  );

  it.each(seats)(
    'opens in $locale on a $width without a fault, a missing phrase or sideways scrolling',
    async (seat) => {
      if (!filled) await fill(server.url, me);
      filled = true;
      await walk({ ...seat, state: 'data' }, noFailure);
    },
    300_000,
  );

  // each seat meets another fault; these pages ask nothing that the frame has not asked before them
  const asksNothing = ['live', 'settings', 'lost'];
  const troubles = ['unavailable', 'forbidden', 'missing', 'offline'] as const;
  it.each(seats.map((seat, at) => ({ ...seat, state: troubles[at] ?? 'unavailable' })))(
    'says in $locale on a $width that its answer is $state',
    (seat) =>
      walk(seat, async (name, alerts, page) => {
        if (asksNothing.includes(name)) return;
        const alert = page.getByRole('alert').first();
        // a page that asks in two steps says so a moment later
        await alert
          .waitFor({ timeout: 10_000 })
          .catch(() => expect(alerts, `${name} says nothing`).toBeGreaterThan(0));
        expect(await alert.innerText(), name).not.toBe('');
      }),
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
