import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../events/index.ts';
import { percentagesOf, readTagCell, readTagWord } from './index.ts';

const event = (name: string, properties: Record<string, unknown>, source = 7) =>
  ({ name, source, seq: 3, occurredAt: 1000, properties }) as LoggedEvent;

describe('what an event says of a tag', () => {
  it('is read with its group, its end, who and why', () => {
    const told = {
      tag: ' VIP ',
      group: '等级',
      until: 5000,
      reason: 'hand',
      by: '阿玲',
      note: ' 老客 ',
      batch: 2,
    };
    expect(readTagWord(event('Tag Added', told))).toEqual({
      home: 7,
      seq: 3,
      at: 1000,
      group: '等级',
      tag: 'VIP',
      added: true,
      until: 5000,
      reason: 'hand',
      by: '阿玲',
      note: '老客',
      batch: 2,
    });
  });

  it('is an event’s own word when it gives no reason, and nothing without a tag, a person or the right name', () => {
    expect(readTagWord(event('Tag Removed', { tag: 5, until: 'x', batch: -1, reason: 'x' }))).toMatchObject({
      tag: '5',
      group: '',
      added: false,
      until: null,
      reason: 'event',
      by: null,
      note: null,
      batch: null,
    });
    expect(readTagWord(event('Tag Added', {}))).toBeUndefined();
    expect(readTagWord(event('Tag Added', { tag: 'a' }, 0))).toBeUndefined();
    expect(readTagWord(event('Page Viewed', { tag: 'a' }))).toBeUndefined();
  });
});

describe('tags in a cell of a file', () => {
  it('are parted by bars, may name a group, and count once', () => {
    expect(readTagCell('老客 | 兴趣:奶粉|等级：金卡||老客; :b')).toEqual([
      { group: '', tag: '老客' },
      { group: '兴趣', tag: '奶粉' },
      { group: '等级', tag: '金卡' },
      { group: '', tag: 'b' },
    ]);
    expect(readTagCell('')).toEqual([]);
  });
});

describe('percentages', () => {
  it('sum to exactly 100 whatever the counts are, and never stray by a tenth', () => {
    expect(percentagesOf([1, 1, 1])).toEqual([33.4, 33.3, 33.3]);
    expect(percentagesOf([0, 0])).toEqual([0, 0]);
    expect(percentagesOf([])).toEqual([]);
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 16807) % 2147483647;
      return seed % below;
    };
    for (let round = 0; round < 300; round++) {
      const counts = Array.from({ length: 1 + random(30) }, () => random(10 ** (1 + random(6))));
      const total = counts.reduce((sum, count) => sum + count, 0);
      if (total === 0) continue;
      const shares = percentagesOf(counts);
      expect(Math.round(shares.reduce((sum, share) => sum + share, 0) * 10)).toBe(1000);
      shares.forEach((share, i) => {
        expect(Math.abs(share - (100 * (counts[i] ?? 0)) / total)).toBeLessThan(0.1001);
      });
    }
  });
});
