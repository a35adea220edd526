import type { PondOverview } from '@yutang/contracts/pond';
import { describe, expect, it } from 'vitest';
import { bandPath, layRiver, mouths, tributariesOf } from './river-layout.ts';

type Row = PondOverview['byChannel'][number];

function row(
  channel: string | null,
  domainClass: Row['domainClass'],
  visitor: number,
  pond: number,
  stock: number,
): Row {
  const people = visitor + pond + stock;
  const counts = {
    people,
    visitor,
    identifiable: pond + stock,
    reachable: pond,
    operable: pond,
    private: pond,
    stock,
  };
  return { channel, title: null, domainClass, counts };
}

const byChannel = [
  row('wecom', 'private', 0, 300, 10),
  row('douyin', 'public', 500, 20, 80),
  row('xiaohongshu', 'public', 200, 5, 15),
  row('tmall', 'commercial', 10, 30, 160),
  row(null, null, 40, 0, 2),
];

describe('the river', () => {
  it('[ACQ-02] takes channels in along the domain ladder, most public first, unclassified last', () => {
    expect(tributariesOf({ byChannel }, 12).map((one) => one.channel)).toEqual([
      'douyin',
      'xiaohongshu',
      'tmall',
      'wecom',
      null,
    ]);
  });

  it('takes small channels together without losing anybody', () => {
    const few = tributariesOf({ byChannel }, 3);
    expect(few).toHaveLength(3);
    expect(few.at(-1)?.more).toBe(3);
    const people = (rows: { people: number }[]) => rows.reduce((sum, one) => sum + one.people, 0);
    expect(people(few)).toBe(people(byChannel.map((one) => one.counts)));
  });

  it('[ACQ-01] draws every width to one scale: bands fill both their ends exactly', () => {
    const layout = layRiver(tributariesOf({ byChannel }, 12), 400, 30, 40);
    for (const from of layout.tributaries) {
      const widths = layout.bands.filter((band) => band.from.key === from.key).map((band) => band.width);
      expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(from.height, 6);
    }
    for (const mouth of mouths) {
      const bands = layout.bands.filter((band) => band.to === mouth);
      expect(bands.reduce((sum, band) => sum + band.width, 0)).toBeCloseTo(layout.mouths[mouth].height, 6);
      expect(bands.reduce((sum, band) => sum + band.people, 0)).toBe(layout.mouths[mouth].people);
    }
  });

  it('keeps tributaries and mouths apart and inside the drawing', () => {
    const layout = layRiver(tributariesOf({ byChannel }, 12), 400, 30, 40);
    const ordered = [...layout.tributaries].sort((a, b) => a.y - b.y);
    ordered.forEach((one, index) => {
      const next = ordered[index + 1];
      if (next) expect(one.y + one.height).toBeLessThan(next.y);
      expect(one.y).toBeGreaterThanOrEqual(0);
      expect(one.y + one.height).toBeLessThanOrEqual(layout.height);
    });
    expect(layout.mouths.visitor.y + layout.mouths.visitor.height).toBeLessThan(layout.mouths.private.y);
    expect(layout.mouths.private.y + layout.mouths.private.height).toBeLessThan(layout.mouths.stock.y);
  });

  it('draws nothing for nobody, and a hair for one in a million', () => {
    expect(layRiver([], 400, 30, 40).bands).toEqual([]);
    expect(bandPath(0, 100, { y0: 0, y1: 10, width: 0.0001 })).toContain('V10.75');
  });
});
