import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localMidnight, localOffset } from '../time/index.ts';
import {
  cellText,
  createZoneClock,
  dateOrdersOf,
  freeValue,
  isTwoDays,
  parseBoolean,
  parseDecimal,
  parseTime,
  timesMinor,
} from './index.ts';

const shanghai = createZoneClock('Asia/Shanghai');
const london = createZoneClock('Europe/London');
const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
const read = (text: unknown, order: 'ymd' | 'dmy' | 'mdy' = 'ymd') => iso(parseTime(text, order, shanghai));

describe('[ID-08] cells of an import', () => {
  it('understands times as people and programs write them', () => {
    for (const text of [
      '2024-03-01 08:05:00',
      '2024/3/1 8:05',
      '2024年3月1日 8:05',
      '2024年3月1日 8时5分',
      '2024.03.01 8:05 am',
      '20240301080500',
      '2024-03-01T00:05:00Z',
      '2024-03-01T08:05:00+08:00',
      '2024-02-29T19:05:00.000-05:00',
      '1709251500',
      '2024/3/1 8:05',
      '2024年3月1日 8时05分',
      '２０２４／３／１ ８：０５',
      '45352.3368055556',
      '="2024-03-01 08:05"',
      1709251500000,
    ]) {
      expect(read(text), String(text)).toBe('2024-03-01T00:05:00.000Z');
    }
    expect(read('2024-3-1')).toBe('2024-02-29T16:00:00.000Z');
    expect(read('20240301')).toBe('2024-02-29T16:00:00.000Z');
    expect(read('01/03/2024 8:05 PM', 'dmy')).toBe('2024-03-01T12:05:00.000Z');
    expect(read('03/01/2024 12:05 AM', 'mdy')).toBe('2024-02-29T16:05:00.000Z');
    expect(read('2024-03-01 08:05:00.123')).toBe('2024-03-01T00:05:00.123Z');
  });

  it('refuses days and hours that do not exist, and dates whose order nobody stated', () => {
    for (const text of [
      '2023-02-29',
      '2024-13-01',
      '2024-03-01 25:00',
      '01/03/2024',
      '2024-03-01 13:00 pm',
      'x',
      '',
      '12',
    ]) {
      expect(read(text), text).toBeUndefined();
    }
  });

  it('reads local times as the zone keeps them, the hour that does not exist and the one that exists twice included', () => {
    expect(iso(parseTime('2011-03-27 00:30:00', 'ymd', london))).toBe('2011-03-27T00:30:00.000Z');
    expect(iso(parseTime('2011-03-27 01:30:00', 'ymd', london))).toBe('2011-03-27T01:30:00.000Z');
    expect(iso(parseTime('2011-03-27 02:30:00', 'ymd', london))).toBe('2011-03-27T01:30:00.000Z');
    expect(iso(parseTime('2011-10-30 01:30:00', 'ymd', london))).toBe('2011-10-30T00:30:00.000Z');
    expect(iso(parseTime('2011-10-30 02:00:00', 'ymd', london))).toBe('2011-10-30T02:00:00.000Z');
    const zones = [
      'Europe/London',
      'Asia/Shanghai',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Asia/Kathmandu',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 2_000_000_000 }), (zone, seconds) => {
        const at = seconds * 1000;
        const wall = at + localOffset(at, zone);
        const back = createZoneClock(zone).toInstant(wall);
        expect(back + localOffset(back, zone)).toBe(wall);
      }),
    );
    const midnight = localMidnight('2024-03-31', 'Europe/London');
    expect(createZoneClock('Europe/London').toInstant(Date.UTC(2024, 2, 31))).toBe(midnight);
  });

  it('counts money in integers: quantity × price is exact, halves go away from zero', () => {
    const times = (quantity: string, price: string) =>
      timesMinor(parseDecimal(quantity) as number, parseDecimal(price) as number);
    expect(times('6', '2.55')).toBe(1530);
    expect(times('1', '0.005')).toBe(1);
    expect(times('-1', '0.005')).toBe(-1);
    expect(times('3', '1.015')).toBe(305);
    expect(times('80995', '2.08')).toBe(16_846_960);
    expect(times('99999', '38970.1234')).toBe(389_697_336_988);
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.integer({ min: 0, max: 100_000_000 }),
        (quantity, price) => {
          const exact = BigInt(quantity) * 10_000n * BigInt(price);
          const rounded = Number((exact + (exact < 0n ? -500_000n : 500_000n)) / 1_000_000n);
          expect(timesMinor(quantity * 10_000, price) === rounded).toBe(true);
        },
      ),
    );
  });

  it('reads amounts with signs, separators and currencies, and nothing else', () => {
    expect(parseDecimal('¥1,234.50')).toBe(12_345_000);
    expect(parseDecimal('-3.5元')).toBe(-35_000);
    expect(parseDecimal('1e3')).toBe(10_000_000);
    expect(parseDecimal(0)).toBe(0);
    expect(parseDecimal('¥ １,２３４.５０')).toBe(12_345_000);
    expect(parseDecimal('￥99')).toBe(990_000);
    expect(parseDecimal('RMB 1 234.5')).toBe(12_345_000);
    for (const bad of ['', 'abc', '1.2.3', '12 pcs', '--1', '1e40'])
      expect(parseDecimal(bad), bad).toBeUndefined();
  });

  it('[INT-04] knows a date that could be two, and never chooses', () => {
    expect(isTwoDays('03/04/2026')).toBe(true);
    expect(isTwoDays('2026/3/4')).toBe(false);
    const both = dateOrdersOf('03/04/2026', shanghai);
    expect([iso(both.dmy), iso(both.mdy)]).toEqual(['2026-04-02T16:00:00.000Z', '2026-03-03T16:00:00.000Z']);
    expect(dateOrdersOf('25/12/2026', shanghai).mdy).toBeUndefined();
    // 1904 and a count of days below 30 000 are no times of a business
    expect(read('12345')).toBeUndefined();
    expect(read('46089')).toBe('2026-03-07T16:00:00.000Z');
  });

  it('[INT-04] unwraps what exports write so that spreadsheets do not round', () => {
    expect(cellText('="6900000000001"')).toBe('6900000000001');
    expect(cellText("'13800000001")).toBe('13800000001');
    expect(cellText("'t Hooft")).toBe("'t Hooft");
    expect(cellText('=SUM(A1)')).toBe('=SUM(A1)');
  });

  it('knows what people write for nothing, yes and no', () => {
    for (const text of ['', ' ', '-', 'N/A', 'null', '无', null, undefined]) expect(cellText(text)).toBe('');
    expect(cellText(' 上海 ')).toBe('上海');
    expect(parseBoolean('是')).toBe(true);
    expect(parseBoolean('No')).toBe(false);
    expect(parseBoolean('perhaps')).toBeUndefined();
  });

  it('keeps the leading zeros of codes and makes numbers of numbers', () => {
    expect(freeValue('points', '120')).toBe(120);
    expect(freeValue('points', '12.5')).toBe(12.5);
    expect(freeValue('points', '007')).toBe('007');
    expect(freeValue('zip', '200000')).toBe('200000');
    expect(freeValue('商品编号', '123')).toBe('123');
    expect(freeValue('vip', 'true')).toBe(true);
    expect(freeValue('city', ' 上海 ')).toBe('上海');
    expect(freeValue('city', '-')).toBeUndefined();
    expect(freeValue('tags', ['a'])).toEqual(['a']);
    expect(freeValue('tags', null)).toBeUndefined();
  });
});
