/** Things to come, taken out in order of time. */
export interface Agenda<T> {
  add(item: T): void;
  /** Takes everything due before `end` (which must not go back), sorted by time, then by order of adding. */
  take(end: number): T[];
}

/**
 * An agenda kept in one unsorted list per slice of time: adding is a push, and only the slice that is due is sorted.
 * (A heap of millions of entries spends its time on cache misses.) `timeOf` gives an item's instant in epoch ms.
 */
export function createAgenda<T>(slice: number, timeOf: (item: T) => number): Agenda<T> {
  const slices = new Map<number, T[]>();
  let first = Number.POSITIVE_INFINITY;

  function add(item: T): void {
    const key = Math.floor(timeOf(item) / slice);
    const list = slices.get(key);
    if (list) list.push(item);
    else slices.set(key, [item]);
    if (key < first) first = key;
  }

  return {
    add,
    take(end) {
      const due: T[] = [];
      const last = Math.floor((end - 1) / slice);
      if (slices.size === 0 || first > last) return due;
      const later: T[] = [];
      for (let key = first; key <= last; key++) {
        const list = slices.get(key);
        if (!list) continue;
        slices.delete(key);
        for (const item of list) (timeOf(item) < end ? due : later).push(item);
      }
      first = last + 1;
      for (const item of later) add(item);
      return due.sort((a, b) => timeOf(a) - timeOf(b));
    },
  };
}
