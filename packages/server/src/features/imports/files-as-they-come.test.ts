import { type BookType, utils, type WorkBook, write } from '@e965/xlsx';
import type { ImportFile, Preview } from '@yutang/contracts/imports';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ImportsHouse, openImportsHouse } from './imports-testing.ts';

let house: ImportsHouse;
beforeAll(async () => {
  house = await openImportsHouse();
});
beforeEach(async () => {
  house.language = 'en';
  await house.move();
});
afterAll(() => house.close());

/** A workbook as a spreadsheet writes it. */
function workbook(sheets: Record<string, unknown[][]>, change: (book: WorkBook) => void = () => {}): Buffer {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
  change(book);
  return write(book, { type: 'buffer', bookType: 'xlsx' satisfies BookType, compression: true });
}
const preview = async (file: ImportFile, change = {}) =>
  (
    await house.call<Preview>('POST', '/api/imports/preview', {
      fileId: file.id,
      spec: { ...file.guess, ...change },
    })
  ).body;
const gb18030 = (text: string) =>
  Buffer.from(
    [...text].flatMap((sign) => {
      const known: Record<string, number[]> = {
        手: [0xca, 0xd6],
        机: [0xbb, 0xfa],
        姓: [0xd0, 0xd5],
        名: [0xc3, 0xfb],
        李: [0xc0, 0xee],
        鱼: [0xd3, 0xe3],
        '|': [0x7c],
      };
      return known[sign] ?? [sign.charCodeAt(0)];
    }),
  );

describe('[INT-04] text files of every make', () => {
  it('are read as UTF-8 with and without a mark, UTF-16 of both kinds, and GB18030', async () => {
    const text = '姓名,手机\n李鱼,13812345678\n';
    const le = Buffer.from(text, 'utf16le');
    const be = Buffer.from(le).swap16();
    const files: [encoding: string, content: Buffer][] = [
      ['utf-8', Buffer.from(text)],
      ['utf-8', Buffer.from(`\ufeff${text}`)],
      ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), le])],
      ['utf-16le', le],
      ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), be])],
      ['utf-16be', be],
      ['gb18030', gb18030(text)],
    ];
    for (const [encoding, content] of files) {
      const { body } = await house.upload('a.csv', content);
      expect(body, encoding).toMatchObject({
        encoding,
        header: ['姓名', '手机'],
        sample: [['李鱼', '13812345678']],
      });
      const done = await house.run(content, { source: `${encoding}${content.length}` });
      expect(done, encoding).toMatchObject({ accepted: 1, rejected: 0 });
    }
    const names = (await house.posted()).map(({ properties }) => properties.name);
    expect(names).toEqual(files.map(() => '李鱼'));
  });

  it('are cut at , ; tab and |, quotes and two-byte characters notwithstanding', async () => {
    for (const delimiter of [',', ';', '\t', '|']) {
      const content = gb18030(`姓名${delimiter}手机\n"李${delimiter}鱼"${delimiter}13812345678\n`);
      const { body } = await house.upload('a.csv', content);
      expect(body).toMatchObject({ delimiter, sample: [[`李${delimiter}鱼`, '13812345678']] });
    }
  });

  it('have their header found below titles, and every column its own name', async () => {
    const { body: file } = await house.upload(
      'a.csv',
      '小满妈妈 会员导出,,,\n导出时间:2026-03-08,,,\n\n手机,姓名,备注,备注,\n13812345678,李鱼,甲,乙,丙\n',
    );
    expect(file).toMatchObject({ headerLine: 4, header: ['手机', '姓名', '备注', '备注 (2)'] });
    expect((await preview(file)).totals).toMatchObject({ read: 1, rejected: 1 });
    const { body: again } = await house.call<ImportFile>('PUT', `/api/imports/files/${file.id}/reading`, {
      headerLine: 5,
    });
    expect(again).toMatchObject({ code: 'imports.empty' });
    const done = await house.run('标题,,\n手机,姓名,\n13812345678,李鱼,\n');
    expect(done).toMatchObject({ accepted: 1, rejected: 0 });
  });

  it('are read in another way when told to, not while an import of them is unfinished', async () => {
    const { body: file } = await house.upload('a.csv', gb18030('姓名;手机\n李鱼;13812345678\n'), {
      encoding: 'utf-8',
    });
    expect(file.header[0]).toContain('\ufffd');
    expect((await preview(file)).reasons[0]).toMatchObject({
      code: 'row.encoding',
      reason: 'The row is not UTF-8. Choose the encoding the file is saved in',
    });
    const reading = { encoding: 'gb18030', delimiter: ';' };
    const { body } = await house.call<ImportFile>('PUT', `/api/imports/files/${file.id}/reading`, reading);
    expect(body).toMatchObject({ ...reading, header: ['姓名', '手机'], guess: { kind: 'customers' } });
    const { body: files } = await house.call('GET', '/api/imports/files');
    expect(files.items[0]).toMatchObject(reading);
    const started = await house.call('POST', '/api/imports', { fileId: file.id, spec: body.guess });
    await house.call('POST', `/api/imports/${started.body.id}/pause`);
    const state = (await house.call('GET', `/api/imports/${started.body.id}`)).body.state;
    const refused = await house.call('PUT', `/api/imports/files/${file.id}/reading`, {});
    expect(refused.body.code).toBe(state === 'done' ? undefined : 'imports.file-read');
  });
});

describe('[INT-04] workbooks', () => {
  it('are read exactly: phones, numbers, dates of both systems, whatever a format shows', async () => {
    const rows = [
      ['会员导出 2026 年 3 月'],
      ['手机', '姓名', '入会时间', '积分', '流水', '公式'],
      [13800000001, '李鱼', new Date(Date.UTC(2026, 2, 8, 8, 5)), 0.1 + 0.2, 2 ** 62, 1],
      ['+86 138-0000-0002', '王\n塘', '2026年3月8日', 12, 'A1', 2],
    ];
    for (const date1904 of [false, true]) {
      await house.move();
      const content = workbook({ 会员: rows }, (book) => {
        const sheet = book.Sheets.会员 as Record<string, { z?: string; f?: string }>;
        (sheet.A3 as { z?: string }).z = '0.00E+00';
        (sheet.F3 as { f?: string }).f = 'D3+1';
        if (date1904) {
          book.Workbook = { ...book.Workbook, WBProps: { date1904: true } };
          Object.assign(sheet.C3 as object, { t: 'n', v: 46089 - 1462 + 8 / 24 + 5 / 1440, z: 'yyyy/m/d' });
        } else
          Object.assign(sheet.C3 as object, {
            t: 'n',
            v: 46089 + 8 / 24 + 5 / 1440,
            z: 'yyyy"年"m"月"d"日"',
          });
      });
      const { body: file } = await house.upload('会员.xlsx', content);
      expect(file).toMatchObject({
        format: 'xlsx',
        sheet: '会员',
        sheets: ['会员'],
        headerLine: 2,
        sample: [
          ['13800000001', '李鱼', '2026-03-08 08:05:00', '0.3', '4.61168601842739E+18', '1'],
          ['+86 138-0000-0002', '王 塘', '2026年3月8日', '12', 'A1', '2'],
        ],
        guess: { kind: 'customers', source: '会员' },
      });
      const done = await house.run(content, {}, '会员.xlsx');
      expect(done).toMatchObject({ accepted: 2, rejected: 0, progress: 1 });
      const joined = (await house.posted()).filter(({ name }) => name === 'Member Joined');
      expect(joined.map(({ identities, occurredAt }) => [identities[0]?.value, occurredAt])).toEqual([
        ['13800000001', Date.parse('2026-03-08T08:05:00+08:00')],
        ['13800000002', Date.parse('2026-03-08T00:00:00+08:00')],
      ]);
    }
  });

  it('let one choose the sheet; hidden and empty ones are passed over', async () => {
    const content = workbook(
      {
        说明: [],
        隐藏: [['x'], ['1']],
        三月: [['手机'], ['13800000001']],
        四月: [['手机'], ['13800000002']],
      },
      (book) => {
        book.Workbook = { Sheets: [{}, { Hidden: 1 }, {}, {}] };
      },
    );
    const { body: file } = await house.upload('会员.xlsx', content);
    expect(file).toMatchObject({
      sheet: '三月',
      sheets: ['说明', '三月', '四月'],
      sample: [['13800000001']],
    });
    const url = `/api/imports/files/${file.id}/reading`;
    expect((await house.call('PUT', url, { sheet: '四月' })).body).toMatchObject({
      sample: [['13800000002']],
    });
    expect((await house.call('PUT', url, { sheet: '说明' })).body).toMatchObject({
      code: 'imports.sheet',
      title: 'The workbook has no sheet 说明 with rows. Choose one of: 说明, 三月, 四月.',
    });
    await house.call('PUT', url, { sheet: '四月' });
    await house.call('DELETE', `/api/imports/files/${file.id}`);
    expect((await house.call('GET', '/api/imports/files')).body.items).toEqual([]);
  });

  it('keep the numbers of their rows, and are refused when damaged or no workbook', async () => {
    const content = workbook({ a: [['手机'], ['13800000001'], [], ['没有']] });
    const done = await house.run(content, {}, 'a.xlsx');
    const { body } = await house.call('GET', `/api/imports/${done.id}/rejects`);
    expect(body.items.map(({ line, row }: { line: number; row: string }) => [line, row])).toEqual([
      [4, '没有'],
      [4, '没有'],
    ]);
    const damaged = Buffer.from(content);
    damaged.fill(0, 60, damaged.length - 400);
    expect((await house.upload('a.xlsx', damaged)).body.code).toBe('imports.workbook');
    expect((await house.upload('a.xlsx', content.subarray(0, 500))).body.code).toBe('imports.workbook');
  });
});

describe('[INT-04] what cannot be known is asked or refused, never guessed', () => {
  const file = 'phone,memberNo,joinedat\n13800000001,XM1,03/04/2026\n13800000002,XM2,13/04/2026\n';

  it('which of day and month comes first', async () => {
    const { body } = await house.upload('a.csv', file);
    const asked = await preview(body);
    expect(asked.dateQuestion).toEqual({
      column: 'joinedat',
      value: '03/04/2026',
      dmy: Date.parse('2026-04-03T00:00:00+08:00'),
      mdy: Date.parse('2026-03-04T00:00:00+08:00'),
      only: 'dmy',
    });
    expect(asked.totals).toMatchObject({ accepted: 0, rejected: 2 });
    expect(asked.reasons).toMatchObject([{ code: 'row.date-order', count: 2 }]);
    const told = await preview(body, { dateOrder: 'dmy' });
    expect(told).toMatchObject({ dateQuestion: null, totals: { accepted: 2, rejected: 0 } });
    const both = await house.upload('b.csv', file.replace('13/04', '12/04'));
    expect((await preview(both.body)).dateQuestion).toMatchObject({ only: null });
  });

  it('a phone that was rounded goes with its row; a masked one stays out, or is an attribute', async () => {
    const rows = 'phone,memberNo,收货手机\n1.38E+10,XM1,138****0000\n138****0000,XM2,138****0000\n';
    const done = await house.run(rows);
    expect(done).toMatchObject({ accepted: 1, rejected: 1 });
    expect(done.reasons.map(({ code, note }) => [code, note ?? false]).sort()).toEqual([
      ['row.identity-masked', true],
      ['row.identity-rounded', false],
    ]);
    const [event] = await house.posted();
    expect(event?.identities).toEqual([{ namespace: 'member', value: 'XM2', verified: true }]);
    expect(event?.properties).toMatchObject({ 收货手机: '138****0000' });
  });

  it('reasons are told in the reader’s language, in preview, list, report and when it fails', async () => {
    const content = 'phone,memberNo\n1.38E+10,XM1\n';
    const done = await house.run(content);
    house.language = 'zh';
    const reason = '已被表格软件四舍五入:1.38E+10。请把该列设为文本后重新导出';
    const { body } = await house.upload('b.csv', content);
    const seen = await preview(body);
    expect(seen.reasons[0]?.reason).toBe(reason);
    expect(seen.rows[0]?.problems[0]?.reason).toBe(reason);
    expect((await house.call('GET', `/api/imports/${done.id}`)).body.reasons[0].reason).toBe(reason);
    expect((await house.call('GET', `/api/imports/${done.id}/rejects`)).body.items[0].reason).toBe(reason);
    expect((await house.call<string>('GET', `/api/imports/${done.id}/rejects.csv`)).body).toBe(
      `\ufeff行,未导入,列,代码,原因,原文\r\n2,true,phone,row.identity-rounded,${reason},"1.38E+10,XM1"\r\n`,
    );
    expect((await preview(body, { columns: [] })).faults[0]?.reason).toContain('请选择');
  });
});

describe('[ACQ-36] an address book', () => {
  const contacts =
    'Given Name,E-mail 1 - Value,Phone 1 - Value\nAnn,ann@example.com,\n李鱼,li@example.com,13800000001\n';
  const evidence = '2025 展会签到表,同意书存于法务';

  it('is taken in only with an authorisation and where it is recorded; both are kept', async () => {
    const { body: file } = await house.upload('contacts.csv', contacts);
    expect(file.guess).toMatchObject({
      kind: 'customers',
      addressBook: { authorised: false, evidence: '', consents: [] },
    });
    const start = async (addressBook: object) =>
      (await house.call('POST', '/api/imports', { fileId: file.id, spec: { ...file.guess, addressBook } }))
        .body;
    const consents = ['email'];
    expect((await preview(file)).faults).toMatchObject([{ code: 'imports.authorisation' }]);
    expect(await start({ authorised: false, evidence, consents })).toMatchObject({
      code: 'imports.authorisation',
    });
    expect(await start({ authorised: true, evidence: '有的', consents })).toMatchObject({
      code: 'imports.authorisation',
    });
    const addressBook = { authorised: true, evidence, consents };
    expect(await start(addressBook)).toMatchObject({ spec: { addressBook } });
  });

  it('brings the consents people gave as events, for the addresses they have', async () => {
    const addressBook = { authorised: true, evidence, consents: ['email' as const, 'sms' as const] };
    expect(await house.run(contacts, { addressBook }, 'contacts.csv')).toMatchObject({ accepted: 2 });
    const given = (await house.posted()).filter(({ name }) => name === 'Consent Granted');
    const told = given.map(({ identities, properties, history }) => [
      identities[0]?.value,
      properties.consentChannel,
      history,
    ]);
    expect(told).toEqual([
      ['ann@example.com', 'email', true],
      ['li@example.com', 'email', true],
      ['li@example.com', 'sms', true],
    ]);
    expect(given[0]?.properties).toEqual({
      purpose: 'marketing',
      consentChannel: 'email',
      evidence,
      textVersion: evidence,
      recordedBy: 'import contacts',
    });
    await house.move();
    await house.run(contacts, { addressBook: { ...addressBook, consents: [] } }, 'contacts.csv');
    expect((await house.posted()).map(({ name }) => name)).toEqual(['Profile Updated', 'Profile Updated']);
  });
});
