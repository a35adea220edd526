import type { StaleRule } from '@yutang/contracts/sources';
import { day, hour } from '@yutang/core/time';

/** How much longer than its longest silence a source may be silent. */
const patience = 3;
/** A source that is silent for an hour is no news, and one that is silent for a week is. */
const [least, most] = [hour, 7 * day];
/** Days with traffic without which there is no rhythm yet. */
const fewestDays = 3;

/** Days before its last delivery that show a source's rhythm. */
export const rhythmDays = 14;

/** What is known of a source's deliveries. */
export interface Rhythm {
  staleRule: StaleRule;
  /** As set by hand, ms. */
  staleAfterMs: number | null;
  /** Days with traffic among the last `rhythmDays`, and the longest silence that ended in them, ms. */
  days: number;
  longestGapMs: number;
  /** Its last delivery that was no history, epoch ms; null: never. */
  liveAt: number | null;
}

/** How long it may be silent, ms; null: nobody minds, or nobody knows yet. */
export function silenceLimit({ staleRule, staleAfterMs, days, longestGapMs }: Rhythm): number | null {
  if (staleRule === 'never') return null;
  if (staleRule === 'hand') return staleAfterMs;
  return days < fewestDays ? null : Math.min(most, Math.max(least, patience * longestGapMs));
}

/** Since when it is stale (epoch ms, in the past), null when it is not. A silence of exactly the limit is none. */
export function staleSince(rhythm: Rhythm, now: number): number | null {
  const limit = silenceLimit(rhythm);
  if (limit === null || rhythm.liveAt === null || now - rhythm.liveAt <= limit) return null;
  return rhythm.liveAt + limit;
}
