import { hour, localOffset } from '../time/index.ts';

/** Turns local wall-clock times of one zone into instants; remembers offsets by the hour, so a row costs a look-up. */
export interface ZoneClock {
  /**
   * `wall`: the local date and time written as if it were UTC (epoch ms). A time that does not exist (clocks put
   * forward) becomes the instant as far after the gap; one that exists twice, the first.
   */
  toInstant(wall: number): number;
}

/** Hours remembered: 100 000 are eleven years without a gap. */
const mostHours = 100_000;

export function createZoneClock(zone: string): ZoneClock {
  const offsets = new Map<number, number>();
  return {
    toInstant(wall) {
      const slot = Math.floor(wall / hour);
      let offset = offsets.get(slot);
      if (offset === undefined) {
        offset = offsetOfHour(slot * hour, zone);
        if (offsets.size >= mostHours) offsets.clear();
        offsets.set(slot, offset);
      }
      return wall - (Number.isNaN(offset) ? offsetAt(wall, zone) : offset);
    },
  };
}

/** Offset of a whole local hour; NaN when it changes within (zones that step at half past). */
function offsetOfHour(wall: number, zone: string): number {
  const first = offsetAt(wall, zone);
  return offsetAt(wall + hour - 1, zone) === first ? first : Number.NaN;
}

function offsetAt(wall: number, zone: string): number {
  const before = localOffset(wall - 24 * hour, zone);
  const after = localOffset(wall + 24 * hour, zone);
  if (before === after) return before;
  // the larger offset is the earlier instant
  for (const offset of before > after ? [before, after] : [after, before]) {
    if (localOffset(wall - offset, zone) === offset) return offset;
  }
  return before;
}
