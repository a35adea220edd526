import { valueType } from './answer-values.ts';
import type { RunningQuery } from './query-runner.ts';

/** Rows of one turn: the first come soon, and a slow reader holds few. */
export const batchRows = 1_000;

/**
 * An answer as CSV text (RFC 4180). Text that a spreadsheet would take for a formula is told to be text by a leading
 * apostrophe. `counted` learns of rows as they go.
 */
export async function* csvOf(
  query: RunningQuery,
  first: (string | null)[][],
  options: { bom: boolean; most: number },
  counted: (rows: number) => void,
): AsyncGenerator<string> {
  const fields = query.fields();
  const types = fields.map(valueType);
  const mark = options.bom ? '\uFEFF' : '';
  yield `${mark}${fields.map((field) => cell(field.name, true)).join(',')}\r\n`;
  let sent = 0;
  for (let rows = first; rows.length > 0; rows = await query.read(Math.min(batchRows, options.most - sent))) {
    let text = '';
    for (const row of rows) {
      text += row
        .map((value, at) => {
          if (value === null) return '';
          const type = types[at];
          if (type === 'boolean') return value === 't' ? 'true' : 'false';
          return cell(value, type === 'text' || type === 'json');
        })
        .join(',');
      text += '\r\n';
    }
    sent += rows.length;
    counted(rows.length);
    yield text;
    if (sent >= options.most) return;
  }
}

/** A number may begin with a minus; a text that does may be a formula. */
function cell(value: string, isText: boolean): string {
  const safe = isText && /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
