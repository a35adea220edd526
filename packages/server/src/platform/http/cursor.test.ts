import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPage, decodeCursor, encodeCursor } from './cursor.ts';

describe('a cursor', () => {
  it('comes back as the key it was made of', () => {
    fc.assert(
      fc.property(fc.string(), fc.maxSafeInteger(), (text, number) => {
        expect(decodeCursor(encodeCursor([text, number]), ['string', 'number'])).toEqual([text, number]);
      }),
    );
    expect(decodeCursor(undefined, ['number'])).toBeUndefined();
  });

  it('that is not ours is refused, whatever it is', () => {
    const refused = (cursor: string) => {
      expect(() => decodeCursor(cursor, ['number'])).toThrow('request.invalid');
    };
    fc.assert(fc.property(fc.string(), refused));
    for (const key of [[], [1, 2], ['1'], [1.5], [null]]) refused(encodeCursor(key as number[]));
  });

  it('is there as long as rows are left', () => {
    const keyOf = (row: number) => [row];
    expect(cutPage([1, 2, 3], 2, keyOf)).toEqual({ items: [1, 2], nextCursor: encodeCursor([2]) });
    expect(cutPage([1, 2], 2, keyOf)).toEqual({ items: [1, 2], nextCursor: null });
    expect(cutPage([], 2, keyOf)).toEqual({ items: [], nextCursor: null });
  });
});
