import { open } from 'node:fs/promises';
import type { FileReading } from '@yutang/contracts/imports';
import { AppError } from '@yutang/core/errors';
import { cellText } from '@yutang/core/imports';
import { createCsvSplitter, createJsonSplitter, type FileRecord } from './csv-splitter.ts';
import { headerRecord, namesOf } from './find-header.ts';
import { atPath, type FileShape, readHead, sheetPath } from './read-records.ts';
import type { ReadWorkbook } from './read-workbook.ts';

/** What is looked at of a file: its first MiB, decompressed. */
const headBytes = 1 << 20;
const delimiters = [',', '\t', ';', '|'];
const sampleRows = 5;
const mostColumns = 500;

export interface DetectedFile extends FileShape {
  /** First rows, as text. */
  sample: string[][];
  /** Of a workbook: the sheet that is read, and those that could be. */
  sheet: string | null;
  sheets: string[];
}

/**
 * Finds out how a file is made, from its bytes and not from its name; what `reading` states is taken as it is. Throws
 * `imports.encoding`, `.gzip`, `.zip`, `.xls`, `.json…`, `.empty`, `.header…` and what `readWorkbook` throws.
 */
export async function detectFile(
  path: string,
  name: string,
  reading: FileReading,
  readWorkbook: ReadWorkbook,
): Promise<DetectedFile> {
  const container = await containerOf(path);
  if (container === 'zip') {
    const { sheet, sheets } = await readWorkbook(path, reading.sheet);
    const make = { compression: 'none', encoding: 'utf-8' } as const;
    const { head, whole } = await readHead(sheetPath(path), make, headBytes);
    const found = separated(head, whole, { ...reading, delimiter: ',' }, name);
    return { ...make, ...found, format: 'xlsx', sheet, sheets };
  }
  try {
    const raw = await readHead(path, { compression: container, encoding: 'utf-8' }, headBytes);
    const encoding = reading.encoding ?? encodingOf(raw.head, raw.whole);
    const make = { compression: container, encoding };
    const { head, whole } = encoding === 'utf-8' ? raw : await readHead(path, make, headBytes);
    const bare = head[0] === 0xef && head[1] === 0xbb ? head.subarray(3) : head;
    if (bare.length === 0) throw new AppError('imports.empty', { name });
    if (firstByte(bare) === 0x5b) throw new AppError('imports.json-array');
    const found =
      firstByte(bare) === 0x7b ? jsonLines(bare, whole, name) : separated(bare, whole, reading, name);
    return { ...make, ...found, sheet: null, sheets: [] };
  } catch (error) {
    if (container === 'gzip' && !(error instanceof AppError)) throw new AppError('imports.gzip');
    throw error;
  }
}

async function containerOf(path: string): Promise<FileShape['compression'] | 'zip'> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    const [a, b] = buffer;
    if (bytesRead >= 2 && a === 0x1f && b === 0x8b) return 'gzip';
    if (bytesRead >= 4 && a === 0x50 && b === 0x4b) return 'zip';
    if (bytesRead >= 4 && a === 0xd0 && b === 0xcf) throw new AppError('imports.xls');
    return 'none';
  } finally {
    await file.close();
  }
}

function encodingOf(head: Buffer, whole: boolean): FileShape['encoding'] {
  const [a, b] = head;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // without a mark, every comma and digit of UTF-16 still has its zero, always on the same side
  const zeros = [0, 0];
  for (let at = head.indexOf(0); at >= 0; at = head.indexOf(0, at + 1))
    zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > 0 && even * 20 < odd) return 'utf-16le';
  if (even > 0 && odd * 20 < even) return 'utf-16be';
  if (even + odd > 0) throw new AppError('imports.encoding');
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    try {
      // the head may end within a character
      new TextDecoder(encoding, { fatal: true }).decode(head, { stream: !whole });
      return encoding;
    } catch {
      // not this one
    }
  }
  throw new AppError('imports.encoding');
}

function firstByte(head: Buffer): number | undefined {
  return head.find((byte) => byte > 0x20);
}

function recordsOf(head: Buffer, whole: boolean, delimiter: string | null): FileRecord[] {
  const options = { offset: 0, line: 1 };
  const splitter =
    delimiter === null ? createJsonSplitter(options) : createCsvSplitter({ ...options, delimiter });
  const records = splitter.push(head);
  return whole ? [...records, ...splitter.end()] : records;
}

function jsonLines(head: Buffer, whole: boolean, name: string) {
  const records = recordsOf(head, whole, null).slice(0, 100);
  const values = records
    .filter(({ fault }) => !fault)
    .map(({ cells }) => cells[0] as Record<string, unknown>);
  if (values.length === 0) throw new AppError('imports.json');
  const header = [...new Set(values.flatMap((value) => Object.keys(value)))].slice(0, mostColumns);
  if (header.length === 0) throw new AppError('imports.empty', { name });
  const sample = values.slice(0, sampleRows).map((value) => header.map((key) => textOf(atPath(value, key))));
  return { format: 'jsonl' as const, delimiter: null, header, headerLine: 0, sample };
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : cellText(value);
}

function separated(head: Buffer, whole: boolean, reading: FileReading, name: string) {
  const delimiter = reading.delimiter ?? delimiterOf(head);
  const records = recordsOf(head, whole, delimiter);
  const top =
    reading.headerLine === undefined
      ? headerRecord(records)
      : records.find(({ line }) => line === reading.headerLine);
  const header = namesOf(top?.cells ?? []);
  const headerLine = top?.line ?? reading.headerLine ?? 1;
  if (header.length === 0) throw new AppError('imports.header-empty', { line: headerLine });
  if (header.length > mostColumns)
    throw new AppError('imports.header-wide', { columns: header.length, most: mostColumns });
  const long = header.find((each) => each.length > 256);
  if (long !== undefined) throw new AppError('imports.header-long', { name: long.slice(0, 40) });
  const rows = records.filter(({ line }) => line > headerLine);
  if (rows.length === 0) throw new AppError('imports.empty', { name });
  const sample = rows.slice(0, sampleRows).map(({ cells }) => header.map((_, i) => cellText(cells[i])));
  return { format: 'csv' as const, delimiter, header, headerLine, sample };
}

/** The delimiter that cuts most lines into equally many cells, whatever stands above the header. */
function delimiterOf(head: Buffer): string {
  const [best = ','] = delimiters
    .map((each) => ({ each, score: regularity(recordsOf(head.subarray(0, 65_536), false, each)) }))
    .sort((a, b) => b.score - a.score)
    .map(({ each }) => each);
  return best;
}

function regularity(records: FileRecord[]): number {
  const counts = new Map<number, number>();
  const seen = records.slice(0, 50);
  for (const { cells } of seen) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return Math.max(0, ...[...counts].map(([cells, lines]) => (cells > 1 ? (cells * lines) / seen.length : 0)));
}
