import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestorsOf, shareOut, unitsBelow } from './index.ts';

describe('the tree of units', () => {
  const units = [
    { id: 1, parentId: null },
    { id: 2, parentId: 1 },
    { id: 3, parentId: 2 },
    { id: 4, parentId: null },
  ];
  it('[ORG-03] knows what is below and above', () => {
    expect([...unitsBelow(units, 1)].sort()).toEqual([1, 2, 3]);
    expect([...unitsBelow(units, 4)]).toEqual([4]);
    expect(ancestorsOf(units, 3)).toEqual([2, 1]);
    expect(ancestorsOf(units, 9)).toEqual([]);
  });

  it('ends even where units stand in a circle', () => {
    const circle = [
      { id: 1, parentId: 2 },
      { id: 2, parentId: 1 },
    ];
    expect([...unitsBelow(circle, 1)].sort()).toEqual([1, 2]);
    expect(ancestorsOf(circle, 1)).toEqual([2, 1]);
  });
});

describe('sharing out', () => {
  it('goes in turn, and begins with whoever has the fewest', () => {
    const turn = shareOut(
      [1, 2, 3, 4],
      [
        { ref: 'b', owned: 0 },
        { ref: 'a', owned: 0 },
      ],
    );
    expect([...turn.values()]).toEqual(['a', 'b', 'a', 'b']);
    const level = shareOut(
      [1, 2, 3],
      [
        { ref: 'a', owned: 2 },
        { ref: 'b', owned: 0 },
      ],
    );
    expect([...level.values()]).toEqual(['b', 'b', 'a']);
    expect(shareOut([1], []).size).toBe(0);
  });

  it('leaves nobody out and nobody more than one ahead of another who began alike', () => {
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }),
        (people, refs) => {
          const customers = Array.from({ length: people }, (_, n) => n + 1);
          const given = shareOut(
            customers,
            refs.map((ref) => ({ ref, owned: 0 })),
          );
          expect([...given.keys()]).toEqual(customers);
          const counts = refs.map((ref) => [...given.values()].filter((one) => one === ref).length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
