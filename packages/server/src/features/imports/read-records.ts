import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { createCsvSplitter, createJsonSplitter, type FileRecord, type Splitter } from './csv-splitter.ts';

/** How a stored file is made. */
export interface FileShape {
  format: 'csv' | 'jsonl';
  compression: 'none' | 'gzip';
  encoding: 'utf-8' | 'gb18030';
  delimiter: string | null;
  /** Column names; of JSON lines the keys seen in the first lines, `a.b` for nested ones. */
  header: string[];
}

/** Where reading begins: byte of the decompressed file, and its line. */
export interface Place {
  offset: number;
  line: number;
}

/** The records of a piece of a file, and how much of the stored bytes is read (0…1). */
export interface Piece {
  records: FileRecord[];
  progress: number;
}

const pieceBytes = 256 * 1024;
export const startOfFile: Place = { offset: 0, line: 1 };

/** The decompressed bytes of a file from `offset` on, with the share of stored bytes consumed. */
async function* bytesOf(
  path: string,
  compression: FileShape['compression'],
  offset: number,
): AsyncGenerator<{ chunk: Buffer; progress: number }> {
  const { size } = await stat(path);
  const plain = compression === 'none';
  const source = createReadStream(path, { start: plain ? offset : 0, highWaterMark: pieceBytes });
  const share = () => Math.min(1, (source.bytesRead + (plain ? offset : 0)) / Math.max(size, 1));
  if (plain) {
    for await (const chunk of source) yield { chunk: chunk as Buffer, progress: share() };
    return;
  }
  const unpacked = source.pipe(createGunzip({ chunkSize: pieceBytes }));
  source.once('error', (error) => unpacked.destroy(error));
  // gzip cannot be entered in the middle: what was read before is unpacked again and skipped
  let skip = offset;
  try {
    for await (const chunk of unpacked) {
      const bytes = chunk as Buffer;
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

/**
 * Reads a file's records from a place on; the header line of CSV is skipped when reading from the start.
 * Bounded memory: one piece at a time, and the next only when the last one was taken.
 */
export async function* readRecords(path: string, shape: FileShape, from: Place): AsyncGenerator<Piece> {
  const splitter = splitterOf(shape, from);
  let headerAhead = shape.format === 'csv' && from.offset === 0;
  let firstBytes = from.offset === 0;
  let progress = 0;
  for await (const piece of bytesOf(path, shape.compression, from.offset)) {
    progress = piece.progress;
    const records = splitter.push(firstBytes ? withoutMark(piece.chunk) : piece.chunk);
    firstBytes = false;
    if (headerAhead && records.length > 0) {
      records.shift();
      headerAhead = false;
    }
    yield { records: cellsByHeader(records, shape), progress };
  }
  const left = splitter.end();
  if (headerAhead) left.shift();
  yield { records: cellsByHeader(left, shape), progress: 1 };
}

function splitterOf(shape: FileShape, from: Place): Splitter {
  const options = { encoding: shape.encoding, offset: from.offset, line: from.line };
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
function cellsByHeader(records: FileRecord[], shape: FileShape): FileRecord[] {
  const { header } = shape;
  for (const record of records) {
    if (record.text.includes('\ufffd') && !record.fault) {
      record.fault = { code: 'encoding', reason: `is not ${shape.encoding}` };
    }
    if (shape.format === 'jsonl') {
      const [value] = record.cells;
      if (!record.fault) record.cells = header.map((key) => atPath(value, key));
    } else if (record.cells.length > header.length && !record.fault) {
      const surplus = record.cells.slice(header.length);
      if (surplus.some((cell) => cell !== '')) {
        record.fault = {
          code: 'columns',
          reason: `has ${record.cells.length} cells, the header ${header.length}`,
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

/** The first decompressed bytes of a file, at most `most`. */
export async function readHead(
  path: string,
  compression: FileShape['compression'],
  most: number,
): Promise<{ head: Buffer; whole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const { chunk } of bytesOf(path, compression, 0)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) return { head: Buffer.concat(chunks).subarray(0, most), whole: false };
  }
  return { head: Buffer.concat(chunks), whole: true };
}
