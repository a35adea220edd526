/** Milliseconds that `zone`'s wall clock is ahead of UTC at `at`. */
function offset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);
  return Date.parse(`${parts.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}

/** The instant (epoch ms) at which the day `2026-03-08` begins in `zone`; in a gap, the first instant after it. */
export function zonedMidnight(date: string, zone: string): number {
  const wall = Date.parse(`${date}T00:00:00Z`);
  const guess = wall - offset(wall, zone);
  return wall - offset(guess, zone);
}
