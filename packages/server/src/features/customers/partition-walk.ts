import type { Move } from '../../platform/feature.ts';
import type { PartRow } from './part-store.ts';

/**
 * The partition of some customers as it was before a tick, walked forward event by event. Whatever records history is
 * evaluated along this walk and not at the end of the tick, so that it does not depend on how ticks are cut.
 */
export interface PartitionWalk {
  /** Goes to just after the births and moves of event `seq`; answers the customers that gained or lost homes. */
  advance(seq: number): Map<number, 'gained' | 'lost'>;
  /** Homes of a customer at this point, ascending; empty when there is no such customer. */
  homesOf(customer: number): readonly number[];
  /** Customer of a home at this point; 0 when it is not born yet. */
  customerOf(home: number): number;
  /** The instants at which something changes, ascending. */
  seqs: readonly number[];
}

/** `parts`: every home of the customers concerned, after the tick; `firstSeq`: of the tick. */
export function walkPartition(
  parts: readonly PartRow[],
  moves: readonly Move[],
  firstSeq: number,
): PartitionWalk {
  const concerned = new Map(parts.map((part) => [part.home, part]));
  const customerOf = new Map<number, number>();
  const homes = new Map<number, number[]>();
  const steps: { seq: number; home: number; from: number; to: number }[] = [];
  const before = new Map<number, number>();
  for (const move of moves) {
    if (!concerned.has(move.home)) continue;
    if (!before.has(move.home)) before.set(move.home, move.from);
    steps.push({ seq: move.seq, home: move.home, from: move.from, to: move.to });
  }
  const put = (home: number, customer: number) => {
    customerOf.set(home, customer);
    const group = homes.get(customer);
    if (!group) homes.set(customer, [home]);
    else {
      const at = group.findIndex((other) => other > home);
      if (at < 0) group.push(home);
      else group.splice(at, 0, home);
    }
  };
  for (const part of parts) {
    const customer = before.get(part.home) ?? part.customer;
    if (part.bornSeq < firstSeq) put(part.home, customer);
    else steps.push({ seq: part.bornSeq, home: part.home, from: 0, to: customer });
  }
  // a home is born before it moves, even if both are the work of one event
  steps.sort((a, b) => a.seq - b.seq || (a.from === 0 ? 0 : 1) - (b.from === 0 ? 0 : 1));
  let next = 0;
  return {
    seqs: [...new Set(steps.map((step) => step.seq))],
    customerOf: (home) => customerOf.get(home) ?? 0,
    homesOf: (customer) => homes.get(customer) ?? [],
    advance(seq) {
      const changed = new Map<number, 'gained' | 'lost'>();
      for (; next < steps.length && (steps[next]?.seq as number) <= seq; next++) {
        const { home, from, to } = steps[next] as (typeof steps)[number];
        if (from !== 0) {
          const group = homes.get(from) ?? [];
          const rest = group.filter((other) => other !== home);
          if (rest.length > 0) homes.set(from, rest);
          else homes.delete(from);
          if (!changed.has(from)) changed.set(from, 'lost');
        }
        put(home, to);
        changed.set(to, from === 0 ? (changed.get(to) ?? 'gained') : 'gained');
      }
      return changed;
    },
  };
}
