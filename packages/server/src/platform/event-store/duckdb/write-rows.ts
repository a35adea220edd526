import type { DuckDBAppender } from '@duckdb/node-api';
import { BIGINT, BOOLEAN, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import raw from '@duckdb/node-bindings';
import { eventColumns } from '../event-columns.ts';
import type { EventRow } from '../event-store.ts';

const chunkRows = 2048;
const types = eventColumns.map(({ kind }) => (kind === 'int' ? BIGINT : kind === 'flag' ? BOOLEAN : VARCHAR));

// One chunk's worth of a column, filled here and copied over in one call: the library's own vectors cost 4.5 µs a row,
// value by value, this 2.1. A string is 16 bytes: length, then up to 12 bytes in place, or a pointer that only DuckDB can set.
const cells = new ArrayBuffer(chunkRows * 16);
const bytes = new Uint8Array(cells);
const words = new Int32Array(cells);
const validity = new ArrayBuffer(chunkRows / 8);
const valid = new Uint32Array(validity);
const inPlace = 12;

const highest = 2 ** 63 - 1024;

/** Appends events to the table the appender stands on. Synchronous; a later `flushSync` or `closeSync` completes it. */
export function writeRows(appender: DuckDBAppender, rows: readonly EventRow[]): void {
  for (let offset = 0; offset < rows.length; offset += chunkRows) {
    const part = rows.slice(offset, offset + chunkRows);
    const chunk = DuckDBDataChunk.create(types, part.length);
    for (const [index, { name, kind }] of eventColumns.entries()) {
      const vector = raw.data_chunk_get_vector(chunk.chunk, index);
      const hasNull =
        kind === 'text'
          ? fillText(vector, part, name)
          : kind === 'flag'
            ? fillFlags(vector, part, name)
            : fillInts(vector, part, name);
      if (hasNull) {
        raw.vector_ensure_validity_writable(vector);
        raw.copy_data_to_vector_validity(vector, 0, validity, 0, Math.ceil(part.length / 64) * 8);
      }
    }
    appender.appendDataChunk(chunk);
  }
}

type Vector = ReturnType<typeof raw.data_chunk_get_vector>;

function markNull(row: number, before: boolean): true {
  if (!before) valid.fill(0xffffffff);
  valid[row >> 5] = (valid[row >> 5] as number) & ~(1 << (row & 31));
  return true;
}

function fillInts(vector: Vector, rows: readonly EventRow[], name: keyof EventRow): boolean {
  let hasNull = false;
  for (let row = 0; row < rows.length; row += 1) {
    const value = (rows[row] as EventRow)[name] as number | null;
    if (value === null) {
      hasNull = markNull(row, hasNull);
      words[2 * row] = 0;
      words[2 * row + 1] = 0;
      continue;
    }
    // Beyond int64 there is no right answer, and a row that cannot be stored would stop the exporter for ever.
    const whole = value > highest ? highest : value < -highest ? -highest : Math.trunc(value);
    const high = Math.floor(whole / 4294967296);
    words[2 * row] = (whole - high * 4294967296) | 0;
    words[2 * row + 1] = high;
  }
  raw.copy_data_to_vector(vector, 0, cells, 0, rows.length * 8);
  return hasNull;
}

function fillFlags(vector: Vector, rows: readonly EventRow[], name: keyof EventRow): boolean {
  for (let row = 0; row < rows.length; row += 1) bytes[row] = (rows[row] as EventRow)[name] ? 1 : 0;
  raw.copy_data_to_vector(vector, 0, cells, 0, rows.length);
  return false;
}

function fillText(vector: Vector, rows: readonly EventRow[], name: keyof EventRow): boolean {
  let hasNull = false;
  const long: number[] = [];
  let short = 0;
  for (let row = 0; row < rows.length; row += 1) {
    const value = (rows[row] as EventRow)[name] as string | null;
    if (value === null) {
      hasNull = markNull(row, hasNull);
      words.fill(0, 4 * row, 4 * row + 4);
    } else if (fillShort(row, value)) {
      short += 1;
    } else {
      words.fill(0, 4 * row, 4 * row + 4);
      long.push(row);
    }
  }
  if (short > 0) raw.copy_data_to_vector(vector, 0, cells, 0, rows.length * 16);
  for (const row of long)
    raw.vector_assign_string_element(vector, row, (rows[row] as EventRow)[name] as string);
  return hasNull;
}

/** Writes a string of at most 12 ASCII characters in place; false when it is another kind. */
function fillShort(row: number, value: string): boolean {
  if (value.length > inPlace) return false;
  words[4 * row] = value.length;
  words[4 * row + 1] = 0;
  words[4 * row + 2] = 0;
  words[4 * row + 3] = 0;
  const start = 16 * row + 4;
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code > 127) return false;
    bytes[start + index] = code;
  }
  return true;
}
