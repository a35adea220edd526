import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, clientOf, firstVisit, owner, until } from '../harness/client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { launch, noBrowser, openPage, settle } from './chromium.ts';

describe.skipIf(noBrowser)('tags on the screen', () => {
  let server: RunningServer;
  let browser: Browser;
  let me: Client;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launch()]);
    me = await firstVisit(server.url);
    const { body } = await me.send('POST', '/api/sources', { name: '订单服务', kind: 'server' });
    const source = clientOf(server.url, { authorization: `Basic ${btoa(`${body.writeKey}:`)}` });
    await source.send('POST', '/v1/batch', {
      batch: ['王晓彤', '李思远', '赵一诺'].flatMap((name, index) => [
        { type: 'identify', userId: `u${index}`, traits: { name } },
        {
          type: 'track',
          userId: `u${index}`,
          event: 'Contact Added',
          properties: { staff: 'g1', channel: 'wecom' },
        },
        {
          type: 'track',
          userId: `u${index}`,
          event: 'Tag Added',
          properties: { tag: index ? '辅食' : '奶粉', group: '兴趣' },
        },
      ]),
    });
    await until(
      () => me.get('/api/customers?tagged=true'),
      ({ body: list }) => list.total === 3,
    );
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('[DAT-07] [DAT-13] open their people from coverage and portrait; many are tagged after a count, and undone', async () => {
    const { page, faults } = await openPage(browser);
    const { login, password } = owner;
    await page.context().request.post(`${server.url}/api/session`, { data: { login, password } });
    await page.goto(`${server.url}/tags`);
    await settle(page);
    await page.getByText('100%').first().waitFor();
    await page.goto(`${server.url}/customers?view=portrait`);
    await settle(page);
    await page.getByRole('button', { name: /辅食/ }).click();
    await page.waitForURL(/tagsAll=\d+/);
    await page.getByText('2 人', { exact: true }).waitFor();
    await page.getByRole('button', { name: '批量打标签' }).click();
    await page.getByRole('combobox', { name: '添加' }).click();
    await page.locator('.ant-select-item-option', { hasText: '奶粉' }).click();
    await page.locator('.ant-modal-title').click();
    await page.getByRole('button', { name: '将改变 2 人' }).click();
    await page.getByText('已更改 2 人').waitFor();
    await until(
      () => me.get('/api/tags/coverage'),
      ({ body }) => body.tags.some((tag: { people: number }) => tag.people === 3),
    );
    await page.getByRole('button', { name: /撤\s*销/ }).click();
    await page.getByText('已撤销,涉及 2 人').waitFor();
    const { tags } = (await me.get('/api/tags/coverage')).body;
    expect(tags.map((tag: { people: number }) => tag.people).sort()).toEqual([1, 2]);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 60_000);
});
