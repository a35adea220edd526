/** One record of a CSV text: its cells, and the line it begins on (1 is the first). */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/** Reads a whole CSV text (RFC 4180; comma, semicolon or tab, whichever the first line has most of). Blank lines are left out. */
export function readCsv(text: string): CsvRecord[] {
  const source = text.replace(/^\uFEFF/, '');
  const first = source.slice(0, source.search(/[\r\n]|$/));
  const separator = [',', ';', '\t'].sort(
    (a, b) => first.split(b).length - first.split(a).length,
  )[0] as string;
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let begun = 1;
  const endRecord = () => {
    cells.push(cell);
    if (cells.some((value) => value.trim() !== '')) records.push({ line: begun, cells });
    cells = [];
    cell = '';
    begun = line;
  };
  for (let at = 0; at < source.length; at++) {
    const char = source[at] as string;
    if (char === '\n') line++;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (source[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (char === separator) {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') endRecord();
    else if (char !== '\r') cell += char;
  }
  endRecord();
  return records;
}
