import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ImportsHouse, openImportsHouse } from './imports-testing.ts';

let house: ImportsHouse;
beforeAll(async () => {
  house = await openImportsHouse();
});
beforeEach(() => house.move());
afterAll(() => house.close());

describe('[INT-01] files of all sorts', () => {
  it('are recognised by their bytes: encodings, delimiters, JSON lines, gzip', async () => {
    const gbk = Buffer.from([
      0xd0, 0xd5, 0xc3, 0xfb, 0x3b, 0xca, 0xd6, 0xbb, 0xfa, 0x0a, 0xc0, 0xee, 0x3b, 0x31, 0x0a,
    ]);
    expect((await house.upload('a.csv', gbk)).body).toMatchObject({
      encoding: 'gb18030',
      delimiter: ';',
      header: ['姓名', '手机'],
      sample: [['李', '1']],
    });
    const json =
      '{"event":"签到","timestamp":"2024-01-01","userId":"u1","properties":{"a":1},"context":{"ip":"1"}}\n';
    const file = (await house.upload('log.txt', gzipSync(json))).body;
    expect(file).toMatchObject({ format: 'jsonl', compression: 'gzip', guess: { kind: 'events' } });
    expect(await house.run(json, {}, 'log.jsonl')).toMatchObject({ accepted: 1 });
    expect((await house.posted())[0]).toMatchObject({
      name: '签到',
      properties: { a: 1 },
      sourceId: expect.any(Number),
    });
    expect((await house.upload('t.tsv', 'a\tb\n1\t2\n')).body.delimiter).toBe('\t');
    expect((await house.call('GET', '/api/imports/files')).body.items).toHaveLength(4);
  });

  it('are refused with what to do instead', async () => {
    const code = async (content: string | Buffer) => (await house.upload('x.csv', content)).body.code;
    expect(await code(Buffer.from([0x61, 0xff, 0x0a, 0xff, 0xff]))).toBe('imports.encoding');
    expect(await code(Buffer.from('PK\x03\x04rest'))).toBe('imports.workbook');
    expect(await code(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))).toBe('imports.xls');
    expect(await code(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]))).toBe('imports.gzip');
    expect(await code('[{"a":1}]')).toBe('imports.json-array');
    expect(await code('{"a":1')).toBe('imports.json');
    expect(await code('')).toBe('imports.empty');
    expect(await code('a,b\n')).toBe('imports.empty');
    expect(await code(`a,b,c${'x'.repeat(300)}\n1,2,3\n`)).toBe('imports.header-long');
    expect(await code(`${'a,'.repeat(600)}b\n${'1,'.repeat(600)}2\n`)).toBe('imports.header-wide');
    expect((await house.call('GET', '/api/imports/files')).body.items).toEqual([]);
  });

  it('refuse rows that cannot be read, one by one', async () => {
    const done = await house.run('name,phone\n李,13812345678,too,many\n"open,13812345679\n王,13812345670\n');
    expect(done).toMatchObject({ accepted: 1, rejected: 2 });
    expect(done.reasons.map(({ code }) => code).sort()).toEqual(['row.columns', 'row.quote']);
  });

  it('cannot be used when they, the preset or the import are not there', async () => {
    const { body: file } = await house.upload('a.csv', 'name,phone\nx,13812345678\n');
    expect(
      (await house.call('POST', '/api/imports/preview', { fileId: 99_999_999_999, spec: file.guess })).status,
    ).toBe(404);
    const { body } = await house.call('POST', '/api/imports', {
      fileId: file.id,
      spec: { ...file.guess, preset: 'none' },
    });
    expect(body.code).toBe('imports.preset');
    expect((await house.call('GET', '/api/imports/99999999999')).status).toBe(404);
    expect((await house.call('GET', '/api/imports/presets')).body.items[0].name).toBe('online-retail');
    const fields = await house.call('GET', '/api/imports/fields?kind=orders');
    expect(fields.body.items[0]).toEqual({
      field: 'orderId',
      en: 'Order number',
      zh: '订单号',
      required: true,
      type: 'text',
    });
    expect((await house.call('GET', '/api/imports?limit=1')).body).toEqual({ items: [], nextCursor: null });
  });
});
