import { describe, expect, it } from 'vitest';
import { atLeastOne, beta, exponential, gamma, normal, weighted } from './distributions.ts';
import { createRandom, mix } from './random.ts';

const n = 60_000;

function moments(draw: () => number): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  const mean = sum / n;
  return { mean, variance: squares / n - mean * mean };
}

describe('randomness from a seed', () => {
  it('repeats itself, and never across seeds', () => {
    const draws = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.float());
    };
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1)).not.toEqual(draws(2));
  });

  it('is xoshiro128** 1.1 (Blackman and Vigna), seeded by splitmix32', () => {
    const random = createRandom(0);
    const words = [0, 1, 2].map(() => random.float() * 2 ** 32);
    expect(words).toEqual(reference(0, 3));
  });

  it('is uniform', () => {
    const random = createRandom(3);
    const { mean, variance } = moments(random.float);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
    const buckets = new Array<number>(16).fill(0);
    for (let i = 0; i < n; i++) {
      const at = random.int(16);
      buckets[at] = (buckets[at] ?? 0) + 1;
    }
    const chiSquared = buckets.reduce((sum, seen) => sum + (seen - n / 16) ** 2 / (n / 16), 0);
    expect(chiSquared).toBeLessThan(37.7); // 15 degrees of freedom, one in a thousand
  });

  it('picks from what there is, and complains of nothing', () => {
    const random = createRandom(4);
    expect(['a', 'b']).toContain(random.pick(['a', 'b']));
    expect(() => random.pick([])).toThrow('nothing to pick from');
    expect(() => weighted(random, [])).toThrow('nothing to choose from');
  });

  it('hashes a seed and a person to bits that look independent', () => {
    const seen = new Set(Array.from({ length: 10_000 }, (_, i) => mix(11, i)));
    expect(seen.size).toBeGreaterThan(9_990);
  });
});

describe('distributions have the moments their formulas say', () => {
  const random = createRandom(9);
  it('exponential', () => {
    const { mean, variance } = moments(() => exponential(random, 4));
    expect(mean).toBeCloseTo(4, 0);
    expect(Math.abs(variance / 16 - 1)).toBeLessThan(0.05);
  });
  it('normal', () => {
    const { mean, variance } = moments(() => normal(random));
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });
  it.each([
    [0.4, 2],
    [1, 1],
    [6, 0.5],
  ])('gamma(%f, %f)', (shape, rate) => {
    const { mean, variance } = moments(() => gamma(random, shape, rate));
    expect(Math.abs(mean / (shape / rate) - 1)).toBeLessThan(0.03);
    expect(Math.abs(variance / (shape / rate ** 2) - 1)).toBeLessThan(0.08);
  });
  it('beta(0.9, 4.1)', () => {
    const { mean, variance } = moments(() => beta(random, 0.9, 4.1));
    expect(mean).toBeCloseTo(0.18, 2);
    expect(variance).toBeCloseTo((0.9 * 4.1) / (25 * 6), 2);
  });
  it('at least one, and weighted choice', () => {
    const { mean } = moments(() => atLeastOne(random, 0.5, 30));
    expect(mean).toBeCloseTo(2, 1);
    expect(atLeastOne(random, 1, 3)).toBe(3);
    const heavy = { weight: 3 };
    const light = { weight: 1 };
    const share = moments(() => (weighted(random, [heavy, light]) === heavy ? 1 : 0)).mean;
    expect(share).toBeCloseTo(0.75, 2);
    const weightless = { weight: 0 };
    expect(weighted(random, [weightless])).toBe(weightless);
  });
});

/** The generator as its authors print it, in arithmetic of big integers. */
function reference(seed: bigint | number, words: number): number[] {
  const mask = 0xffff_ffffn;
  let mixer = BigInt(seed);
  const splitmix = () => {
    mixer = (mixer + 0x9e3779b9n) & mask;
    let z = mixer;
    z = ((z ^ (z >> 16n)) * 0x21f0aaadn) & mask;
    z = ((z ^ (z >> 15n)) * 0x735a2d97n) & mask;
    return z ^ (z >> 15n);
  };
  const s = [splitmix(), splitmix(), splitmix(), splitmix()] as [bigint, bigint, bigint, bigint];
  const turn = (x: bigint, by: bigint) => ((x << by) | (x >> (32n - by))) & mask;
  return Array.from({ length: words }, () => {
    const result = (turn((s[1] * 5n) & mask, 7n) * 9n) & mask;
    const t = (s[1] << 9n) & mask;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turn(s[3], 11n);
    return Number(result);
  });
}
