const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, found);
  }
  return found;
}

/** Milliseconds that `zone`'s wall clock is ahead of UTC at instant `at` (epoch ms). */
export function localOffset(at: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of format(zone).formatToParts(at)) parts[type] = Number(value);
  const wall = Date.UTC(
    parts.year ?? 0,
    (parts.month ?? 1) - 1,
    parts.day,
    parts.hour,
    parts.minute,
    parts.second,
  );
  return wall - Math.floor(at / 1000) * 1000;
}

/** The calendar day of `at` in `zone`, as `2026-03-08`. */
export function localDate(at: number, zone: string): string {
  return new Date(at + localOffset(at, zone)).toISOString().slice(0, 10);
}

/**
 * The instant (epoch ms) at which the day `date` (`2026-03-08`) begins in `zone`.
 * A midnight that does not exist becomes the first instant after the gap; one that exists twice, the first.
 */
export function localMidnight(date: string, zone: string): number {
  const wall = Date.parse(`${date}T00:00:00Z`);
  const before = localOffset(wall - 86_400_000, zone);
  const after = localOffset(wall + 86_400_000, zone);
  const candidates = [wall - before, wall - after].sort((a, b) => a - b);
  for (const at of candidates) if (at + localOffset(at, zone) === wall) return at;
  return Math.max(...candidates);
}
