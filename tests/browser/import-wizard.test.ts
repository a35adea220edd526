import { utils, write } from '@e965/xlsx';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstVisit, owner } from '../harness/client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { launch, noBrowser, openPage, overflowOf, settle } from './chromium.ts';

const book = utils.book_new();
const rows = [
  ['小满妈妈 会员导出'],
  ['手机', '姓名', '入会时间', '会员卡号'],
  [13800000001, '李鱼', '03/04/2026', 'XM1'],
  ['1.38E+10', '王塘', '13/04/2026', 'XM2'],
];
utils.book_append_sheet(book, utils.aoa_to_sheet(rows), '会员');
utils.book_append_sheet(book, utils.aoa_to_sheet([['手机'], ['13800000009']]), '四月');
const workbook: Buffer = write(book, { type: 'buffer', bookType: 'xlsx' });
const gb18030 = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xca, 0xd6, 0xbb, 0xfa, 0x0a, 0xc0, 0xee, 0x2c]);

const texts = {
  'zh-CN': {
    day: /日\/月\/年/,
    rounded: '已被表格软件四舍五入:1.38E+10',
    book: '通讯录里的人',
    needed: /必须先取得本人授权/,
    confirm: /我确认/,
    where: '授权记录在哪里',
    start: '开始导入',
    encoding: '编码',
    refused: /旧版/,
  },
  en: {
    day: /day\/month\/year/,
    rounded: 'was rounded by a spreadsheet: 1.38E+10',
    book: 'From an address book',
    needed: /only with the people’s authorisation/,
    confirm: /^I confirm/,
    where: 'Where the authorisation is recorded',
    start: 'Start the import',
    encoding: 'Encoding',
    refused: /an old \(\.xls\)/,
  },
} as const;

describe.skipIf(noBrowser)('the import of a file', () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launch()]);
    await firstVisit(server.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function upload(page: Page, name: string, buffer: Buffer): Promise<void> {
    await page.goto(`${server.url}/imports`);
    await settle(page);
    await page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer });
  }

  for (const [locale, width] of [
    ['zh-CN', 'desktop'],
    ['en', 'phone'],
  ] as const) {
    it(`[INT-04] asks what it cannot know and says what is wrong, in ${locale} on a ${width}`, async () => {
      const say = texts[locale];
      const { page, faults } = await openPage(browser, { locale, width, allow: /status of 4/ });
      await page.context().request.post(`${server.url}/api/session`, {
        data: { login: owner.login, password: owner.password },
      });
      await upload(page, '会员.xlsx', workbook);
      // a sheet, its header below the title, and a date that could be two
      await page.getByText('13800000001').first().waitFor();
      await page.getByRole('button', { name: say.day }).click();
      await page.getByText(say.rounded).first().waitFor();
      expect(await overflowOf(page)).toEqual([]);
      // people of an address book need their authorisation
      await page.getByText(say.book).click();
      await page.getByRole('alert').getByText(say.needed).waitFor();
      expect(await page.getByRole('button', { name: say.start }).isDisabled()).toBe(true);
      await page.getByText(say.confirm).click();
      await page.getByLabel(say.where).fill('2026 春季展会签到表,原件存法务');
      await page.getByRole('alert').waitFor({ state: 'detached' });
      await expect.poll(() => page.getByRole('button', { name: say.start }).isEnabled()).toBe(true);
      expect(await overflowOf(page)).toEqual([]);
      // the encoding is shown and can be changed
      await upload(page, '名单.csv', Buffer.concat([gb18030, Buffer.from('13812345678\n')]));
      await page.getByRole('combobox', { name: say.encoding }).waitFor();
      expect(await page.getByText('GB18030').count()).toBeGreaterThan(0);
      await page.getByRole('combobox', { name: say.encoding }).click();
      await page.getByTitle('UTF-16 LE').click();
      await page.getByRole('alert').waitFor();
      expect(await overflowOf(page)).toEqual([]);
      // what cannot be read is refused with advice
      await upload(page, 'old.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3, 4]));
      await page.getByRole('alert').getByText(say.refused).waitFor();
      expect(await overflowOf(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    }, 120_000);
  }
});
