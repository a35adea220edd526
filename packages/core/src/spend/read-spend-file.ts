import { toMinor } from '../money/index.ts';
import { readCsv } from './read-csv.ts';

export type SpendKind = 'acquisition' | 'reach';

/** One line of spend. Amounts in minor units; `day` is a local day. */
export interface SpendLine {
  day: string;
  kind: SpendKind;
  channel: string;
  play: string | null;
  campaign: string | null;
  outlet: string | null;
  amountMinor: number;
  impressions: number | null;
  clicks: number | null;
}

/** Why a line cannot be read: `line` counts from 1, the heading included. */
export interface SpendLineError {
  line: number;
  field: keyof SpendLine;
  value: string;
  reason: 'missing' | 'not-a-day' | 'not-an-amount' | 'negative' | 'not-a-count' | 'not-a-kind' | 'too-long';
}

export interface SpendFileContent {
  /** The headings, and what each was taken for. */
  columns: { title: string; field: keyof SpendLine | null }[];
  lines: SpendLine[];
  errors: SpendLineError[];
}

/** What the columns of advertising platforms and of people's own tables are called. */
const headings: Record<keyof SpendLine, readonly string[]> = {
  day: ['日期', '时间', '天', '统计日期', 'date', 'day'],
  kind: ['类型', '花费类型', '用途', 'kind', 'type'],
  channel: ['渠道', '媒体', '平台', '来源', 'channel', 'media', 'source'],
  play: ['打法', '打法代码', 'play'],
  campaign: ['计划', '推广计划', '广告计划', '计划名称', '活动', 'campaign', 'campaign name'],
  outlet: ['门店', 'outlet', 'store'],
  amountMinor: [
    '花费',
    '消耗',
    '消费',
    '金额',
    '花费(元)',
    '消耗(元)',
    '金额(元)',
    'amount',
    'spend',
    'cost',
  ],
  impressions: ['展现', '展示', '曝光', '展现量', '展示数', '曝光量', '曝光次数', 'impressions'],
  clicks: ['点击', '点击量', '点击数', '点击次数', 'clicks'],
};

const kinds: Record<string, SpendKind> = {
  acquisition: 'acquisition',
  拉新: 'acquisition',
  获客: 'acquisition',
  投放: 'acquisition',
  reach: 'reach',
  触达: 'reach',
  召回: 'reach',
  运营: 'reach',
};

/** A heading without case, full-width brackets and doubled blanks. */
const bare = (title: string) =>
  title.trim().toLowerCase().replaceAll('\uFF08', '(').replaceAll('\uFF09', ')').replace(/\s+/g, ' ');

/** Reads a spend file: the heading says what the columns are; every other line is one line of spend, or an error. */
export function readSpendFile(text: string): SpendFileContent {
  const [heading, ...records] = readCsv(text);
  const fields = Object.keys(headings) as (keyof SpendLine)[];
  const taken = new Set<keyof SpendLine>();
  const columns = (heading?.cells ?? []).map((title) => {
    const field = fields.find((one) => !taken.has(one) && headings[one].includes(bare(title))) ?? null;
    if (field) taken.add(field);
    return { title: title.trim(), field };
  });
  const lines: SpendLine[] = [];
  const errors: SpendLineError[] = [];
  for (const { line, cells } of records) {
    const cellOf = (field: keyof SpendLine) => {
      const at = columns.findIndex((column) => column.field === field);
      return at < 0 ? '' : (cells[at] ?? '').trim();
    };
    const read = readLine(cellOf);
    if ('reason' in read) errors.push({ line, ...read });
    else lines.push(read);
  }
  return { columns, lines, errors };
}

type Fault = Omit<SpendLineError, 'line'>;

function readLine(cellOf: (field: keyof SpendLine) => string): SpendLine | Fault {
  const fault = (field: keyof SpendLine, reason: Fault['reason']): Fault => ({
    field,
    value: cellOf(field).slice(0, 100),
    reason,
  });
  for (const field of ['day', 'channel', 'amountMinor'] as const)
    if (cellOf(field) === '') return fault(field, 'missing');
  for (const field of ['channel', 'play', 'campaign', 'outlet'] as const)
    if (cellOf(field).length > 200) return fault(field, 'too-long');
  const day = readDay(cellOf('day'));
  if (day === undefined) return fault('day', 'not-a-day');
  const amountMinor = toMinor(cellOf('amountMinor'));
  if (amountMinor === undefined) return fault('amountMinor', 'not-an-amount');
  if (amountMinor < 0) return fault('amountMinor', 'negative');
  const kind = cellOf('kind') === '' ? 'acquisition' : kinds[cellOf('kind').toLowerCase()];
  if (kind === undefined) return fault('kind', 'not-a-kind');
  const counts = { impressions: null as number | null, clicks: null as number | null };
  for (const field of ['impressions', 'clicks'] as const) {
    const text = cellOf(field).replace(/[,\uFF0C\s]/g, '');
    if (text === '' || text === '-') continue;
    if (!/^\d{1,15}$/.test(text)) return fault(field, 'not-a-count');
    counts[field] = Number(text);
  }
  const orNull = (field: 'play' | 'campaign' | 'outlet') => cellOf(field) || null;
  return {
    day,
    kind,
    channel: cellOf('channel'),
    play: orNull('play'),
    campaign: orNull('campaign'),
    outlet: orNull('outlet'),
    amountMinor,
    ...counts,
  };
}

/** `2026-3-8`, `2026/03/08`, `2026年3月8日`, `20260308`, with or without a time of day → `2026-03-08`; undefined when it is no day. */
export function readDay(text: string): string | undefined {
  const match =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s].*)?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const at = new Date(Date.UTC(year, month - 1, date));
  const exists = at.getUTCMonth() === month - 1 && at.getUTCDate() === date && year >= 1990 && year < 2100;
  return exists ? at.toISOString().slice(0, 10) : undefined;
}
