import type { DateOrder } from './spec.ts';
import type { ZoneClock } from './zone-clock.ts';

/** What people write into a cell that holds nothing. */
const empties = new Set([
  '',
  '-',
  '--',
  '—',
  '/',
  'n/a',
  'na',
  'null',
  'none',
  'nil',
  'undefined',
  '无',
  '空',
  '暂无',
  '未知',
]);

/** A cell as trimmed text, '' when it holds nothing. */
export function cellText(cell: unknown): string {
  let text = typeof cell === 'string' ? cell.trim() : cell === null || cell === undefined ? '' : String(cell);
  // nothing that means "nothing" begins with a digit, and most cells of a big file do
  let first = text.charCodeAt(0);
  if (first === 61 || first === 39) {
    text = asText(text);
    first = text.charCodeAt(0);
  }
  if (text.length >= 10 || (first >= 48 && first <= 57)) return text;
  return empties.has(text.toLowerCase()) ? '' : text;
}

/** How exports keep a spreadsheet from rounding a number: `="6900000000001"`, `'6900000000001`. */
function asText(text: string): string {
  const formula = /^="(.*)"$/.exec(text);
  return formula ? (formula[1] as string).trim() : text.replace(/^'(?=\d)/, '');
}

/** Full-width digits, signs and blanks as plain ones. */
function plainWidth(text: string): string {
  return /[\uff01-\uffef\u3000]/.test(text) ? text.normalize('NFKC') : text;
}

const yearFirst =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2})[::时](\d{1,2})(?:[::分](\d{1,2})(?:[.,](\d{1,9}))?秒?)?分?\s*([AaPp][Mm])?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;
const yearLast =
  /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?\s*([AaPp][Mm])?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;
const compact = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;

/** No business data is older; a number below is not an instant. */
const earliest = Date.UTC(1900, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/**
 * A time as people and programs write it → epoch ms; undefined when it is none. Understood: ISO 8601, `2024-3-1 8:05`,
 * `2024/03/01`, `2024年3月1日 8:05`, `20240301`, `20240301080500`, seconds or milliseconds since 1970, a spreadsheet's
 * count of days (46089.25, of 1982 and later), and `01/03/2024 8:05 PM` where `order` says which comes first. Days that
 * do not exist are refused.
 */
export function parseTime(cell: unknown, order: DateOrder, clock: ZoneClock): number | undefined {
  const text = plainWidth(cellText(cell));
  if (/^\d{10}(\d{3})?$/.test(text)) return Number(text) * (text.length === 10 ? 1000 : 1);
  const first = yearFirst.exec(text);
  if (first) return instantOf(first, first[1], first[2], first[3], clock);
  if (order !== 'ymd') {
    const last = yearLast.exec(text);
    if (last) {
      const [month, day] = order === 'dmy' ? [last[2], last[1]] : [last[1], last[2]];
      return instantOf(last, last[3], month, day, clock);
    }
  }
  if (/^[3-6]\d{4}(\.\d+)?$/.test(text)) return clock.toInstant(serialWall(Number(text)));
  const dense = compact.exec(text);
  return dense ? instantOf(dense, dense[1], dense[2], dense[3], clock) : undefined;
}

/** A spreadsheet's count of days since 1899-12-30 → local time written as if it were UTC (epoch ms), to the second. */
function serialWall(days: number): number {
  return Date.UTC(1899, 11, 30) + Math.round(days * 86_400) * 1000;
}

/** Whether a date could be two days until somebody says which of day and month comes first. */
export function isTwoDays(text: string): boolean {
  return yearLast.test(plainWidth(text));
}

/** The orders in which a date whose year comes last is one: `25/12/2026` only day first, `03/04/2026` both. */
export function dateOrdersOf(
  cell: unknown,
  clock: ZoneClock,
): { dmy: number | undefined; mdy: number | undefined } {
  return { dmy: parseTime(cell, 'dmy', clock), mdy: parseTime(cell, 'mdy', clock) };
}

function instantOf(
  match: RegExpExecArray,
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  clock: ZoneClock,
): number | undefined {
  const [h = 0, m = 0, s = 0] = [match[4], match[5], match[6]].map((part) => Number(part ?? 0));
  const fraction = match[7] ? Math.trunc(Number(`0.${match[7]}`) * 1000) : 0;
  const hours = match[8] ? (h % 12) + (/^p/i.test(match[8]) ? 12 : 0) : h;
  if (hours > 23 || m > 59 || s > 59 || (match[8] && (h < 1 || h > 12))) return undefined;
  const [y, mon, d] = [Number(year), Number(month), Number(day)];
  const date = Date.UTC(y, mon - 1, d);
  const check = new Date(date);
  if (check.getUTCMonth() !== mon - 1 || check.getUTCDate() !== d) return undefined;
  const wall = date + hours * 3_600_000 + m * 60_000 + s * 1000 + fraction;
  const at = match[9] ? wall - zoneShift(match[9]) : clock.toInstant(wall);
  return at >= earliest && at < latest ? at : undefined;
}

function zoneShift(zone: string): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
}

/** Number of decimal places a quantity or a unit price may have. */
const places = 4;
const scale = 10 ** places;
/** What nearly every number of a file looks like; the rest takes ten times as long. */
const plainDecimal = /^(-?)(\d{1,9})(?:\.(\d{1,4}))?$/;

/** A decimal as an integer of 1/10 000, half away from zero; undefined when it is not a number within ±9·10¹¹. */
export function parseDecimal(cell: unknown): number | undefined {
  const text = typeof cell === 'number' ? String(cell) : cellText(cell);
  const plain = plainDecimal.exec(text);
  if (plain) {
    const size = Number(plain[2]) * scale + Number((plain[3] ?? '').padEnd(places, '0'));
    return plain[1] && size !== 0 ? -size : size;
  }
  const bare = plainWidth(text)
    .replace(/^(?:RMB|CNY)\s*/i, '')
    .replace(/^([+-]?)\s*[¥¥$£€]\s*/, '$1')
    .replace(/\s*元$/, '')
    .replace(/[,,\s]/g, '');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare)) return undefined;
  const value = Number(bare);
  const scaled = Math.sign(value) * Math.round(Number(`${Math.abs(value)}e${places}`));
  if (Number.isNaN(scaled)) return Math.abs(value) < 1 / scale ? 0 : undefined;
  return Math.abs(scaled) <= 9e15 ? scaled : undefined;
}

/** quantity × price, both in 1/10 000 → minor units, half away from zero, exactly. */
export function timesMinor(quantity: number, price: number): number {
  const product = quantity * price;
  if (Number.isSafeInteger(product)) return divideAway(product, 1e6);
  const exact = BigInt(quantity) * BigInt(price);
  const half = exact < 0n ? -500_000n : 500_000n;
  return Number((exact + half) / 1_000_000n);
}

/** 1/10 000 → minor units, half away from zero. */
export function toMinorUnits(decimal: number): number {
  return divideAway(decimal, 100);
}

/** Integer division, half away from zero, without the error of a fraction. */
function divideAway(value: number, by: number): number {
  const rest = value % by;
  const whole = (value - rest) / by;
  return Math.abs(rest) * 2 >= by ? whole + Math.sign(rest) : whole + 0;
}

const yes = new Set(['1', 'true', 't', 'yes', 'y', 'on', '是', '同意', '已同意', '有', '✓']);
const no = new Set(['0', 'false', 'f', 'no', 'n', 'off', '否', '不同意', '未同意', '没有', '✗']);

/** Yes or no as people write it; undefined when it is neither. */
export function parseBoolean(cell: unknown): boolean | undefined {
  const text = cellText(cell).toLowerCase();
  return yes.has(text) ? true : no.has(text) ? false : undefined;
}

/** Names whose values are numbers to look at and text in truth: codes lose their leading zeros otherwise. */
const codeLike = /(id|no|code|sku|phone|mobile|zip|postcode|barcode|编号|编码|号|号码|码|电话|手机|邮编)$/i;

/**
 * The value of a free property or attribute. JSON keeps its types. Text becomes a number when it is written as a
 * program would write one and the name is not that of a code; `true` and `false` become booleans.
 */
export function freeValue(name: string, cell: unknown): unknown {
  if (typeof cell !== 'string') return cell ?? undefined;
  const text = cellText(cell);
  if (text === '') return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  if (text.length <= 15 && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && !codeLike.test(name)) return Number(text);
  return text;
}
