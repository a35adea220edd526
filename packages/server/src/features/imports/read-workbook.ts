import { AppError, type ErrorCode, type ErrorParams } from '@yutang/core/errors';
import { startThread } from '../../platform/threads/start-thread.ts';
import { sheetPath } from './read-records.ts';

/** The sheet that was read, and those that could be. */
export interface Workbook {
  sheet: string;
  sheets: string[];
}

/** Turns a sheet of the workbook at `path` into CSV beside it, at `sheetPath(path)`. */
export type ReadWorkbook = (path: string, sheet: string | undefined) => Promise<Workbook>;

/** What the thread is handed. */
export interface WorkbookJob {
  path: string;
  /** Where the CSV of the sheet goes. */
  to: string;
  /** Absent: the first that shows and has rows. */
  sheet: string | undefined;
}

export type WorkbookAnswer = ({ ok: true } & Workbook) | { ok: false; code: ErrorCode; params: ErrorParams };

/** A workbook of the allowed size takes some 20 s of computing; one that takes longer was made to. */
const patienceMs = 180_000;

/**
 * Reads workbooks in a thread of their own, one at a time, so that they cost neither the requests their time nor the
 * process more memory than one of them takes (docs/adr/0009). Throws `imports.zip`, `imports.workbook`,
 * `imports.workbook-large`, `imports.sheet`.
 */
export function createWorkbookReader(): ReadWorkbook {
  let last: Promise<unknown> = Promise.resolve();
  return (path, sheet) => {
    const mine = last.then(() => readInThread({ path, to: sheetPath(path), sheet }));
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function readInThread(job: WorkbookJob): Promise<Workbook> {
  const thread = startThread('workbook', { workerData: job });
  const timer = setTimeout(() => void thread.terminate(), patienceMs);
  try {
    const answer = await new Promise<WorkbookAnswer | undefined>((resolve) => {
      thread.once('message', resolve);
      // out of memory, or terminated
      thread.once('error', () => resolve(undefined));
      thread.once('exit', () => resolve(undefined));
    });
    if (!answer) throw new AppError('imports.workbook');
    if (!answer.ok) throw new AppError(answer.code, answer.params);
    return { sheet: answer.sheet, sheets: answer.sheets };
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
