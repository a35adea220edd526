import { day, hour, localOffset } from '../time/index.ts';

/** Turns local wall-clock times of one zone into instants; remembers offsets, so a row costs a look-up. */
export interface ZoneClock {
  /**
   * `wall`: the local date and time written as if it were UTC (epoch ms). A time that does not exist (clocks put
   * forward) becomes the instant as far after the gap; one that exists twice, the first.
   */
  toInstant(wall: number): number;
}

/** Days and hours remembered: 100 000 days are 273 years. */
const mostSlots = 100_000;

export function createZoneClock(zone: string): ZoneClock {
  // most days keep one offset; only where the clocks change does the hour, or the instant, decide
  const days = createSlots(day, zone);
  const hours = createSlots(hour, zone);
  return {
    toInstant(wall) {
      let offset = days(wall);
      if (Number.isNaN(offset)) offset = hours(wall);
      return wall - (Number.isNaN(offset) ? offsetAt(wall, zone) : offset);
    },
  };
}

/** Offsets by slots of one length; NaN where the offset is not the same from a day before the slot to a day after. */
function createSlots(length: number, zone: string): (wall: number) => number {
  const offsets = new Map<number, number>();
  return (wall) => {
    const slot = Math.floor(wall / length);
    let offset = offsets.get(slot);
    if (offset === undefined) {
      const begins = offsetAt(slot * length, zone);
      const constant =
        length === hour
          ? offsetAt(slot * length + length - 1, zone) === begins
          : localOffset(slot * length - day, zone) === localOffset((slot + 2) * length, zone);
      offset = constant ? begins : Number.NaN;
      if (offsets.size >= mostSlots) offsets.clear();
      offsets.set(slot, offset);
    }
    return offset;
  };
}

function offsetAt(wall: number, zone: string): number {
  const before = localOffset(wall - day, zone);
  const after = localOffset(wall + day, zone);
  if (before === after) return before;
  // the larger offset is the earlier instant
  for (const offset of before > after ? [before, after] : [after, before]) {
    if (localOffset(wall - offset, zone) === offset) return offset;
  }
  return before;
}
