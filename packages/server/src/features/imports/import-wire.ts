import type { Import, ImportFile } from '@yutang/contracts/imports';
import type { AppError, ErrorParams } from '@yutang/core/errors';
import { guessSpec, presets, type RowProblem, tellProblem } from '@yutang/core/imports';
import type { FileRow } from './file-store.ts';
import type { ImportRow } from './import-store.ts';

/** The languages reasons are told in. */
export type Language = 'en' | 'zh';

/** A problem of a row as it goes over the wire, told in the reader's language. */
export function toProblem<T extends Pick<RowProblem, 'code' | 'params'>>(
  { params, ...problem }: T,
  language: Language,
): Omit<T, 'params'> & { reason: string } {
  return { ...problem, reason: tellProblem({ code: problem.code, params }, language) };
}

/** Why an import stopped, as it is written down: for whichever language it is read in. */
export function faultText({ code, params }: AppError): string {
  return JSON.stringify({ code, params });
}

function tellFault(fault: string, language: Language): string {
  const { code, params } = JSON.parse(fault) as { code: string; params: ErrorParams };
  return tellProblem({ code, params }, language);
}

/** A file as it goes over the wire, with what we take it to be. */
export function toFile(row: FileRow): ImportFile {
  const { id, name, bytes, sha256, format, compression, encoding, delimiter, header, sample, sheet, sheets } =
    row;
  const known = presets.find((preset) => preset.spec.columns.every(({ column }) => header.includes(column)));
  return {
    id,
    name,
    bytes,
    sha256,
    format,
    compression,
    encoding,
    sheet,
    sheets,
    headerLine: row.header_line,
    delimiter,
    header,
    sample,
    uploadedAt: row.uploaded_at,
    uploadedBy: row.uploaded_by,
    guess: known?.spec ?? guessSpec(name, header),
  };
}

/** An import as it goes over the wire. */
export function toImport(row: ImportRow, language: Language): Import {
  const read = row.accepted + row.repeated + row.rejected;
  const busy = row.state === 'running' && row.busy_ms > 0 && row.progress > 0;
  return {
    id: row.id,
    fileId: row.file_id,
    fileName: row.file_name,
    kind: row.kind,
    source: row.source,
    spec: row.spec,
    state: row.state,
    read,
    accepted: row.accepted,
    repeated: row.repeated,
    rejected: row.rejected,
    events: row.events,
    progress: row.progress,
    rate: busy ? Math.round((read * 1000) / row.busy_ms) : null,
    etaMs: busy ? Math.round((row.busy_ms * (1 - row.progress)) / row.progress) : null,
    waiting: row.waiting,
    fault: row.fault === null ? null : tellFault(row.fault, language),
    createdAt: row.created_at,
    createdBy: row.created_by,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    reasons: row.reasons.map((reason) => toProblem(reason, language)),
  };
}
