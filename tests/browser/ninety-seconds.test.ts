import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, until } from '../harness/client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { launch, noBrowser, openPage, overflowOf, type WatchedPage } from './chromium.ts';

/** The stage's clicks, as somebody who sees Yutang for the first time makes them; a smaller brand than the demo's. */
describe.skipIf(noBrowser)('the ninety seconds', () => {
  let server: RunningServer;
  let browser: Browser;
  let seat: WatchedPage;
  let console_: FrameLocator;
  let spent = 0;

  beforeAll(async () => {
    [server, browser] = await Promise.all([
      startServer({ command: 'demo', args: ['--people', '600', '--days', '15'], timeoutMs: 150_000 }),
      launch(),
    ]);
    seat = await openPage(browser);
    await seat.page.setViewportSize({ width: 1280, height: 800 });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const phone = (page: Page, name: string) => page.getByRole('region', { name });
  const press = (name: string | RegExp) => phone(seat.page, '顾客手机').getByRole('button', { name }).click();
  const figure = async (name: RegExp) =>
    Number(
      /[\d,]+/
        .exec((await console_.getByRole('button', { name }).first().innerText()).split('\n')[1] ?? '')?.[0]
        ?.replaceAll(',', ''),
    );
  const ask = async (path: string) => (await seat.page.context().request.get(server.url + path)).json();

  it('the demo ends with where the stage is, who can sign in, and a line to paste', () => {
    expect(server.output()).toMatch(/Ready in \d+ s\. {2}Everything here is simulated/);
    expect(server.output()).toContain(`Stage    ${server.url}/demo`);
    expect(server.output()).toMatch(/Console {2}http\S+ +owner@demo-\d+\.local \/ \S+/);
    expect(server.output()).toMatch(/Yours {4}curl -u wk_\S+: /);
  });

  it('0 s: nobody clicks, and the river moves', async () => {
    const begun = performance.now();
    const { page } = seat;
    await page.goto(`${server.url}/demo`);
    console_ = page.frameLocator('iframe');
    await console_.getByRole('heading', { name: '鱼塘', level: 1 }).waitFor();
    await page.request.put(`${server.url}/api/demo/pace`, { data: { pace: 'fast' } });
    const sum = async () => (await figure(/^可识别/)) + (await figure(/^访客/));
    const before = await sum();
    expect(before).toBeGreaterThan(300);
    await expect.poll(sum, { timeout: 45_000, interval: 500 }).not.toBe(before);
    spent += performance.now() - begun;
  }, 60_000);

  it('a customer’s phone sends real events, the guide’s phone rings, and the pond has one more', async () => {
    const { page } = seat;
    await page.request.put(`${server.url}/api/demo/pace`, { data: { pace: 'off' } });
    await page.waitForTimeout(3000);
    const before = await figure(/^私域/);
    await press('点小红书广告');
    await press('登录商城');
    await press('加入购物车');
    await press('支付');
    await press(/添加导购/);
    await phone(page, '导购手机')
      .getByText(/^新好友/)
      .waitFor({ timeout: 6000 });
    await expect.poll(() => figure(/^私域/), { timeout: 6000 }).toBe(before + 1);
    expect(await overflowOf(page)).toEqual([]);
  }, 40_000);

  it('66 s: the person is split and merged again, and history returns to the row', async () => {
    const begun = performance.now();
    const { page } = seat;
    await press('在控制台看这个人');
    const phoneBox = console_.getByRole('checkbox', { name: /^选择 手机/ });
    await phoneBox.waitFor();
    const customer = Number(/\/customers\/(\d+)/.exec(page.frames()[1]?.url() ?? '')?.[1]);
    const whole = async () => {
      const { identities } = await ask(`/api/customers/${customer}/identities`);
      const { items } = await ask(`/api/customers/${customer}/timeline?limit=200`);
      const { sales, pond, owner } = await ask(`/api/customers/${customer}`);
      const told = items.filter((event: { family: string }) => event.family !== 'system');
      return { homes: identities.map((one: { home: number }) => one.home), told, sales, pond, owner };
    };
    const before = await until(whole, ({ told }) => told.length >= 6);
    await phoneBox.check();
    await console_.getByRole('button', { name: /拆出去/ }).click();
    await console_.getByRole('dialog').getByLabel('理由').fill('家里共用的手机');
    await console_.getByRole('dialog').getByRole('button', { name: '拆分' }).click();
    await phoneBox.waitFor({ state: 'detached' });
    expect((await whole()).homes.length).toBe(before.homes.length - 1);
    await page.locator('iframe').evaluate((frame: HTMLIFrameElement) => {
      frame.src = '/identity?tab=merges';
    });
    await console_.getByRole('button', { name: '撤销' }).first().click();
    await console_.getByRole('dialog').getByLabel('理由').fill('问过了,是本人');
    await console_.getByRole('dialog').getByRole('button', { name: '撤销' }).click();
    await console_.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await until(whole, ({ homes }) => homes.length === before.homes.length)).toEqual(before);
    spent += performance.now() - begun;
  }, 40_000);

  it('90 s: a developer pastes the line, and sees the event in the live stream and in the river', async () => {
    const begun = performance.now();
    const { page } = seat;
    const [, key = '', url = ''] = /curl -u (wk_\S+): (\S+)/.exec(server.output()) ?? [];
    const body = JSON.parse(/-d '(\{.*\})'/.exec(server.output())?.[1] ?? '{}');
    const known = (await ask('/api/pond')).counts.identifiable;
    await page.locator('iframe').evaluate((frame: HTMLIFrameElement) => {
      frame.src = '/live';
    });
    await console_.getByText('已连接').waitFor();
    const sent = await clientOf(new URL(url).origin, { authorization: `Basic ${btoa(`${key}:`)}` }).send(
      'POST',
      new URL(url).pathname,
      body,
    );
    expect(sent.status).toBe(200);
    await console_
      .locator('li', { hasText: '我的第一个事件' })
      .getByText('加入购物车')
      .waitFor({ timeout: 3000 });
    await until(
      async () => (await ask('/api/pond')).counts.identifiable,
      (count) => count === known + 1,
    );
    spent += performance.now() - begun;
  }, 30_000);

  it('any role is one click away, and so is the way back', async () => {
    const { page } = seat;
    await page.getByRole('combobox', { name: '换个角色试试' }).click();
    await page.getByTitle('导购', { exact: true }).click();
    await console_.getByText('正在以“导购”试用演示').waitFor();
    await console_.getByRole('heading', { name: '今日', level: 1 }).waitFor();
    await console_.getByRole('button', { name: '回到所有者' }).click();
    await console_.getByRole('heading', { name: '鱼塘', level: 1 }).waitFor();
  }, 30_000);

  it('the clock goes thirty days forward, in the console too', async () => {
    const { page } = seat;
    const before = (await ask('/api/demo')).now;
    await page.getByRole('button', { name: /^演示时钟/ }).click();
    await page.getByRole('button', { name: '+30 天' }).click();
    await expect.poll(async () => (await ask('/api/demo')).now - before).toBeGreaterThan(30 * 86_400_000 - 1);
    await console_.getByRole('button', { name: /^演示时钟/ }).waitFor();
    await expect
      .poll(async () => console_.getByRole('button', { name: /^演示时钟/ }).getAttribute('aria-label'))
      .toBe(await page.getByRole('button', { name: /^演示时钟/ }).getAttribute('aria-label'));
    await page.keyboard.press('Escape');
  }, 30_000);

  it('the stage stands on a phone too, in English and in the dark', async () => {
    const { page, faults } = await openPage(browser, { locale: 'en', width: 'phone', dark: true });
    await page.goto(`${server.url}/demo`);
    await page.frameLocator('iframe').getByRole('heading', { name: 'Pond', level: 1 }).waitFor();
    await phone(page, 'Customer’s phone').getByRole('button', { name: 'Visit the mall' }).click();
    await page.getByText(/Delivered in/).waitFor();
    expect(await overflowOf(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 30_000);

  it('takes no longer than that, without one fault on the console', () => {
    console.info(`the rows of the ninety seconds took ${Math.round(spent / 1000)} s`);
    expect(spent / 1000).toBeLessThan(90);
    expect(seat.faults).toEqual([]);
  });
});
