import { eventColumns } from '../event-columns.ts';
import type { EventRow } from '../event-store.ts';

const highest = 2 ** 63 - 1024;

/** Bytes in ClickHouse's RowBinary, growing as needed. Not JSON: a lone surrogate in it stops 18.16. */
class Bytes {
  buffer = Buffer.allocUnsafe(1 << 20);
  length = 0;

  room(size: number): void {
    if (this.length + size <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + size));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }

  byte(value: number): void {
    this.room(1);
    this.buffer[this.length] = value;
    this.length += 1;
  }

  /** Beyond int64 there is no right answer, and a row that cannot be stored would stop the exporter for ever. */
  int64(value: number): void {
    this.room(8);
    const whole = value > highest ? highest : value < -highest ? -highest : Math.trunc(value);
    const high = Math.floor(whole / 4294967296);
    this.buffer.writeUInt32LE(whole - high * 4294967296, this.length);
    this.buffer.writeInt32LE(high, this.length + 4);
    this.length += 8;
  }

  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest & 127) | 128);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  text(value: string): void {
    const size = Buffer.byteLength(value);
    this.varint(size);
    this.room(size);
    this.length += this.buffer.write(value, this.length);
  }

  texts(values: readonly string[]): void {
    this.varint(values.length);
    for (const value of values) this.text(value);
  }
}

/** Columns in the order in which `encodeEvents` writes them. */
export const insertColumns = [
  ...eventColumns.map(({ name }) => (name === 'customer' ? 'customer_then' : name)),
  'prop_names',
  'prop_values',
  'append_id',
].join(', ');

/** Events as RowBinary for `insert into events_local (insertColumns)`. */
export function encodeEvents(rows: readonly EventRow[], appendId: number): Uint8Array {
  const bytes = new Bytes();
  for (const row of rows) {
    for (const { name, kind, nullable } of eventColumns) {
      const value = row[name];
      if (nullable) {
        bytes.byte(value === null ? 1 : 0);
        if (value === null) continue;
      }
      if (kind === 'int') bytes.int64(value as number);
      else if (kind === 'flag') bytes.byte(value ? 1 : 0);
      else bytes.text(value as string);
    }
    const [names, values] = flatten(row.props);
    bytes.texts(names);
    bytes.texts(values);
    bytes.int64(appendId);
  }
  return bytes.buffer.subarray(0, bytes.length);
}

/** Rows of plain integers as RowBinary. */
export function encodeInts(rows: readonly (readonly number[])[]): Uint8Array {
  const bytes = new Bytes();
  for (const row of rows) for (const value of row) bytes.int64(value);
  return bytes.buffer.subarray(0, bytes.length);
}

/**
 * Top-level properties as two arrays: text as it is, anything else as its JSON, null left out. The JSON functions of
 * 18.16 answer 0 for `{"a": 12}` because of the blank, and find nested keys of the same name.
 */
function flatten(props: string): [string[], string[]] {
  const names: string[] = [];
  const values: string[] = [];
  if (props === '{}') return [names, values];
  for (const [name, value] of Object.entries(JSON.parse(props) as Record<string, unknown>)) {
    if (value === null || value === undefined) continue;
    names.push(name);
    values.push(typeof value === 'string' ? value : JSON.stringify(value));
  }
  return [names, values];
}
