/** Where a tick's time goes: wall milliseconds by stage, and events, since the last `take`. */
export interface StageTimes {
  of<T>(stage: string, work: () => Promise<T>): Promise<T>;
  count(events: number): void;
  /** Answers the figures so far (milliseconds by stage) and starts anew. */
  take(): { events: number; stages: Record<string, number> };
}

export function createStageTimes(): StageTimes {
  let events = 0;
  let stages: Record<string, number> = {};
  return {
    async of(stage, work) {
      const start = performance.now();
      try {
        return await work();
      } finally {
        stages[stage] = (stages[stage] ?? 0) + performance.now() - start;
      }
    },
    count(more) {
      events += more;
    },
    take() {
      const figures = { events, stages };
      events = 0;
      stages = {};
      return figures;
    },
  };
}
