import { type ImportField, importFields } from './fields.ts';
import type { ColumnMapping, ImportKind, ImportSpec } from './spec.ts';

/** A header without what people vary: case, blanks, punctuation, what stands in brackets. */
export function headerSkeleton(header: string): string {
  return header
    .toLowerCase()
    .replace(/[((【[].*?[))】\]]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The kinds in the order in which they win a tie. */
const kinds: ImportKind[] = ['orders', 'events', 'customers'];

/** Fields whose presence speaks for a kind. */
const telling: Record<ImportKind, readonly string[]> = {
  orders: ['orderId', 'quantity', 'price', 'lineAmount', 'orderAmount', 'sku'],
  events: ['name', 'properties'],
  customers: ['attribute:name', 'attribute:gender', 'attribute:birthday', 'memberLevel', 'traits'],
};

/** Marketplaces as files and headers name them, each with its channel where there is one. */
const shops: readonly { scope: string; channel?: string; names: RegExp }[] = [
  { scope: 'taobao', channel: 'taobao', names: /taobao|淘宝/i },
  { scope: 'tmall', channel: 'tmall', names: /tmall|天猫/i },
  { scope: 'jd', channel: 'jd', names: /(^|[^a-z])jd([^a-z]|$)|jingdong|京东/i },
  { scope: 'pinduoduo', channel: 'pinduoduo', names: /pdd|pinduoduo|拼多多/i },
  { scope: 'douyin', channel: 'douyin_shop', names: /douyin|抖音|抖店/i },
  { scope: 'meituan', channel: 'meituan', names: /meituan|美团/i },
  { scope: 'kuaishou', names: /kuaishou|快手/i },
  { scope: 'xiaohongshu', names: /xiaohongshu|小红书/i },
  { scope: 'vip', names: /唯品会|vipshop/i },
  { scope: 'suning', names: /suning|苏宁/i },
];

/** Files of people one knows rather than of customers one has. */
const bookNames = /通讯录|联系人|address.?book|contacts?\b|vcard/i;

/** Maps every column whose header is known to the first free field it means; the rest by its own name. */
export function guessColumns(kind: ImportKind, header: readonly string[]): ColumnMapping[] {
  const taken = new Set<string>();
  return header.flatMap((column): ColumnMapping[] => {
    const skeleton = headerSkeleton(column);
    if (skeleton === '') return [];
    const found = importFields(kind).find(
      (each: ImportField) => each.means.includes(skeleton) && !taken.has(each.field),
    );
    if (!found) return [{ column, field: otherField(kind, column) }];
    taken.add(found.field);
    return [{ column, field: found.field }];
  });
}

function otherField(kind: ImportKind, column: string): string {
  return `${kind === 'customers' ? 'attribute' : 'property'}:${column.trim()}`;
}

/**
 * What a file with this header most probably is, and how its columns map. `source` starts as the file's name
 * without its endings, so that the same export of next month is recognised as the same source.
 */
export function guessSpec(fileName: string, header: readonly string[]): ImportSpec {
  const known = header.map(headerSkeleton);
  const score = (kind: ImportKind) =>
    telling[kind].filter((name) =>
      importFields(kind)
        .find((each) => each.field === name)
        ?.means.some((meaning) => known.includes(meaning)),
    ).length;
  const kind = kinds.reduce((best, each) => (score(each) > score(best) ? each : best));
  const spec: ImportSpec = {
    kind: score(kind) === 0 ? 'customers' : kind,
    source: sourceName(fileName),
    columns: [],
  };
  const shop = shops.find(({ names }) => names.test(fileName));
  spec.columns = guessColumns(spec.kind, header).map(({ column, field }) => ({
    column,
    // whose nicknames they are the operator must say where the file does not
    field: field === 'identity:shop:' ? `identity:shop:${shop?.scope ?? ''}` : field,
  }));
  if (shop?.channel && spec.kind === 'orders' && !spec.columns.some(({ field }) => field === 'channel'))
    spec.constants = [{ field: 'channel', value: shop.channel }];
  if (spec.kind === 'customers' && bookNames.test(fileName))
    spec.addressBook = { authorised: false, evidence: '', consents: [] };
  if (spec.kind === 'orders') spec.cancellation = { by: 'negative' };
  return spec;
}

/** `/tmp/Orders 2024-03.csv.gz` → `Orders`: no folder, no endings, no date, nothing a source's name may not hold. */
export function sourceName(fileName: string): string {
  const base = fileName
    .replace(/^.*[/\\]/, '')
    .replace(/(\.(csv|tsv|txt|jsonl|ndjson|json|xlsx|xlsm|gz))+$/i, '');
  const undated = base.replace(/[\s_-]*\d{4}[-_.年]?\d{1,2}([-_.月]?\d{0,2})日?$/, '');
  const clean = (undated || base).replace(/[:~]/g, '-').trim().slice(0, 60).trim();
  return clean || 'import';
}
