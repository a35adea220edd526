import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clientOf, firstVisit, owner, until } from '../harness/client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { launch, noBrowser, openPage, overflowOf, settle } from './chromium.ts';

describe.skipIf(noBrowser)('the day of somebody who works here', () => {
  let server: RunningServer;
  let browser: Browser;
  let me: Client;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launch()]);
    me = await firstVisit(server.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function signedIn(width: 'desktop' | 'phone' = 'desktop') {
    const watched = await openPage(browser, { width, allow: /status of 503/ });
    const { login, password } = owner;
    await watched.page.context().request.post(`${server.url}/api/session`, { data: { login, password } });
    return watched;
  }
  const step = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

  it('begins with Today, whose checklist ticks what is there, and is put away for good', async () => {
    const { page, faults } = await signedIn();
    await page.goto(server.url);
    await page.waitForURL(/\/today$/);
    await page.getByRole('heading', { name: '第一个小时' }).waitFor();
    await step(page, '接入一个来源').getByRole('button', { name: '去接入' }).click();
    await page.waitForURL(/\/sources$/);

    const { body } = await me.send('POST', '/api/sources', { name: '订单服务', kind: 'server' });
    const source = clientOf(server.url, { authorization: `Basic ${btoa(`${body.writeKey}:`)}` });
    await source.send('POST', '/v1/batch', {
      batch: ['王晓彤', '李思远', '赵一诺'].flatMap((name, index) => [
        { type: 'identify', userId: `u${index}`, traits: { name, phone: `1380013800${index}` } },
        {
          type: 'track',
          userId: `u${index}`,
          event: index ? 'Product Viewed' : 'Contact Added',
          properties: { staff: 'g1', channel: 'wecom' },
        },
      ]),
    });
    await until(
      () => me.get('/api/pond'),
      ({ body: pond }) => pond.counts.private === 1,
    );
    await page.goto(`${server.url}/today`);
    for (const name of ['接入一个来源', '收到第一条事件', '鱼塘里有了第一个人', '给客户分配归属人'])
      await step(page, name).getByText('已完成').waitFor({ state: 'attached' });
    await step(page, '邀请一位同事').getByRole('button', { name: '去邀请' }).waitFor();
    await page.getByRole('button', { name: /私域客户\s*1/ }).waitFor();

    await page.getByRole('button', { name: /收\s*起/ }).click();
    await page.getByRole('heading', { name: '第一个小时' }).waitFor({ state: 'detached' });
    await page.reload();
    await settle(page);
    expect(await page.getByRole('heading', { name: '第一个小时' }).count()).toBe(0);
    expect(faults).toEqual([]);

    // a part that fails says so, and the others stand
    await page.route('**/api/spend/channels**', (route) => route.fulfill({ status: 503, body: '' }));
    await page.reload();
    await page.getByRole('alert').first().waitFor();
    await page.getByRole('button', { name: /私域客户\s*1/ }).waitFor();
    await page.context().close();
  }, 90_000);

  it('is one box away from any person and page, by keyboard alone and on a phone', async () => {
    const { page, faults } = await signedIn();
    await page.goto(`${server.url}/today`);
    await settle(page);
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: '查找' });
    await box.fill('+86 138 0013 8001');
    await page.getByRole('option', { name: /李思远/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/customers\/\d+$/);

    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: /李思远/ }).waitFor();
    await box.fill('glq');
    await page.getByRole('option', { name: /隔离区/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/quarantine$/);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();

    const phone = await signedIn('phone');
    await phone.page.goto(`${server.url}/today`);
    await phone.page.getByRole('button', { name: /查找/ }).click();
    await phone.page.getByRole('combobox', { name: '查找' }).fill('晓彤');
    await phone.page.getByRole('option', { name: /王晓彤/ }).click();
    await phone.page.waitForURL(/\/customers\/\d+$/);
    expect(await overflowOf(phone.page)).toEqual([]);
    expect(phone.faults).toEqual([]);
    await phone.page.context().close();
  }, 90_000);

  it('keeps a list as it was left: columns and filters as a view, by a link and by default', async () => {
    const { page, faults } = await signedIn();
    await page.goto(`${server.url}/customers?state=private`);
    await page.getByText('1 人', { exact: true }).waitFor();
    await page.getByRole('button', { name: '列', exact: true }).click();
    await page.getByRole('checkbox', { name: '客户编号' }).click();
    await page.getByRole('columnheader', { name: '客户编号' }).waitFor();
    await page.getByRole('checkbox', { name: '首触渠道' }).click();
    await page.getByRole('columnheader', { name: '首触渠道' }).waitFor({ state: 'detached' });
    expect(page.url()).toMatch(/columns=number/);

    await page.getByRole('button', { name: /^视图/ }).click();
    await page.getByRole('menuitem', { name: '保存为新视图…' }).click();
    await page.getByRole('textbox', { name: '名称' }).fill('我的鱼塘');
    await page.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByRole('button', { name: '视图:我的鱼塘' }).click();
    await page.getByRole('menuitem', { name: '打开列表时用它' }).click();
    await until(
      () => me.get('/api/preferences'),
      ({ body }) => body.customersView !== null,
    );

    await page.goto(`${server.url}/customers`);
    await page.waitForURL(/state=private/);
    await page.getByRole('columnheader', { name: '客户编号' }).waitFor();
    await page.getByRole('button', { name: '清除条件' }).click();
    await page.getByText('3 人', { exact: true }).waitFor();

    await page.getByRole('checkbox', { name: /王晓彤/ }).click();
    await page.getByText('已选 1 人').waitFor();
    const loading = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出所选 CSV' }).click();
    const file = await (await loading).createReadStream();
    let csv = '';
    for await (const part of file) csv += part;
    expect(csv.trim().split('\r\n')).toHaveLength(2);
    expect(csv).toContain('王晓彤');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 90_000);
});
