import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ExportFormat } from '@yutang/contracts/exports';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { FileColumn, FileKind } from './manifest.ts';

/** A row as the database gave it: JSON columns as text. */
export type Row = Record<string, unknown>;

/** Rows of a Parquet row group, and of what is read from the stores at once. */
export const rowsAtOnce = 5000;

/** Writes rows into a file only its owner may read; answers size, sum and number of rows. */
export async function writeRows(
  path: string,
  format: ExportFormat,
  columns: readonly FileColumn[],
  batches: AsyncIterable<Row[]>,
): Promise<{ rows: number; bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  async function* counted() {
    for await (const batch of batches) {
      rows += batch.length;
      yield batch;
    }
  }
  const chunks = format === 'parquet' ? parquetOf(columns, counted()) : linesOf(columns, counted());
  await pipeline(chunks, count, createWriteStream(path, { mode: 0o600 }));
  return { rows, bytes, sha256: hash.digest('hex') };
}

async function* linesOf(
  columns: readonly FileColumn[],
  batches: AsyncIterable<Row[]>,
): AsyncGenerator<Buffer> {
  const named = columns.map(({ name, kind }) => ({ name, kind, key: `${JSON.stringify(name)}:` }));
  for await (const rows of batches) {
    let text = '';
    for (const row of rows) {
      const parts = named.map(({ name, kind, key }) => {
        const value = row[name] ?? null;
        // JSON goes in as it is: reading and writing it again would cost its numbers their digits
        return key + (kind === 'json' && value !== null ? oneLine(value as string) : JSON.stringify(value));
      });
      text += `{${parts.join(',')}}\n`;
    }
    yield Buffer.from(text);
  }
}

/** JSON text may have line breaks between its parts, never within. */
const oneLine = (json: string) => json.replaceAll('\n', ' ');

const kinds: Record<FileKind, Pick<SchemaElement, 'type' | 'converted_type'>> = {
  int: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
};

async function* parquetOf(
  columns: readonly FileColumn[],
  batches: AsyncIterable<Row[]>,
): AsyncGenerator<Buffer> {
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, kind }) => ({ name, repetition_type: 'OPTIONAL' as const, ...kinds[kind] })),
  ];
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema, createdBy: 'yutang' });
  const taken = () => {
    const bytes = Buffer.from(writer.getBytes());
    // what was handed on need not be kept; `offset` goes on counting
    (writer as unknown as { index: number }).index = 0;
    return bytes;
  };
  for await (const rows of batches) {
    if (rows.length === 0) continue;
    const columnData = columns.map(({ name, kind }) => ({
      name,
      data: rows.map((row) => parquetValue(kind, row[name] ?? null)),
    }));
    await file.write({ columnData, rowGroupSize: rows.length });
    yield taken();
  }
  await file.finish();
  yield taken();
}

function parquetValue(kind: FileKind, value: unknown): unknown {
  return value !== null && kind === 'int' ? BigInt(value as number) : value;
}
