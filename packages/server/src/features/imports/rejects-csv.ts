import { Readable } from 'node:stream';
import { tellProblem } from '@yutang/core/imports';
import type { Db } from '../../platform/postgres/db.ts';
import type { Language } from './import-wire.ts';
import { readRejects } from './work-store.ts';

const pageRows = 2000;
const header = { en: 'line,rejected,column,code,reason,row', zh: '行,未导入,列,代码,原因,原文' };

/**
 * The report of rejects as CSV (UTF-8 with byte order mark, so that spreadsheets read Chinese) in the reader's language, streamed page by page.
 * Cells that a spreadsheet would take for a formula are written as text.
 */
export function rejectsCsv(db: Db, workspaceId: number, importId: number, language: Language): Readable {
  async function* lines() {
    yield `\ufeff${header[language]}\r\n`;
    let after = 0;
    for (;;) {
      const rows = await readRejects(db, workspaceId, importId, after, pageRows);
      for (const { line, rejected, problems, row_text } of rows) {
        for (const { column, code, params, note } of problems) {
          const reason = tellProblem({ code, params }, language);
          const cells = [String(line), String(rejected && !note), column ?? '', code, reason, row_text];
          yield `${cells.map(csvCell).join(',')}\r\n`;
        }
        after = line;
      }
      if (rows.length < pageRows) return;
    }
  }
  return Readable.from(lines());
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
