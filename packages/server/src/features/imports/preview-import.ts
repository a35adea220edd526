import type { Preview } from '@yutang/contracts/imports';
import { formatError } from '@yutang/core/errors';
import { identityKey } from '@yutang/core/identity';
import { cellText, createRowFrame, type ImportSpec, mappingFaults } from '@yutang/core/imports';
import type { Db } from '../../platform/postgres/db.ts';
import { beginning } from './checkpoint.ts';
import { createDateDoubts } from './date-question.ts';
import { type FileRow, shapeOf } from './file-store.ts';
import { findSource } from './import-store.ts';
import { type Language, toProblem } from './import-wire.ts';
import { readRecords, startOfFile } from './read-records.ts';
import { createUnitMaker, type Taken } from './row-units.ts';
import { addReasons, takeUnits } from './take-units.ts';
import { type RejectDraft, readTaken } from './work-store.ts';

/** Rows shown one by one, and rows counted. */
const shownRows = 50;
const countedRows = 20_000;

export interface PreviewDeps {
  db: Db;
  /** Of the file's rows. */
  path: string;
  language: Language;
  zone: string;
  /** Epoch ms of the workspace's clock. */
  now: number;
}

/** What an import would do, from the first rows of its file. Nothing is taken in. */
export async function previewImport(
  { db, path, zone, now, language }: PreviewDeps,
  workspaceId: number,
  file: FileRow,
  spec: ImportSpec,
): Promise<Preview> {
  const faults = mappingFaults(spec, file.header);
  const rows: Preview['rows'] = [];
  const taken: Taken = { units: [], rejects: [] };
  let read = 0;
  let complete = true;
  // a mapping with faults can still show its rows
  const frame = faults.length === 0 ? createRowFrame(spec, file.header, zone) : undefined;
  const maker = frame && createUnitMaker(frame, beginning, now);
  const doubts = frame && createDateDoubts(frame, zone);
  for await (const { records } of readRecords(path, shapeOf(file), startOfFile)) {
    for (const record of records) {
      if (read >= countedRows) {
        complete = false;
        break;
      }
      read++;
      if (maker) maker.take(record, taken);
      else if (record.fault) {
        const problems = [{ column: null, ...record.fault }];
        taken.rejects.push({ line: record.line, rejected: true, problems, text: '' });
      }
      if (!record.fault) doubts?.look(record.cells);
      if (rows.length >= shownRows) continue;
      const cells = record.fault
        ? [record.text.slice(0, 500)]
        : file.header.map((_, at) => shown(record.cells[at]));
      rows.push({ line: record.line, cells, problems: [], accepted: !record.fault, becomes: [] });
    }
    if (!complete || (!maker && read >= shownRows)) break;
  }
  maker?.settle(taken, true);
  const sourceId = await findSource(db, workspaceId, spec.source);
  const known =
    sourceId === undefined
      ? []
      : await readTaken(
          db,
          workspaceId,
          sourceId,
          taken.units.map(({ key }) => key),
        );
  const row = { id: 0, source: spec.source, generation: 0, origin: 0, started_at: now };
  const decision = takeUnits(taken.units, known, 0, {
    row,
    receivedAt: now,
    family: () => 'behaviour',
    check: () => [],
  });
  describe(rows, taken, language);
  return {
    header: file.header,
    rows,
    totals: {
      read,
      accepted: decision.accepted,
      rejected: taken.rejects.filter(({ rejected }) => rejected).length,
      repeated: decision.repeated,
      ...peopleOf(taken),
      events: countNames(decision.events),
    },
    complete,
    reasons: addReasons([], taken.rejects)
      .slice(0, 50)
      .map((reason) => toProblem(reason, language)),
    dateQuestion: doubts?.question() ?? null,
    faults: faults.map(({ field, code, params }) => ({
      field,
      code,
      reason: formatError(code, params, language),
    })),
  };
}

function shown(cell: unknown): string {
  const text = typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : cellText(cell);
  return text.slice(0, 500);
}

/** Writes beside the shown rows what they become, or what is wrong with them. */
function describe(rows: Preview['rows'], { units, rejects }: Taken, language: Language): void {
  const byLine = new Map(rows.map((row) => [row.line, row]));
  for (const unit of units) {
    if (!unit.rows.some(({ line }) => byLine.has(line))) continue;
    const events = unit.events(
      unit.rows.map((_, at) => at),
      0,
    );
    const becomes = events.map(({ name, dimensions }) =>
      [name, dimensions.orderId].filter(Boolean).join(' '),
    );
    for (const { line } of unit.rows) {
      const row = byLine.get(line);
      if (row) row.becomes = becomes;
    }
  }
  for (const { line, rejected, problems } of rejects as RejectDraft[]) {
    const row = byLine.get(line);
    if (!row) continue;
    row.problems = problems.map((problem) => toProblem(problem, language));
    row.accepted = !rejected;
  }
}

function peopleOf({ units }: Taken): { customers: number; anonymous: number } {
  const people = new Set<string>();
  let anonymous = 0;
  for (const unit of units) {
    const [event] = unit.events(
      unit.rows.map((_, at) => at),
      0,
    );
    const [strongest] = event?.identities ?? [];
    if (strongest) people.add(identityKey(strongest));
    else anonymous += unit.rows.length;
  }
  return { customers: people.size, anonymous };
}

function countNames(events: readonly { name: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name } of events) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
