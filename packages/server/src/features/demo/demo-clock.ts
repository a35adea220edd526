import type { ClockStep } from '@yutang/contracts/demo';
import { day, hour, localDate, localMidnight, localOffset } from '@yutang/core/time';

/** How far each step moves the clock, ms. A month is 30 days. */
export const clockSteps: Record<ClockStep, number> = { hour, day, month: 30 * day };

/** The next ten o'clock in the morning in `zone` at or after `at` (epoch ms): when a demo opens. */
export function nextOpening(at: number, zone: string): number {
  for (let days = 0; ; days++) {
    const midnight = localMidnight(localDate(at + days * day, zone), zone);
    const shift = localOffset(midnight + 10 * hour, zone) - localOffset(midnight, zone);
    const opening = midnight + 10 * hour - shift;
    if (opening >= at) return opening;
  }
}
