import type { ColumnMapping, ImportField, ImportSpec } from '@yutang/contracts/imports';

/** What a column is mapped to: a field, or one that needs a name (`attribute:`) with that name. */
export interface Target {
  field: string;
  name: string;
}

/** A field of the list as it stands; else `attribute:city` is the field `attribute:` with the name `city`. */
export function targetOf(mapping: ColumnMapping | undefined, fields: readonly ImportField[]): Target | null {
  if (!mapping) return null;
  if (fields.some((one) => one.field === mapping.field)) return { field: mapping.field, name: '' };
  const [longest] = fields
    .filter(({ field }) => field.endsWith(':') && mapping.field.startsWith(field))
    .sort((a, b) => b.field.length - a.field.length);
  if (longest) return { field: longest.field, name: mapping.field.slice(longest.field.length) };
  const colon = mapping.field.indexOf(':');
  if (colon < 0) return { field: mapping.field, name: '' };
  return { field: mapping.field.slice(0, colon + 1), name: mapping.field.slice(colon + 1) };
}

/** The spec with one column mapped anew; null leaves the column out. */
export function withColumn(spec: ImportSpec, column: string, target: Target | null): ImportSpec {
  const rest = spec.columns.filter((one) => one.column !== column);
  if (!target) return { ...spec, columns: rest };
  return { ...spec, columns: [...rest, { column, field: target.field + target.name }] };
}

/** The spec for rows of another kind: what that kind has stays, the rest becomes an attribute or property. */
export function withKind(
  spec: ImportSpec,
  kind: ImportSpec['kind'],
  fields: readonly ImportField[],
): ImportSpec {
  const other = kind === 'customers' ? 'attribute:' : 'property:';
  const { cancellation: _rule, addressBook: _book, preset: _preset, ...rest } = spec;
  const columns = spec.columns.map(({ column, field }) => {
    const stays = fields.some(
      (one) => one.field === field || (one.field.endsWith(':') && field.startsWith(one.field)),
    );
    return { column, field: stays ? field : `${other}${column.trim()}` };
  });
  const constants = (spec.constants ?? []).filter(({ field }) => fields.some((one) => one.field === field));
  return {
    ...rest,
    kind,
    columns,
    constants,
    ...(kind === 'orders' ? { cancellation: { by: 'negative' as const } } : {}),
  };
}

/** Required fields that no column and no constant fills. */
export function missingFields(spec: ImportSpec, fields: ImportField[]): ImportField[] {
  const filled = new Set([...spec.columns, ...(spec.constants ?? [])].map((one) => one.field));
  return fields.filter((field) => field.required && !filled.has(field.field));
}

/** False while a field that needs a name has none: such a spec cannot be sent. */
export function isComplete(spec: ImportSpec): boolean {
  return spec.source.trim() !== '' && spec.columns.every((one) => !one.field.endsWith(':'));
}
