import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAgenda } from './agenda.ts';

describe('an agenda', () => {
  it('gives everything once, in order of time, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 }),
        (times, steps) => {
          const agenda = createAgenda<{ at: number }>(50, (item) => item.at);
          for (const at of times) agenda.add({ at });
          const taken: number[] = [];
          let end = 0;
          for (const step of steps) {
            end += step;
            for (const { at } of agenda.take(end)) {
              expect(at).toBeLessThan(end);
              taken.push(at);
            }
          }
          for (const { at } of agenda.take(501)) taken.push(at);
          expect(taken).toEqual([...times].sort((a, b) => a - b));
        },
      ),
    );
  });

  it('takes what is added for an instant that is due already', () => {
    const agenda = createAgenda<{ at: number }>(50, (item) => item.at);
    agenda.add({ at: 10 });
    expect(agenda.take(60)).toEqual([{ at: 10 }]);
    agenda.add({ at: 55 });
    expect(agenda.take(60)).toEqual([{ at: 55 }]);
    expect(agenda.take(60)).toEqual([]);
  });
});
