import { sql } from 'kysely';
import type { Tx } from '../../platform/postgres/db.ts';
import type { FileColumn, FileKind } from './manifest.ts';

/** A column of a table: how it is written into a file, and its type in the database. */
export interface TableColumn extends FileColumn {
  type: string;
}

const kinds: Readonly<Record<string, FileKind>> = {
  smallint: 'int',
  integer: 'int',
  bigint: 'int',
  boolean: 'flag',
  'double precision': 'number',
  json: 'json',
  jsonb: 'json',
};

/** The columns of a table after `workspace_id`, in their order; those with a type of their own are text, lists JSON. */
export async function tableColumns(tx: Tx, table: string): Promise<TableColumn[]> {
  const { rows } = await sql<{ name: string; type: string }>`
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relname = ${table} and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' and a.attname <> 'workspace_id'
    order by a.attnum`.execute(tx);
  return rows.map(({ name, type }) => ({
    name,
    type,
    kind: type.endsWith('[]') ? 'json' : (kinds[type] ?? 'text'),
  }));
}

/** A column's value as it goes into a file. `from`: what stands for the column. */
export function outward({ name, kind, type }: TableColumn, from = `t.${quoted(name)}`): string {
  if (type.endsWith('[]')) return `to_jsonb(${from})::text as ${quoted(name)}`;
  return kind === 'text' || kind === 'json'
    ? `(${from})::text as ${quoted(name)}`
    : `${from} as ${quoted(name)}`;
}

/** A text of a file as the column's value. */
export function inward({ name, type }: TableColumn): string {
  const text = `x.${quoted(name)}`;
  if (!type.endsWith('[]')) return `${text}::${type}`;
  return `case when ${text} is not null then array(select jsonb_array_elements_text(${text}::jsonb))::${type} end`;
}

/** An identifier as SQL wants it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
