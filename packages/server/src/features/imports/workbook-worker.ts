import { readFileSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '@yutang/core/errors';
import type { WorkbookAnswer, WorkbookJob } from './read-workbook.ts';
import { sheetAsCsv } from './sheet-as-csv.ts';

const { path, to, sheet } = workerData as WorkbookJob;
const tell = (answer: WorkbookAnswer) => parentPort?.postMessage(answer);

try {
  const { csv, ...workbook } = sheetAsCsv(readFileSync(path), sheet);
  writeFileSync(to, csv, { mode: 0o600 });
  tell({ ok: true, ...workbook });
} catch (error) {
  if (error instanceof AppError) tell({ ok: false, code: error.code, params: error.params });
  else tell({ ok: false, code: 'imports.workbook', params: {} });
}
