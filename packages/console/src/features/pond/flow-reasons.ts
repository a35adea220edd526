import type { PondFlow, PondReason } from '@yutang/contracts/pond';

/** Reasons of one direction over all buckets, most frequent first. */
export function reasonsOf(flow: PondFlow, direction: 'in' | 'out'): { reason: PondReason; people: number }[] {
  const sums = new Map<PondReason, number>();
  for (const bucket of flow.buckets) {
    for (const row of bucket.reasons) {
      if (row.direction === direction) sums.set(row.reason, (sums.get(row.reason) ?? 0) + row.people);
    }
  }
  return [...sums].map(([reason, people]) => ({ reason, people })).sort((a, b) => b.people - a.people);
}
