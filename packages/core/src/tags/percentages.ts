/**
 * Shares of counts in tenths of a percent that sum to exactly 100 (largest remainder, Hamilton's method; of equal
 * remainders the earlier). All 0 when there is nothing to share.
 */
export function percentagesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total <= 0) return counts.map(() => 0);
  const exact = counts.map((count) => (count * 1000) / total);
  const tenths = exact.map(Math.floor);
  const rest = 1000 - tenths.reduce((sum, tenth) => sum + tenth, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, rest)) tenths[index] = (tenths[index] ?? 0) + 1;
  return tenths.map((tenth) => tenth / 10);
}
