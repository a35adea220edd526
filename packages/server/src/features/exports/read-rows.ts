import { createReadStream } from 'node:fs';
import type { ExportFormat } from '@yutang/contracts/exports';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { linesOf } from '../../platform/files/lines-of.ts';
import type { FileColumn, FileKind } from './manifest.ts';
import { rowsAtOnce } from './write-rows.ts';

/** Values of a row in the order of the columns, as PostgreSQL reads them from text. */
export type TextRow = (string | null)[];

/** The rows of a file, some thousand at a time. Throws for what cannot be read as what the columns say. */
export async function* readRows(
  path: string,
  format: ExportFormat,
  columns: readonly FileColumn[],
): AsyncGenerator<TextRow[]> {
  const textRow = (row: Record<string, unknown>) =>
    columns.map(({ name, kind }) => textOf(kind, row[name] ?? null, format));
  if (format === 'jsonl') {
    let rows: TextRow[] = [];
    for await (const line of linesOf(createReadStream(path))) {
      if (line === '') continue;
      rows.push(textRow(JSON.parse(line) as Record<string, unknown>));
      if (rows.length < rowsAtOnce) continue;
      yield rows;
      rows = [];
    }
    yield rows;
    return;
  }
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let at = 0;
  for (const group of metadata.row_groups) {
    const end = at + Number(group.num_rows);
    for (; at < end; at += rowsAtOnce) {
      const rowEnd = Math.min(at + rowsAtOnce, end);
      yield (await parquetReadObjects({ file, metadata, rowStart: at, rowEnd })).map(textRow);
    }
    at = end;
  }
}

function textOf(kind: FileKind, value: unknown, format: ExportFormat): string | null {
  if (value === null || value === undefined) return null;
  if (kind === 'json') return format === 'jsonl' ? JSON.stringify(value) : String(value);
  if (typeof value === 'object') throw new RangeError(`a ${kind} is a single value`);
  return String(value);
}
