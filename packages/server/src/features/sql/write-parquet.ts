import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { type ValueType, valueType } from './answer-values.ts';
import type { Field } from './door-session.ts';
import type { RunningQuery } from './query-runner.ts';

/** Rows of a row group: what is held in memory at once. */
export const groupRows = 10_000;

type Kind = Pick<SchemaElement, 'type' | 'converted_type'>;
const kinds: Record<ValueType, Kind> = {
  boolean: { type: 'BOOLEAN' },
  integer: { type: 'INT32' },
  bigint: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  // a decimal of a query has no scale of its own; exact sums are in the columns of minor units
  decimal: { type: 'DOUBLE' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  date: { type: 'INT32', converted_type: 'DATE' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
};

/** An answer as a Parquet file, row group by row group. `counted` learns of rows as they go. */
export async function* parquetOf(
  query: RunningQuery,
  first: (string | null)[][],
  options: { most: number },
  counted: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  const fields = query.fields();
  const names = namesOf(fields);
  const types = fields.map(valueType);
  const schema: SchemaElement[] = [
    { name: 'root', num_children: names.length },
    ...names.map((name, at) => ({
      name,
      repetition_type: 'OPTIONAL' as const,
      ...kinds[types[at] ?? 'text'],
    })),
  ];
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema, createdBy: 'yutang' });
  const taken = () => {
    const bytes = Buffer.from(writer.getBytes());
    // what was handed on need not be kept; `offset` goes on counting
    (writer as unknown as { index: number }).index = 0;
    return bytes;
  };
  let sent = 0;
  for (let rows = first; rows.length > 0; rows = await query.read(Math.min(groupRows, options.most - sent))) {
    const columnData = names.map((name, at) => ({
      name,
      data: rows.map((row) => parquetValue(types[at] ?? 'text', row[at] ?? null)),
    }));
    await file.write({ columnData, rowGroupSize: groupRows });
    sent += rows.length;
    counted(rows.length);
    yield taken();
    if (sent >= options.most) break;
  }
  await file.finish();
  yield taken();
}

/** A file has every name once: `total`, `total_2`. */
function namesOf(fields: readonly Field[]): string[] {
  const names = new Set<string>();
  for (const { name } of fields) {
    let free = name;
    for (let n = 2; names.has(free); n++) free = `${name}_${n}`;
    names.add(free);
  }
  return [...names];
}

function parquetValue(type: ValueType, text: string | null): unknown {
  if (text === null) return null;
  switch (type) {
    case 'boolean':
      return text === 't';
    case 'bigint':
      return BigInt(text);
    case 'integer':
    case 'number':
    case 'decimal':
      return Number(text);
    case 'date':
    case 'time':
      return instantOf(text);
    default:
      return text;
  }
}

/** `2026-01-02 03:04:05.6+08` or `2026-01-02` as a Date; null for what a file cannot hold (infinity, before Christ). */
function instantOf(text: string): Date | null {
  const [day = '', time] = text.split(' ');
  const zoned = time?.replace(/([+-]\d\d)$/, '$1:00');
  const at = new Date(zoned ? `${day}T${/[+-]\d\d:\d\d$/.test(zoned) ? zoned : `${zoned}Z`}` : day);
  return Number.isNaN(at.getTime()) ? null : at;
}
