import type { Random } from './random.ts';

/** Exponential with the given mean. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.float());
}

/** Standard normal (Box and Muller, one of the pair). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
}

/** Gamma(shape, rate), mean shape / rate (Marsaglia and Tsang 2000; shape < 1 by the usual boost). */
export function gamma(random: Random, shape: number, rate: number): number {
  if (shape < 1) return gamma(random, shape + 1, rate) * (1 - random.float()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.float();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / rate;
  }
}

/** Beta(a, b), mean a / (a + b). */
export function beta(random: Random, a: number, b: number): number {
  const x = gamma(random, a, 1);
  return x / (x + gamma(random, b, 1));
}

/** Whole number ≥ 1 with P(k) = (1 − more)^… : starts at one, goes on with probability `more`, never above `most`. */
export function atLeastOne(random: Random, more: number, most: number): number {
  let count = 1;
  while (count < most && random.chance(more)) count++;
  return count;
}

/** One of `items` with probability proportional to its `weight`. */
export function weighted<T extends { weight: number }>(random: Random, items: readonly T[]): T {
  let total = 0;
  for (const item of items) total += item.weight;
  let left = random.float() * total;
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  const last = items[items.length - 1];
  if (!last) throw new Error('nothing to choose from');
  return last;
}
