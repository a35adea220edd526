/** What was read lately, for at most `ms`; a change in this process is seen at once through `clear`. */
export interface TimedCache<T> {
  get(key: string | number): T | undefined;
  /** Reads and keeps, unless `clear` came in between: then the answer may already be old and is not kept. */
  load(key: string | number, read: () => Promise<T | undefined>): Promise<T | undefined>;
  clear(): void;
}

/** A cache of at most `max` entries, the oldest going first. Measures by the monotonic clock. */
export function createTimedCache<T>(ms: number, max = 10_000): TimedCache<T> {
  const entries = new Map<string | number, { value: T; until: number }>();
  let generation = 0;
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.until > performance.now()) return entry.value;
      entries.delete(key);
      return undefined;
    },
    async load(key, read) {
      const before = generation;
      const value = await read();
      if (value !== undefined && before === generation) {
        if (entries.size >= max) entries.delete(entries.keys().next().value ?? '');
        entries.set(key, { value, until: performance.now() + ms });
      }
      return value;
    },
    clear() {
      generation++;
      entries.clear();
    },
  };
}
