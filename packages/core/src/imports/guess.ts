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
  spec.columns = guessColumns(spec.kind, header);
  if (spec.kind === 'orders') spec.cancellation = { by: 'negative' };
  return spec;
}

/** `/tmp/Orders 2024-03.csv.gz` → `Orders`: no folder, no endings, no date, nothing a source's name may not hold. */
export function sourceName(fileName: string): string {
  const base = fileName.replace(/^.*[/\\]/, '').replace(/(\.(csv|tsv|txt|jsonl|ndjson|json|gz))+$/i, '');
  const undated = base.replace(/[\s_-]*\d{4}[-_.]?\d{2}([-_.]?\d{2})?$/, '');
  const clean = (undated || base).replace(/[:~]/g, '-').trim().slice(0, 60).trim();
  return clean || 'import';
}
