import { day, hour, localOffset } from '../time/index.ts';
import type { Random } from './random.ts';

/** The busiest `busyness` there can be: proposals are drawn at this rate and thinned. */
export const busiest = 2.4;

/** The brand's calendar: when people are awake, when they shop. */
export interface Calendar {
  /** Local wall time of `at` as epoch ms of UTC. */
  wall(at: number): number;
  /** How busy the day of `at` is against the average; mean near 1, at most `busiest`. */
  busyness(at: number): number;
  /** An instant on the local day of `at` as people spread over the day: online (evening peak) or in outlets (10–21). */
  timeOfDay(random: Random, at: number, where: 'online' | 'outlet'): number;
  /** First instant after `at` when the wall clock shows this hour. */
  nextHour(at: number, hourOfDay: number): number;
}

const online = cumulative([
  1, 0.5, 0.3, 0.2, 0.2, 0.4, 1.2, 2.4, 3.6, 4.6, 5.4, 5.2, 5.6, 5.8, 4.8, 4.4, 4.4, 4.6, 5, 6.2, 8.2, 9.4,
  7.2, 3.4,
]);
const outlets = cumulative([0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 6, 8, 6, 5, 7, 9, 10, 9, 8, 9, 8, 3, 0, 0]);

function cumulative(weights: number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => {
    sum += weight / total;
    return sum;
  });
}

/** Factors by local day: weekends, 618 (1–18 June), 11.11 (1–11 November), 12.12, New Year's lull of migrants. */
function dayFactor(wall: number): number {
  const date = new Date(wall);
  const weekday = date.getUTCDay();
  const month = date.getUTCMonth() + 1;
  const dayOfMonth = date.getUTCDate();
  let factor = weekday === 0 || weekday === 6 ? 1.22 : 0.9;
  if (month === 11 && dayOfMonth <= 11) factor *= dayOfMonth >= 10 ? 1.9 : 1.35;
  else if (month === 6 && dayOfMonth <= 18) factor *= dayOfMonth >= 16 ? 1.7 : 1.2;
  else if (month === 12 && dayOfMonth === 12) factor *= 1.5;
  return Math.min(busiest, factor * 0.98);
}

/** A calendar for a zone. From `flatFrom` on every day and hour is alike (for a live stream at a steady pace). */
export function createCalendar(zone: string, flatFrom = Number.POSITIVE_INFINITY): Calendar {
  const offsets = new Map<number, number>();
  const factors = new Map<number, number>();
  let lastDay = Number.NaN;
  let lastOffset = 0;

  // one look-up a day is enough: a zone's change of clock moves a pattern, not a promise
  function offset(at: number): number {
    const key = Math.floor(at / day);
    if (key === lastDay) return lastOffset;
    let found = offsets.get(key);
    if (found === undefined) {
      found = localOffset(key * day, zone);
      offsets.set(key, found);
    }
    lastDay = key;
    lastOffset = found;
    return found;
  }

  return {
    wall: (at) => at + offset(at),
    busyness(at) {
      if (at >= flatFrom) return 1;
      const key = Math.floor((at + offset(at)) / day);
      let found = factors.get(key);
      if (found === undefined) {
        found = dayFactor(key * day);
        factors.set(key, found);
      }
      return found;
    },
    timeOfDay(random, at, where) {
      if (at >= flatFrom) return at;
      const shift = offset(at);
      const midnight = Math.floor((at + shift) / day) * day - shift;
      const steps = where === 'online' ? online : outlets;
      const draw = random.float();
      let hourOfDay = 0;
      while (hourOfDay < 23 && (steps[hourOfDay] ?? 1) < draw) hourOfDay++;
      return midnight + hourOfDay * hour + Math.floor(random.float() * hour);
    },
    nextHour(at, hourOfDay) {
      const shift = offset(at);
      const today = Math.floor((at + shift) / day) * day - shift + hourOfDay * hour;
      return today > at ? today : today + day;
    },
  };
}
