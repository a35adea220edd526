import { describe, expect, it } from 'vitest';
import { readDay, readSpendFile } from './read-spend-file.ts';

describe('a spend file', () => {
  it('is read by its headings, Chinese or English, with quotes, other separators and a byte order mark', () => {
    const chinese =
      '\uFEFF日期,渠道,消耗(元),展现量,点击,打法,备注\r\n2026/3/8,抖音,"1,234.50","10,000",120,spring,x\r\n\r\n';
    expect(readSpendFile(chinese)).toEqual({
      columns: [
        { title: '日期', field: 'day' },
        { title: '渠道', field: 'channel' },
        { title: '消耗(元)', field: 'amountMinor' },
        { title: '展现量', field: 'impressions' },
        { title: '点击', field: 'clicks' },
        { title: '打法', field: 'play' },
        { title: '备注', field: null },
      ],
      lines: [
        {
          day: '2026-03-08',
          kind: 'acquisition',
          channel: '抖音',
          play: 'spring',
          campaign: null,
          outlet: null,
          amountMinor: 123450,
          impressions: 10000,
          clicks: 120,
        },
      ],
      errors: [],
    });
    const tabs = 'Date\tChannel\tSpend\tKind\tOutlet\tCampaign\n20260308\t"a ""b""\nc"\t3\treach\to1\tc1';
    expect(readSpendFile(tabs).lines).toMatchObject([
      { channel: 'a "b"\nc', amountMinor: 300, kind: 'reach', outlet: 'o1', campaign: 'c1' },
    ]);
    expect(readSpendFile('')).toEqual({ columns: [], lines: [], errors: [] });
  });

  it('names every line that cannot be read, with its field and why', () => {
    const rows = [
      'day,channel,amount,kind,clicks',
      ',a,1,,',
      '2026-02-30,a,1,,',
      '2026-02-03,,1,,',
      '2026-02-03,a,abc,,',
      '2026-02-03,a,-1,,',
      '2026-02-03,a,1,gift,',
      '2026-02-03,a,1,拉新,1.5',
      `2026-02-03,${'a'.repeat(201)},1,,`,
      '2026-02-03,a,1,触达,-',
    ];
    const { errors, lines } = readSpendFile(rows.join('\n'));
    expect(errors.map(({ line, field, reason }) => [line, field, reason])).toEqual([
      [2, 'day', 'missing'],
      [3, 'day', 'not-a-day'],
      [4, 'channel', 'missing'],
      [5, 'amountMinor', 'not-an-amount'],
      [6, 'amountMinor', 'negative'],
      [7, 'kind', 'not-a-kind'],
      [8, 'clicks', 'not-a-count'],
      [9, 'channel', 'too-long'],
    ]);
    expect(lines).toMatchObject([{ kind: 'reach', clicks: null }]);
  });

  it('takes days as people write them, and no day that does not exist', () => {
    expect(['2026年3月8日', '2026.3.8', '20260308', '2026-03-08 00:00:00'].map(readDay)).toEqual(
      Array(4).fill('2026-03-08'),
    );
    expect(['08/03/2026', '20261301', '1899-01-01', 'x'].map(readDay)).toEqual(Array(4).fill(undefined));
  });
});
