import type { Db } from '../../platform/postgres/db.ts';
import { addProblems, keyOf, type ProblemCount } from './problem-store.ts';

/** Counts problems in memory and writes the sums down once a second; the report may lag that much. */
export interface ProblemCounter {
  add(problem: Omit<ProblemCount, 'count'>): void;
  /** Writes down what is counted so far. */
  flush(): Promise<void>;
  /** Writes down the rest and stops. */
  close(): Promise<void>;
}

/** Kinds of problems held before they must be written down; more are dropped, because a report needs no more. */
const mostKinds = 10_000;

export function createProblemCounter(db: Db, everyMs = 1000): ProblemCounter {
  let counts = new Map<string, ProblemCount>();
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const write = async () => {
    const batch = counts;
    if (batch.size === 0) return;
    counts = new Map();
    try {
      await addProblems(db, [...batch.values()]);
    } catch (fault) {
      // the store is away: keep the sums for the next try
      for (const problem of batch.values()) add(problem, problem.count);
      throw fault;
    }
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.catch(() => undefined).then(write);
    return writing;
  };
  const add = (problem: Omit<ProblemCount, 'count'>, count: number) => {
    const key = keyOf(problem);
    const known = counts.get(key);
    if (known) {
      known.count += count;
      known.at = problem.at;
      known.reason = problem.reason;
    } else if (counts.size < mostKinds) {
      counts.set(key, { ...problem, count });
    }
    if (!timer) {
      timer = setTimeout(() => void flush().catch(() => undefined), everyMs);
      timer.unref();
    }
  };
  return { add: (problem) => add(problem, 1), flush, close: flush };
}
