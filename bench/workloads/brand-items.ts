import { type SimulatedEvent, simulate, toBatches } from '../../packages/core/src/simulation/index.ts';

/** The simulated days always end here, so that a seed gives the same people on any day. */
const endAt = Date.parse('2026-11-01T16:00:00Z');

/**
 * Batches of at most 100 Segment items from the simulated brand's people, `most` items in all, told as if the 180 days
 * ended now. One key sends them all: whatever a browser only claimed is then as verified as that key.
 */
export function* brandItems(options: {
  seed: number;
  people: number;
  most: number;
}): Generator<unknown[], void> {
  const { seed, people, most } = options;
  const { events } = simulate({ seed, people, days: 180, endAt, truth: false });
  let sent = 0;
  for (const { batch } of toBatches(movedBy(Date.now() - endAt, events))) {
    if (sent >= most) return;
    sent += batch.length;
    yield batch;
  }
}

function* movedBy(shift: number, events: Iterable<SimulatedEvent>): Generator<SimulatedEvent, void> {
  for (const item of events) {
    const occurredAt = item.event.occurredAt + shift;
    yield { ...item, event: { ...item.event, occurredAt } };
  }
}
