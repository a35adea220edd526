import { hour, minute, second } from '../time/index.ts';

/**
 * Waits between attempts, ms: the schedule that the Standard Webhooks specification recommends (at once, then 5 s, 5 min,
 * 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h: three days in all).
 */
const waits = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** How often a delivery is tried before it has failed. */
export const mostAttempts = waits.length + 1;

/** A receiver may ask for a longer pause than the schedule's, but not for more than this, ms. */
const longestWish = 24 * hour;

/**
 * How long to wait after the `attempts`-th attempt failed, ms; null: there is no next one. `chance` in [0, 1) spreads it by
 * 20 % upwards, so that what failed together does not come back together. `wish`: the receiver's `Retry-After`, ms.
 */
export function retryWait(attempts: number, chance: number, wish = 0): number | null {
  const wait = waits[attempts - 1];
  if (wait === undefined) return null;
  return Math.max(Math.round(wait * (1 + 0.2 * chance)), Math.min(wish, longestWish));
}

/**
 * How long a webhook is left alone after so many failures in a row, ms: 1 s doubling to 5 min. A receiver that is down
 * is not asked once for each event that happens meanwhile.
 */
export function holdAfter(failures: number): number {
  return failures === 0 ? 0 : Math.min(5 * minute, second * 2 ** Math.min(failures - 1, 20));
}
