import { createSimulation, type SimulationOptions } from './simulate.ts';
import type { SimulatedEvent } from './world.ts';

/** Life after `endAt`, for a live demonstration. */
export interface Trickle {
  /**
   * Lives up to `from` in steps of a few milliseconds: iterate it and rest between, where a thread must answer others.
   * Whatever is left of it the first `until` does at once.
   */
  prepare(): Generator<void, void>;
  /** What was received before `now` and after the last call; sorted by receipt. */
  until(now: number): SimulatedEvent[];
}

/**
 * Goes on where `simulate` with the same options ended: same people, same guides, `speed` times as fast
 * (at 60 ten thousand people give about one event a second). A function of options and `now`: after a restart pass the
 * last `now` as `from` and nothing is told twice or left out. To begin takes as long as the simulation itself.
 */
export function createTrickle(
  options: SimulationOptions,
  { speed = 60, from = options.endAt }: { speed?: number; from?: number } = {},
): Trickle {
  const { endAt } = options;
  const simulation = createSimulation({ ...options, truth: false });
  const simulated = (now: number) => endAt + (now - endAt) * speed;
  const real = (at: number) => (at <= endAt ? at : Math.floor(endAt + (at - endAt) / speed));
  const before = simulation.advance(simulated(from));
  let prepared = false;

  function* prepare(): Generator<void, void> {
    for (let count = 1; !prepared; count++) {
      prepared = before.next().done === true;
      if (count % 1000 === 0) yield;
    }
  }

  return {
    prepare,
    until(now) {
      for (const _ of prepare());
      const items: SimulatedEvent[] = [];
      for (const item of simulation.advance(simulated(now))) {
        const { occurredAt, receivedAt } = item.event;
        items.push({
          ...item,
          event: { ...item.event, occurredAt: real(occurredAt), receivedAt: real(receivedAt) },
        });
      }
      return items;
    },
  };
}
