import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { createCsvSplitter, createJsonSplitter, type FileRecord, type Splitter } from './csv-splitter.ts';

/** How a stored file is made. */
export interface FileShape {
  format: 'csv' | 'jsonl' | 'xlsx';
  compression: 'none' | 'gzip';
  encoding: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
  delimiter: string | null;
  /** Line of the header, the first being 1; 0: there is none. */
  headerLine: number;
  /** Column names; of JSON lines the keys seen in the first lines, `a.b` for nested ones. */
  header: string[];
}

/** Where reading begins: byte of the file once decompressed and in UTF-8, and its line. */
export interface Place {
  offset: number;
  line: number;
}

/** The records of a piece of a file, and how much of the stored bytes is read (0…1). */
export interface Piece {
  records: FileRecord[];
  progress: number;
}

/** Where the CSV of a workbook's sheet is. */
export const sheetPath = (path: string) => `${path}.csv`;
/** Where the rows of a stored file are. */
export const rowsPath = (path: string, { format }: Pick<FileShape, 'format'>) =>
  format === 'xlsx' ? sheetPath(path) : path;

const pieceBytes = 256 * 1024;
export const startOfFile: Place = { offset: 0, line: 1 };

type Make = Pick<FileShape, 'compression' | 'encoding'>;

/** The bytes of a file from `offset` on, decompressed and in UTF-8, with the share of stored bytes consumed. */
async function* bytesOf(
  path: string,
  { compression, encoding }: Make,
  offset: number,
): AsyncGenerator<{ chunk: Buffer; progress: number }> {
  const { size } = await stat(path);
  const plain = compression === 'none' && encoding === 'utf-8';
  const source = createReadStream(path, { start: plain ? offset : 0, highWaterMark: pieceBytes });
  const share = () => Math.min(1, (source.bytesRead + (plain ? offset : 0)) / Math.max(size, 1));
  if (plain) {
    for await (const chunk of source) yield { chunk: chunk as Buffer, progress: share() };
    return;
  }
  const unpacked = compression === 'gzip' ? source.pipe(createGunzip({ chunkSize: pieceBytes })) : source;
  if (unpacked !== source) source.once('error', (error) => unpacked.destroy(error));
  // neither can be entered in the middle: what was read before is unpacked and decoded again, and skipped
  let skip = offset;
  try {
    for await (const bytes of inUtf8(unpacked, encoding)) {
      if (skip >= bytes.length) {
        skip -= bytes.length;
        continue;
      }
      yield { chunk: skip > 0 ? bytes.subarray(skip) : bytes, progress: share() };
      skip = 0;
    }
  } finally {
    source.destroy();
  }
}

/** Characters that cannot be read become U+FFFD, which the reader of rows refuses. */
async function* inUtf8(
  source: AsyncIterable<unknown>,
  encoding: FileShape['encoding'],
): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') {
    for await (const chunk of source) yield chunk as Buffer;
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk as Buffer, { stream: true }));
  yield Buffer.from(decoder.decode());
}

/**
 * Reads a file's records from a place on; the header of CSV and what stands above it is skipped.
 * Bounded memory: one piece at a time, and the next only when the last one was taken.
 */
export async function* readRecords(path: string, shape: FileShape, from: Place): AsyncGenerator<Piece> {
  const splitter = splitterOf(shape, from);
  let firstBytes = from.offset === 0;
  let progress = 0;
  for await (const piece of bytesOf(path, shape, from.offset)) {
    progress = piece.progress;
    const records = splitter.push(firstBytes ? withoutMark(piece.chunk) : piece.chunk);
    firstBytes = false;
    yield { records: cellsByHeader(records, shape), progress };
  }
  yield { records: cellsByHeader(splitter.end(), shape), progress: 1 };
}

function splitterOf(shape: FileShape, from: Place): Splitter {
  const options = { offset: from.offset, line: from.line };
  if (shape.format === 'jsonl') return createJsonSplitter(options);
  return createCsvSplitter({ ...options, delimiter: shape.delimiter ?? ',' });
}

/** The UTF-8 byte order mark, turned into nothing while keeping byte offsets right: blanks are trimmed from cells. */
function withoutMark(chunk: Buffer): Buffer {
  if (chunk[0] !== 0xef || chunk[1] !== 0xbb || chunk[2] !== 0xbf) return chunk;
  const copy = Buffer.from(chunk);
  copy.fill(0x20, 0, 3);
  return copy;
}

/** JSON lines get the cells their header names; a CSV row with more cells than the header is at fault. */
function cellsByHeader(all: FileRecord[], shape: FileShape): FileRecord[] {
  const { header, headerLine } = shape;
  const above = (all[0]?.line ?? Number.POSITIVE_INFINITY) <= headerLine;
  const records = above ? all.filter(({ line }) => line > headerLine) : all;
  for (const record of records) {
    if (record.text.includes('\ufffd') && !record.fault) {
      record.fault = { code: 'row.encoding', params: { encoding: shape.encoding.toUpperCase() } };
    }
    if (shape.format === 'jsonl') {
      const [value] = record.cells;
      if (!record.fault) record.cells = header.map((key) => atPath(value, key));
    } else if (record.cells.length > header.length && !record.fault) {
      const surplus = record.cells.slice(header.length);
      if (surplus.some((cell) => cell !== '')) {
        record.fault = {
          code: 'row.columns',
          params: { cells: record.cells.length, columns: header.length },
        };
      }
    }
  }
  return records;
}

/** `a.b` of `{a: {b: 1}}`; a key that itself contains the dot goes first. */
export function atPath(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, key)) return (value as Record<string, unknown>)[key];
  const dot = key.indexOf('.');
  if (dot < 0) return undefined;
  const outer = (value as Record<string, unknown>)[key.slice(0, dot)];
  return outer === undefined ? undefined : atPath(outer, key.slice(dot + 1));
}

/** The first bytes of a file, decompressed and in UTF-8, at most `most`. */
export async function readHead(
  path: string,
  make: Make,
  most: number,
): Promise<{ head: Buffer; whole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const { chunk } of bytesOf(path, make, 0)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) return { head: Buffer.concat(chunks).subarray(0, most), whole: false };
  }
  return { head: Buffer.concat(chunks), whole: true };
}
