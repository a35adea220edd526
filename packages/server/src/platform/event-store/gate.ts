/** Lets at most `limit` works run at once; others wait in the order they came. */
export function createGate(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // the place goes straight to the next, so nobody can slip in between
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
