import type { RowProblem } from '@yutang/core/imports';

/** One record of a file: a CSV row or a JSON line. */
export interface FileRecord {
  /** Cells in file order; of a JSON line its one parsed value. */
  cells: unknown[];
  /** As it stands in the file. */
  text: string;
  /** Line of the file it begins on, the first being 1. */
  line: number;
  /** First byte after it, in the decompressed file, and the line number there. */
  end: number;
  nextLine: number;
  /** It cannot be read at all. */
  fault?: Pick<RowProblem, 'code' | 'params'>;
}

export interface Splitter {
  /** The records that are complete with this piece of the file. */
  push(chunk: Buffer): FileRecord[];
  /** What is left when the file ends. */
  end(): FileRecord[];
}

export interface SplitterOptions {
  /** One byte: `,` `;` tab or `|`. */
  delimiter: string;
  /** Where the first pushed byte stands in the file, and on which line. */
  offset: number;
  line: number;
}

const newline = 10;
const carriageReturn = 13;
const quote = 34;
/** A record longer than this is an opening quote that nobody closed. */
const longestRecord = 1 << 20;

/**
 * Splits CSV into records, working on bytes, so that the place after every record is known and an import can go on
 * there. UTF-8 keeps quotes, delimiters and line ends out of its longer characters. A quote opens a cell only
 * at its beginning; within, `""` is one quote.
 */
export function createCsvSplitter(options: SplitterOptions): Splitter {
  const { delimiter } = options;
  const separator = delimiter.charCodeAt(0);
  let rest: Buffer = Buffer.alloc(0);
  /** Where `rest` begins in the file. */
  let base = options.offset;
  let line = options.line;

  function split(data: Buffer, last: boolean): FileRecord[] {
    const records: FileRecord[] = [];
    let at = 0;
    let nextQuote = data.indexOf(quote);
    while (at < data.length) {
      let lineEnd = data.indexOf(newline, at);
      if (lineEnd < 0) {
        if (!last) break;
        lineEnd = data.length;
      }
      if (nextQuote >= 0 && nextQuote < at) nextQuote = data.indexOf(quote, at);
      if (nextQuote < 0 || nextQuote > lineEnd) {
        const text = decode(
          data,
          at,
          data[lineEnd - 1] === carriageReturn && lineEnd > at ? lineEnd - 1 : lineEnd,
        );
        at = Math.min(lineEnd + 1, data.length);
        line++;
        if (text === '') continue;
        records.push({ cells: text.split(delimiter), text, line: line - 1, end: base + at, nextLine: line });
        continue;
      }
      const quoted = readQuoted(data, at, separator, last);
      if (quoted === undefined) {
        if (data.length - at < longestRecord && !last) break;
        const text = decode(data, at, lineEnd);
        at = Math.min(lineEnd + 1, data.length);
        const fault = { code: 'row.quote' } as const;
        line++;
        records.push({ cells: [], text, line: line - 1, end: base + at, nextLine: line, fault });
        continue;
      }
      const text = decode(data, at, quoted.textEnd);
      const began = line++;
      for (let i = data.indexOf(newline, at); i >= 0 && i < quoted.textEnd; i = data.indexOf(newline, i + 1))
        line++;
      records.push({ cells: quoted.cells, text, line: began, end: base + quoted.next, nextLine: line });
      at = quoted.next;
    }
    rest = at < data.length ? Buffer.from(data.subarray(at)) : Buffer.alloc(0);
    base += at;
    return records;
  }

  return {
    push: (chunk) => split(rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk, false),
    end: () => split(rest, true),
  };
}

/** Text of a piece of the file. Broken characters become U+FFFD, which the reader of rows refuses. */
const decode = (data: Buffer, start: number, end: number): string => data.toString('utf8', start, end);

/** A record that contains quotes; undefined when it does not end within `data`. */
function readQuoted(
  data: Buffer,
  start: number,
  separator: number,
  last: boolean,
): { cells: string[]; textEnd: number; next: number } | undefined {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    let cell = '';
    if (data[at] === quote) {
      let close = data.indexOf(quote, at + 1);
      let doubled = false;
      while (close >= 0 && data[close + 1] === quote) {
        doubled = true;
        close = data.indexOf(quote, close + 2);
      }
      // the byte after may still show that this quote is only half of a doubled one
      if (close < 0 || (close + 1 >= data.length && !last)) return undefined;
      cell = decode(data, at + 1, close);
      if (doubled) cell = cell.replaceAll('""', '"');
      at = close + 1;
    }
    const begin = at;
    while (at < data.length && data[at] !== separator && data[at] !== newline) at++;
    if (at >= data.length && !last) return undefined;
    const ends = data[at] !== separator;
    const textEnd = ends && at > begin && data[at - 1] === carriageReturn ? at - 1 : at;
    if (textEnd > begin) cell += decode(data, begin, textEnd);
    cells.push(cell);
    if (ends) return { cells, textEnd, next: Math.min(at + 1, data.length) };
    at++;
  }
}

/** Splits JSON lines: every line one value. */
export function createJsonSplitter(options: Omit<SplitterOptions, 'delimiter'>): Splitter {
  let rest: Buffer = Buffer.alloc(0);
  let base = options.offset;
  let line = options.line;

  function split(data: Buffer, last: boolean): FileRecord[] {
    const records: FileRecord[] = [];
    let at = 0;
    while (at < data.length) {
      let lineEnd = data.indexOf(newline, at);
      if (lineEnd < 0) {
        if (!last && data.length - at < longestRecord) break;
        lineEnd = data.length;
      }
      const text = decode(data, at, lineEnd).trim();
      at = Math.min(lineEnd + 1, data.length);
      line++;
      if (text !== '')
        records.push({ ...parsed(text), text, line: line - 1, end: base + at, nextLine: line });
    }
    rest = at < data.length ? Buffer.from(data.subarray(at)) : Buffer.alloc(0);
    base += at;
    return records;
  }

  return {
    push: (chunk) => split(rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk, false),
    end: () => split(rest, true),
  };
}

function parsed(text: string): Pick<FileRecord, 'cells' | 'fault'> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { cells: [value] };
  } catch {
    // told as a fault of the row
  }
  return { cells: [], fault: { code: 'row.json' } };
}
