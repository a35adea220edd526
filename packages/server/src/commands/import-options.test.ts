import type { ImportFile } from '@yutang/contracts/imports';
import { presets } from '@yutang/core/imports';
import { describe, expect, it } from 'vitest';
import { readImportOptions, readingOf, specOf } from './import-options.ts';

const file = {
  header: ['Mobile', 'City', 'a=b'],
  guess: {
    kind: 'customers',
    source: 'members',
    columns: [
      { column: 'Mobile', field: 'identity:phone' },
      { column: 'City', field: 'attribute:city' },
    ],
  },
} as unknown as ImportFile;
const known = presets.map(({ name, en, zh, source, spec }) => ({ name, en, zh, source, spec }));
const spec = (...args: string[]) => specOf(readImportOptions(['x.csv', ...args]).spec, file, known);
const reading = (...args: string[]) => readingOf(readImportOptions(['x.csv', ...args]).spec);

describe('[INT-01] what is said to `yutang import`', () => {
  it('changes the guess, and nothing else of it', () => {
    expect(spec()).toEqual(file.guess);
    expect(
      spec(
        '--source',
        'crm',
        '--map',
        'City=attribute:town',
        '--map',
        'a=b=property:x',
        '--map',
        'Mobile=-',
        '--set',
        'channel=a=b',
        '--zone',
        'UTC',
      ),
    ).toEqual({
      kind: 'customers',
      source: 'crm',
      zone: 'UTC',
      columns: [
        { column: 'City', field: 'attribute:town' },
        { column: 'a=b', field: 'property:x' },
      ],
      constants: [{ field: 'channel', value: 'a=b' }],
    });
    expect(spec('--date-order', 'dmy')).toMatchObject({ dateOrder: 'dmy' });
    const evidence = '2026 春季会员登记表';
    expect(spec('--authorised', evidence, '--consent', 'email')).toMatchObject({
      addressBook: { authorised: true, evidence, consents: ['email'] },
    });
  });

  it('says how the file is read', () => {
    expect(
      reading('--delimiter', 'tab', '--encoding', 'gb18030', '--sheet', '订单', '--header-line', '3'),
    ).toEqual({ delimiter: '\t', encoding: 'gb18030', sheet: '订单', headerLine: 3 });
    expect(reading()).toEqual({});
    expect(() => reading('--delimiter', '#')).toThrow('--delimiter is one of');
    expect(() => reading('--header-line', 'x')).toThrow('--header-line needs');
  });

  it('takes a preset as it is, and another kind with guesses of its own', () => {
    expect(spec('--preset', 'online-retail')).toEqual(presets[0]?.spec);
    const orders = spec('--kind', 'orders', '--cancel-status', '已退款', '--cancel-status', '关闭');
    expect(orders.kind).toBe('orders');
    expect(orders.cancellation).toEqual({ by: 'status', values: ['已退款', '关闭'] });
    expect(orders.columns[0]).toEqual({ column: 'Mobile', field: 'identity:phone' });
    expect(spec('--cancel-prefix', 'R').cancellation).toEqual({ by: 'prefix', prefix: 'R' });
    expect(spec('--cancel-negative').cancellation).toEqual({ by: 'negative' });
  });

  it('is refused with the option named when it makes no sense', () => {
    for (const [args, message] of [
      [['--preset', 'none'], 'There is no preset none'],
      [['--kind', 'things'], '--kind is one of'],
      [['--map', 'City'], '--map needs two names'],
      [['--date-order', 'ydm'], '--date-order is one of'],
    ] as const) {
      expect(() => spec(...args), message).toThrow(message);
    }
    expect(() => readImportOptions(['--nonsense'])).toThrow('--nonsense');
    expect(() => readImportOptions(['a.csv', 'b.csv'])).toThrow('One file at a time');
    expect(() => readImportOptions(['--undo', 'x'])).toThrow('--undo needs the number');
    expect(readImportOptions(['--undo', '3', '--preview'])).toMatchObject({
      undo: 3,
      file: null,
      previewOnly: true,
    });
  });
});
