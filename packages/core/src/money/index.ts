/**
 * Money is an integer of minor units (fen, pence). Text or number of major units → minor units, rounded half away
 * from zero at 2 places; undefined when it is not a finite amount within ±10¹³ minor units.
 */
export function toMinor(major: unknown): number | undefined {
  const value = typeof major === 'string' ? parseAmount(major) : major;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  // 1.005 * 100 = 100.49999…: the shortest decimal text decides, not the binary fraction
  const minor = Math.sign(value) * Math.round(Number(`${Math.abs(value)}e2`));
  if (!Number.isFinite(minor)) return Math.abs(value) < 1e-6 ? 0 : undefined;
  return Math.abs(minor) <= 1e13 ? minor : undefined;
}

/** `¥1,234.50`, `1 234.5元`, `-3` → number; undefined when it is anything else. */
function parseAmount(text: string): number | undefined {
  const bare = text
    .trim()
    .replace(/^[¥¥$£€]\s*|\s*元$/g, '')
    .replace(/[,,\s]/g, '');
  return /^[+-]?\d+(\.\d+)?$/.test(bare) ? Number(bare) : undefined;
}
