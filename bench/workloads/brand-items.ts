import { simulate, toBatches } from '../../packages/core/src/simulation/index.ts';

/** Batches of at most 100 Segment items from the simulated brand's people, `most` items in all. */
export function* brandItems(options: { seed: number; people: number; most: number }): Generator<unknown[], void> {
  const { events } = simulate({ seed: options.seed, people: options.people, days: 180, endAt: Date.now(), truth: false });
  let sent = 0;
  for (const { batch } of toBatches(events)) {
    if (sent >= options.most) return;
    sent += batch.length;
    yield batch;
  }
}
