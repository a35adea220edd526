import {
  type CellObject,
  type DenseWorkSheet,
  type ParsingOptions,
  read,
  SSF,
  utils,
  type WorkBook,
} from '@e965/xlsx';
import { AppError, type ErrorCode } from '@yutang/core/errors';
import type { Workbook } from './read-workbook.ts';
import { unzippedBytes } from './unzipped-bytes.ts';

/** The greatest workbook that is read, as uploaded and unpacked: memory is some seven times the latter (docs/adr/0009). */
const mostBytes = 50 << 20;
const mostUnzippedBytes = 150 << 20;
/** Only what values need: rows as arrays, number formats to know dates by. */
const parsing: ParsingOptions = {
  dense: true,
  cellNF: true,
  cellText: false,
  cellFormula: false,
  cellHTML: false,
};
const megabytes = (bytes: number) => Math.ceil(bytes / (1 << 20));

/**
 * One sheet of a workbook as CSV (UTF-8, commas), row by row: row n of the sheet is line n. Values are exact: a number
 * as its digits, a date as `2026-03-08 08:05:00`, whatever the format shows. A number of more than 15 digits, which the
 * spreadsheet itself no longer holds exactly, is written rounded (1.23E+18), so that nobody takes it for one.
 * Without `wanted` it is the first sheet that shows and has rows.
 */
export function sheetAsCsv(data: Buffer, wanted?: string): Workbook & { csv: string } {
  if (data.length > mostBytes) throw tooLarge('imports.workbook-large', data.length, mostBytes);
  const entries = unzippedBytes(data, mostUnzippedBytes);
  if (entries.bytes > mostUnzippedBytes)
    throw tooLarge('imports.workbook-unpacked', entries.bytes, mostUnzippedBytes);
  if (!entries.names.includes('xl/workbook.xml')) throw new AppError('imports.zip');
  const open = (sheet: string | number) => read(data, { ...parsing, sheets: [sheet] });
  const first = open(wanted ?? 0);
  const shown = first.SheetNames.filter((_, at) => !first.Workbook?.Sheets?.[at]?.Hidden);
  const sheets = shown.length > 0 ? shown : first.SheetNames;
  for (const sheet of wanted === undefined ? sheets : sheets.filter((name) => name === wanted)) {
    const csv = csvOf(first.Sheets[sheet] ? first : open(sheet), sheet);
    if (csv !== '') return { sheet, sheets, csv };
  }
  throw new AppError('imports.sheet', { name: wanted ?? '', sheets: sheets.join(', ').slice(0, 200) });
}

function tooLarge(code: ErrorCode, bytes: number, most: number): AppError {
  return new AppError(code, { megabytes: megabytes(bytes), most: megabytes(most) });
}

function csvOf(book: WorkBook, name: string): string {
  const sheet = book.Sheets[name] as DenseWorkSheet | undefined;
  const rows: (CellObject | undefined)[][] = sheet?.['!data'] ?? [];
  if (!sheet?.['!ref'] || rows.length === 0) return '';
  const { e } = utils.decode_range(sheet['!ref']);
  const late = book.Workbook?.WBProps?.date1904 === true;
  const lines: string[] = [];
  let filled = 0;
  for (let at = 0; at <= Math.min(e.r, rows.length - 1); at++) {
    const cells = Array.from({ length: rows[at]?.length ?? 0 }, (_, i) =>
      csvCell(textOf(rows[at]?.[i], late)),
    );
    while (cells.at(-1) === '') cells.pop();
    if (cells.length > 0) filled = at + 1;
    lines.push(cells.join(','));
  }
  return filled === 0 ? '' : `${lines.slice(0, filled).join('\n')}\n`;
}

function textOf(cell: CellObject | undefined, date1904: boolean): string {
  if (!cell || cell.v === undefined || cell.v === null) return '';
  if (cell.t === 'e') return '';
  if (cell.t === 'b') return cell.v ? 'TRUE' : 'FALSE';
  if (cell.v instanceof Date) return cell.v.toISOString();
  if (cell.t !== 'n') return String(cell.v);
  const value = Number(cell.v);
  return typeof cell.z === 'string' && SSF.is_date(cell.z) ? dateText(value, date1904) : numberText(value);
}

/** The digits a spreadsheet holds: 15, so that 0.1 + 0.2 is 0.3 and 13800000000 is no 1.38E+10. */
function numberText(value: number): string {
  if (Math.abs(value) >= 1e15)
    return value
      .toExponential(14)
      .replace(/\.?0+e/, 'e')
      .toUpperCase();
  const exact = Number(value.toPrecision(15));
  return Math.abs(exact) < 1e-6 && exact !== 0 ? exact.toFixed(15).replace(/0+$/, '') : String(exact);
}

const two = (part: number) => String(part).padStart(2, '0');

/** A count of days as its date and time; less than a day is a time alone. */
function dateText(value: number, date1904: boolean): string {
  const found = SSF.parse_date_code(Math.round(value * 86_400) / 86_400 + 1e-9, { date1904 });
  if (!found) return numberText(value);
  const time = `${two(found.H)}:${two(found.M)}:${two(Math.floor(found.S))}`;
  if (value < 1 && !date1904) return time;
  return `${found.y}-${two(found.m)}-${two(found.d)}${time === '00:00:00' ? '' : ` ${time}`}`;
}

/** Line ends within a cell become blanks: a line of the CSV is a row of the sheet. */
function csvCell(text: string): string {
  const flat = /[\r\n]/.test(text) ? text.replace(/\s*[\r\n]+\s*/g, ' ') : text;
  return /[",]/.test(flat) ? `"${flat.replaceAll('"', '""')}"` : flat;
}
