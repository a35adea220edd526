import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../harness/client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { launch, noBrowser, openPage, overflowOf, settle, type WatchedPage } from './chromium.ts';

const person = { login: 'owner@example.com', password: 'a pond of 2026 fish' };

/** What a person does in the first hour, in order, in one browser; a step that fails stops the rest. */
describe.skipIf(noBrowser)('the first hour at the console', () => {
  let server: RunningServer;
  let browser: Browser;
  let seat: WatchedPage;
  let writeKey = '';

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launch()]);
    seat = await openPage(browser);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const send = (path: string, body: unknown) =>
    clientOf(server.url, { authorization: `Basic ${btoa(`${writeKey}:`)}` }).send('POST', path, body);
  const menu = (name: string) =>
    seat.page.getByRole('navigation').getByRole('link', { name, exact: true }).click();

  it('begins with the first visit, which makes workspace and owner', async () => {
    const { page } = seat;
    await page.goto(server.url);
    await page.getByLabel('品牌或公司名称').fill('小满妈妈');
    await page.getByLabel('你的称呼').fill('林小满');
    await page.getByLabel('登录名').fill(person.login);
    await page.getByLabel('密码', { exact: true }).fill(person.password);
    await page.getByRole('button', { name: '建立鱼塘' }).click();
    await page.getByRole('heading', { name: '今日', level: 1 }).waitFor();
  });

  it('[ACQ-01] shows an empty pond that says why and what to do', async () => {
    const { page } = seat;
    await page.goto(`${server.url}/pond`);
    await page.getByText('鱼塘还是空的').waitFor();
    await page.getByRole('button', { name: '接入来源' }).click();
    await page.getByRole('heading', { name: '来源', level: 1 }).waitFor();
  });

  it('makes a source and gives a curl with the real address and key', async () => {
    const { page } = seat;
    await page.getByRole('button', { name: '新建来源' }).first().click();
    await page.getByLabel('名称', { exact: true }).fill('订单服务');
    await page.getByRole('radio', { name: /服务器/ }).check();
    await page.getByRole('button', { name: '创建' }).click();
    const code = page.locator('figure code');
    await code.waitFor();
    const curl = (await code.textContent()) ?? '';
    writeKey = /curl -u '([^:']+):'/.exec(curl)?.[1] ?? '';
    expect(writeKey).toMatch(/^wk_/);
    expect(curl).toContain(server.url);
    await page.getByRole('button', { name: '打开实时流' }).click();
  });

  it('[DAT-16] shows an event in the live stream within three seconds', async () => {
    const { page } = seat;
    await page.getByText('已连接').waitFor();
    await send('/v1/identify', { userId: 'me', traits: { name: '王晓彤', phone: '13800138000' } });
    await send('/v1/track', { userId: 'me', event: 'Product Added', properties: { sku: 'S1', price: 199 } });
    await page.getByText('加入购物车').first().waitFor({ timeout: 3000 });
  });

  it('opens the event as JSON and leads to the person', async () => {
    const { page } = seat;
    await page.getByText('加入购物车').first().click();
    await page.getByText('"sku"').waitFor();
    await page.getByRole('button', { name: '打开这个人' }).click();
    await page.getByRole('heading', { name: '王晓彤', level: 1 }).waitFor();
  });

  it('[DAT-11] shows one person whole: identities with evidence, timeline, the three-part test', async () => {
    const { page } = seat;
    await page.getByText('13800138000').first().waitFor();
    await page.getByText('加入购物车').first().waitFor();
    await page.getByRole('heading', { name: '三段检验' }).waitFor();
    await settle(page);
    expect(await overflowOf(page)).toEqual([]);
  });

  it('[ID-05] splits an identity off and merges it back by undoing', async () => {
    const { page } = seat;
    await page.getByRole('checkbox', { name: /^选择 手机/ }).check();
    await page.getByRole('button', { name: /拆出去/ }).click();
    await page.getByRole('dialog').getByLabel('理由').fill('家里共用的手机');
    await page.getByRole('dialog').getByRole('button', { name: '拆分' }).click();
    await page.getByRole('button', { name: '打开拆出的客户' }).waitFor();
    await page.getByRole('checkbox', { name: /^选择 手机/ }).waitFor({ state: 'detached' });
    await menu('身份审核');
    await page.getByText('合并记录').click();
    await page.getByRole('button', { name: '撤销' }).first().click();
    await page.getByRole('dialog').getByLabel('理由').fill('问过了,是本人');
    await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await menu('客户');
    await page.getByRole('link', { name: '王晓彤' }).first().click();
    await page.getByText('13800138000').first().waitFor();
  });

  it('[CMP-06] records consent and takes it back', async () => {
    const { page } = seat;
    await page.getByRole('button', { name: '记录同意' }).click();
    await page.getByRole('dialog').getByLabel('文本版本').fill('2026-11');
    await page.getByRole('dialog').getByRole('button', { name: '记录同意' }).click();
    await page.getByText('已同意').first().waitFor();
    await page.getByRole('button', { name: '撤回' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click();
    await page.getByText('已撤回').first().waitFor();
  });

  it('[DAT-05] keeps what breaks a rule, and takes it in once corrected', async () => {
    const { page } = seat;
    await menu('字典');
    await page.getByPlaceholder('搜索名称').fill('Order Paid');
    await page.getByRole('cell', { name: /Order Paid/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('强制', { exact: true }).click();
    await drawer.getByRole('button', { name: '添加属性' }).click();
    await drawer.getByLabel('属性名').fill('total');
    await drawer.getByLabel('类型').click();
    await page.getByTitle('数字', { exact: true }).click();
    await drawer.getByRole('button', { name: '保存' }).click();
    await drawer.waitFor({ state: 'detached' });
    // The collector learns of a new rule within seconds.
    await page.waitForTimeout(2500);
    await send('/v1/track', {
      userId: 'me',
      event: 'Order Paid',
      properties: { orderId: 'E1', total: '199元' },
    });
    await menu('隔离区');
    await page.getByRole('button', { name: '更正' }).first().click();
    const json = drawer.getByLabel('条目');
    await json.fill((await json.inputValue()).replace('"199元"', '199'));
    await drawer.getByRole('button', { name: '保存并重放' }).click();
    await page.getByText('已重放').first().waitFor();
  });

  it('imports a file: dropped, matched, previewed by line, done', async () => {
    const { page } = seat;
    await menu('导入');
    await page.setInputFiles('input[type=file]', {
      name: 'members.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'user,name,phone\nu1,李思远,13900139001\nu2,赵一诺,not a phone\nu3,孙浩然,13900139003\n',
      ),
    });
    await page.getByRole('heading', { name: '对应列' }).waitFor();
    await page.getByRole('button', { name: '开始导入' }).click();
    await page.getByText('完成', { exact: true }).waitFor();
    expect(await overflowOf(page)).toEqual([]);
  });

  it('[ACQ-01] counts the people, and opens those behind a number', async () => {
    const { page } = seat;
    await menu('总览');
    await page.getByRole('button', { name: /^可识别/ }).click();
    await page.getByRole('dialog').getByRole('link', { name: '王晓彤' }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('invites a colleague by link, who joins in English on a phone', async () => {
    const { page } = seat;
    await menu('成员与岗位');
    await page.getByRole('button', { name: '邀请成员' }).click();
    await page.getByRole('button', { name: '生成邀请链接' }).click();
    await page.getByRole('img', { name: '邀请二维码' }).waitFor();
    const link = (await page.getByRole('dialog').locator('code').textContent()) ?? '';
    expect(link).toContain('/join/');
    await page.keyboard.press('Escape');
    const guest = await openPage(browser, { locale: 'en', width: 'phone' });
    await guest.page.goto(link);
    await guest.page.getByRole('heading', { name: /^Join/ }).waitFor();
    await guest.page.getByLabel('Your name').fill('Ann');
    await guest.page.getByLabel('Sign-in name').fill('ann@example.com');
    await guest.page.getByLabel('Password', { exact: true }).fill('another pond of fish');
    await guest.page.getByRole('button', { name: 'Join' }).click();
    await guest.page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    await settle(guest.page);
    expect(await overflowOf(guest.page)).toEqual([]);
    // An operator has no audit log: the menu hides it, the address explains.
    await guest.page.getByRole('button', { name: 'Open menu' }).click();
    expect(await guest.page.getByRole('link', { name: 'Audit' }).count()).toBe(0);
    await guest.page.goto(`${server.url}/audit`);
    await guest.page.getByText('Your role cannot see this page').waitFor();
    expect(guest.faults).toEqual([]);
    await guest.page.context().close();
  });

  it('asks to sign in when the session ends, and goes on where one was', async () => {
    const { page } = seat;
    await menu('客户');
    await page.getByPlaceholder(/姓名/).fill('王');
    await page.waitForURL(/q=/);
    await page.context().clearCookies();
    await page.getByRole('button', { name: '私域', exact: true }).click();
    const again = page.getByRole('dialog', { name: '登录已过期' });
    await again.getByLabel('密码').fill(person.password);
    await again.getByRole('button', { name: '登录' }).click();
    await again.waitFor({ state: 'detached' });
    expect(page.url()).toContain('q=');
    await page.getByText('没有符合条件的人').waitFor();
  });

  it('goes through all of it without one fault on the console', () => {
    expect(seat.faults).toEqual([]);
  });
});
