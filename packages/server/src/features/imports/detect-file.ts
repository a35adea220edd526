import { open } from 'node:fs/promises';
import { AppError } from '@yutang/core/errors';
import { cellText } from '@yutang/core/imports';
import { createCsvSplitter, createJsonSplitter, type FileRecord } from './csv-splitter.ts';
import { atPath, type FileShape, readHead } from './read-records.ts';

/** What is looked at of a file: its first MiB, decompressed. */
const headBytes = 1 << 20;
const delimiters = [',', '\t', ';', '|'];
const sampleRows = 5;
const mostColumns = 500;

export interface DetectedFile extends FileShape {
  /** First rows, as text. */
  sample: string[][];
}

/**
 * Finds out how a file is made, from its bytes and not from its name. Throws `imports.encoding`, `imports.format`,
 * `imports.empty`, `imports.header`.
 */
export async function detectFile(path: string, name: string): Promise<DetectedFile> {
  const compression = await compressionOf(path);
  let read: { head: Buffer; whole: boolean };
  try {
    read = await readHead(path, compression, headBytes);
  } catch (error) {
    if (compression === 'gzip') throw new AppError('imports.format', { format: 'damaged gzip' });
    throw error;
  }
  const { head, whole } = read;
  const encoding = encodingOf(head, whole);
  const bare = head[0] === 0xef && head[1] === 0xbb ? head.subarray(3) : head;
  if (bare.length === 0) throw new AppError('imports.empty', { name });
  const shape = { compression, encoding };
  if (firstByte(bare) === 0x5b)
    throw new AppError('imports.format', { format: 'one JSON array; write one object a line' });
  const found =
    firstByte(bare) === 0x7b ? jsonLines(bare, whole, encoding) : separated(bare, whole, encoding);
  if (found.sample.length === 0) throw new AppError('imports.empty', { name });
  return { ...shape, ...found };
}

async function compressionOf(path: string): Promise<FileShape['compression']> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    const [a, b] = buffer;
    if (bytesRead >= 2 && a === 0x1f && b === 0x8b) return 'gzip';
    if (bytesRead >= 4 && a === 0x50 && b === 0x4b) {
      throw new AppError('imports.format', { format: 'a ZIP archive or an Excel workbook (.xlsx)' });
    }
    if (bytesRead >= 4 && a === 0xd0 && b === 0xcf) {
      throw new AppError('imports.format', { format: 'an old Excel workbook (.xls)' });
    }
    return 'none';
  } finally {
    await file.close();
  }
}

function encodingOf(head: Buffer, whole: boolean): FileShape['encoding'] {
  const [a, b] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw new AppError('imports.encoding', { encoding: 'UTF-16' });
  }
  if (head.includes(0))
    throw new AppError('imports.encoding', { encoding: 'UTF-16, or it is no text at all' });
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    try {
      // the head may end within a character
      new TextDecoder(encoding, { fatal: true }).decode(head, { stream: !whole });
      return encoding;
    } catch {
      // not this one
    }
  }
  throw new AppError('imports.encoding', { encoding: 'neither UTF-8 nor GB18030 (GBK)' });
}

function firstByte(head: Buffer): number | undefined {
  return head.find((byte) => byte > 0x20);
}

function recordsOf(
  head: Buffer,
  whole: boolean,
  encoding: FileShape['encoding'],
  delimiter: string | null,
): FileRecord[] {
  const options = { encoding, offset: 0, line: 1 };
  const splitter =
    delimiter === null ? createJsonSplitter(options) : createCsvSplitter({ ...options, delimiter });
  const records = splitter.push(head);
  return whole ? [...records, ...splitter.end()] : records;
}

function jsonLines(head: Buffer, whole: boolean, encoding: FileShape['encoding']) {
  const records = recordsOf(head, whole, encoding, null).slice(0, 100);
  const values = records
    .filter(({ fault }) => !fault)
    .map(({ cells }) => cells[0] as Record<string, unknown>);
  if (values.length === 0)
    throw new AppError('imports.format', { format: 'JSON, but not one object a line' });
  const header = [...new Set(values.flatMap((value) => Object.keys(value)))].slice(0, mostColumns);
  const sample = values.slice(0, sampleRows).map((value) => header.map((key) => textOf(atPath(value, key))));
  return { format: 'jsonl' as const, delimiter: null, header, sample };
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : cellText(value);
}

function separated(head: Buffer, whole: boolean, encoding: FileShape['encoding']) {
  const [delimiter = ','] = delimiters
    .map((each) => ({ each, score: regularity(recordsOf(head.subarray(0, 65_536), false, encoding, each)) }))
    .sort((a, b) => b.score - a.score)
    .map(({ each }) => each);
  const records = recordsOf(head, whole, encoding, delimiter);
  const [first, ...rows] = records;
  const header = (first?.cells ?? []).map((cell) => String(cell).trim());
  // a trailing delimiter makes a column without a name and without content
  while (header.at(-1) === '') header.pop();
  checkHeader(header);
  const sample = rows.slice(0, sampleRows).map(({ cells }) => header.map((_, i) => cellText(cells[i])));
  return { format: 'csv' as const, delimiter, header, sample };
}

/** How many cells a delimiter gives the header, less where rows disagree; 0 when it separates nothing. */
function regularity(records: FileRecord[]): number {
  const [first = 0, ...rows] = records.slice(0, 50).map(({ cells }) => cells.length);
  if (first <= 1) return 0;
  const agreeing = rows.filter((count) => count === first).length;
  return (first * (agreeing + 1)) / (rows.length + 1);
}

function checkHeader(header: string[]): void {
  const refuse = (reason: string) => new AppError('imports.header', { reason });
  if (header.length === 0) throw refuse('it is empty');
  if (header.length > mostColumns) throw refuse(`it has more than ${mostColumns} columns`);
  const empty = header.indexOf('');
  if (empty >= 0) throw refuse(`column ${empty + 1} has no name`);
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) throw refuse(`“${twice}” stands there twice`);
  const long = header.find((name) => name.length > 256);
  if (long !== undefined) throw refuse(`“${long.slice(0, 40)}…” is longer than 256 characters`);
}
