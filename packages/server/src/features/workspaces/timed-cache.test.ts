import { describe, expect, it } from 'vitest';
import { createTimedCache } from './timed-cache.ts';

describe('the cache', () => {
  it('keeps what it read until its time is over', async () => {
    const cache = createTimedCache<number>(40);
    await cache.load('a', async () => 1);
    expect(cache.get('a')).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(cache.get('a')).toBeUndefined();
  });

  it('keeps nothing that was read before a change and arrived after it', async () => {
    const cache = createTimedCache<string>(10_000);
    let answer: (value: string) => void = () => {};
    const reading = cache.load('role', () => new Promise((resolve) => (answer = resolve)));
    cache.clear();
    answer('owner');
    expect(await reading).toBe('owner');
    expect(cache.get('role')).toBeUndefined();
  });

  it('does not remember that something is missing, and does not grow without end', async () => {
    const cache = createTimedCache<number>(10_000, 3);
    await cache.load('none', async () => undefined);
    for (let n = 0; n < 5; n++) await cache.load(n, async () => n);
    expect([0, 1, 2, 3, 4].map((n) => cache.get(n))).toEqual([undefined, undefined, 2, 3, 4]);
  });
});
