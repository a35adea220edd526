import { hour } from '@yutang/core/time';
import { describe, expect, it } from 'vitest';
import { nextOpening } from './demo-clock.ts';

describe('a demo', () => {
  it('opens at the next ten in the morning of its zone', () => {
    const ten = Date.parse('2026-11-22T10:00:00+08:00');
    expect(nextOpening(ten - hour, 'Asia/Shanghai')).toBe(ten);
    expect(nextOpening(ten, 'Asia/Shanghai')).toBe(ten);
    expect(nextOpening(ten + 1, 'Asia/Shanghai')).toBe(ten + 24 * hour);
    expect(nextOpening(Date.parse('2026-03-29T00:30:00Z'), 'Europe/Berlin')).toBe(
      Date.parse('2026-03-29T08:00:00Z'),
    );
  });
});
