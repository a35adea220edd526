import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvSplitter, createJsonSplitter, type FileRecord } from './csv-splitter.ts';

const options = { delimiter: ',', offset: 0, line: 1 };

/** Splits `bytes` given in pieces of the sizes of `cuts`, again and again. */
function split(bytes: Buffer, cuts: readonly number[] = [bytes.length], from = options): FileRecord[] {
  const splitter = createCsvSplitter(from);
  const records: FileRecord[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = cuts[i % cuts.length] as number;
    records.push(...splitter.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return [...records, ...splitter.end()];
}
const cells = (text: string) => split(Buffer.from(text)).map((record) => record.cells);

const cell = fc.string({
  unit: fc.constantFrom('a', '鱼', '"', ',', '\n', '\r\n', ' ', '塘', '1'),
  maxLength: 6,
});
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
const write = (rows: string[][]) =>
  rows
    .map((row) =>
      row.map((each) => (/[",\n\r]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each)).join(','),
    )
    .join('\r\n');

describe('[ID-08] splitting CSV', () => {
  it('gives the cells that csv-parse gives, wherever the file is cut into pieces', () => {
    fc.assert(
      fc.property(
        table,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        (rows, cuts) => {
          const text = write(rows);
          const expected = parse(text, { relax_column_count: true, skip_empty_lines: true }) as string[][];
          expect(split(Buffer.from(text), cuts).map((record) => record.cells)).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('can go on after any record, at its byte and line, as if it had never stopped', () => {
    fc.assert(
      fc.property(table, fc.nat(), (rows, pick) => {
        const bytes = Buffer.from(`${write(rows)}\n`);
        const all = split(bytes);
        const at = pick % Math.max(all.length, 1);
        const stop = all[at];
        if (!stop) return;
        const rest = split(bytes.subarray(stop.end), undefined, {
          ...options,
          offset: stop.end,
          line: stop.nextLine,
        });
        expect(stop.nextLine).toBe(bytes.subarray(0, stop.end).toString().split('\n').length);
        expect(rest).toEqual(all.slice(at + 1));
      }),
      { numRuns: 300 },
    );
  });

  it('takes a quote within a cell as it stands, and skips empty lines', () => {
    expect(cells('a,5" pipe,c\n\n\nx,"y ""z""",\n')).toEqual([
      ['a', '5" pipe', 'c'],
      ['x', 'y "z"', ''],
    ]);
    expect(cells('"a"b,c')).toEqual([['ab', 'c']]);
  });

  it('reports a quote nobody closes on its own line and goes on with the next', () => {
    const records = split(Buffer.from('a,b\n1,"open\n2,fine\n'));
    expect(records.map(({ line, fault }) => [line, fault?.code])).toEqual([
      [1, undefined],
      [2, 'row.quote'],
      [3, undefined],
    ]);
  });

  it('takes JSON lines as values and tells the line that is none', () => {
    const splitter = createJsonSplitter(options);
    const text = Buffer.from('{"a":1}\n\n[1]\n{"b":"鱼"}');
    const records = [
      ...splitter.push(text.subarray(0, 20)),
      ...splitter.push(text.subarray(20)),
      ...splitter.end(),
    ];
    expect(records.map(({ line, cells: [value], fault }) => [line, value, fault?.code])).toEqual([
      [1, { a: 1 }, undefined],
      [3, undefined, 'row.json'],
      [4, { b: '鱼' }, undefined],
    ]);
    expect(records.at(-1)?.end).toBe(text.length);
  });
});
