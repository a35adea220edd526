import { describe, expect, it } from 'vitest';
import { makeFormats } from './formats.ts';
import { zonedMidnight } from './zoned-midnight.ts';

const zh = makeFormats('zh-CN', { zone: 'Asia/Shanghai', currency: 'CNY' });
const en = makeFormats('en', { zone: 'America/New_York', currency: 'USD' });
const at = Date.UTC(2026, 10, 21, 16, 5, 9, 7);

describe('numbers and times as people read them', () => {
  it('shows an instant in the zone of the workspace, whatever the machine is set to', () => {
    expect(zh.dateTime(at)).toBe('2026-11-22 00:05');
    expect(en.dateTime(at)).toBe('2026-11-21 11:05');
    expect(zh.exact(at)).toBe('2026-11-22 00:05:09.007');
  });

  it('shows money from minor units, also of currencies without any', () => {
    expect(zh.money(123_456)).toBe('¥1,234.56');
    expect(makeFormats('en', { zone: 'UTC', currency: 'JPY' }).money(1234)).toMatch(/1,234$/);
  });

  it('is exact below ten thousand and short above', () => {
    expect(zh.short(9999)).toBe('9,999');
    expect(zh.short(123_456)).toBe('12.3万');
    expect(en.short(123_456)).toBe('123.5K');
  });

  it('tells how long ago in words', () => {
    expect(zh.ago(at - 3 * 60_000, at)).toBe('3分钟前');
    expect(en.ago(at - 86_400_000, at)).toBe('yesterday');
  });

  it('finds local midnight, also on the days the clock is changed', () => {
    expect(zonedMidnight('2026-11-22', 'Asia/Shanghai')).toBe(Date.UTC(2026, 10, 21, 16));
    expect(zonedMidnight('2026-03-08', 'America/New_York')).toBe(Date.UTC(2026, 2, 8, 5));
    expect(zonedMidnight('2026-03-09', 'America/New_York')).toBe(Date.UTC(2026, 2, 9, 4));
  });
});
