import { type Static, Type } from 'typebox';
import { Instant, nullable } from './page.ts';

/** In what the files of an export are written. */
export const ExportFormat = Type.Enum(['parquet', 'jsonl']);
export type ExportFormat = Static<typeof ExportFormat>;

/** POST /api/exports: permission exports.run. Begins to write the whole workspace. */
export const ExportStart = Type.Object(
  { format: Type.Optional(ExportFormat) },
  { additionalProperties: false },
);
export type ExportStart = Static<typeof ExportStart>;

/** Named by its instant, e.g. `2026-11-21T08-00-00Z`. */
export const ExportParams = Type.Object({
  export: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\dZ$' }),
});

/** One export of a workspace that is running, done or failed. */
export const Export = Type.Object({
  name: Type.String(),
  format: ExportFormat,
  state: Type.Enum(['running', 'done', 'failed']),
  startedAt: Instant,
  finishedAt: nullable(Instant),
  /** The file being written. */
  step: Type.String(),
  /** Rows written so far, of all files. */
  rows: Type.Number(),
  /** Rows expected in all. */
  expectedRows: Type.Number(),
  /** Size of the archive; 0 until it is done. */
  bytes: Type.Number(),
  /** Every event up to this number of the log is in it. */
  upToSeq: nullable(Type.Number()),
  /** Accepted events that were not yet in the log and so are not in the export. */
  waiting: Type.Number(),
  /** When the archive is deleted. */
  keptUntil: nullable(Instant),
  /** Code of the error catalogue when it failed, and what happened in words. */
  fault: nullable(Type.Object({ code: Type.String(), title: Type.String() })),
});
export type Export = Static<typeof Export>;

/** GET /api/exports: newest first. */
export const ExportList = Type.Object({
  items: Type.Array(Export),
  nextCursor: nullable(Type.String()),
});
export type ExportList = Static<typeof ExportList>;

/** GET /api/intake: an export being taken into this workspace, and whether one can be. */
export const Intake = Type.Object({
  state: Type.Enum(['none', 'reading', 'computing', 'done', 'failed']),
  /** Where the export came from. */
  workspace: Type.String(),
  madeAt: nullable(Instant),
  startedAt: nullable(Instant),
  finishedAt: nullable(Instant),
  /** The file being read. */
  step: Type.String(),
  rows: Type.Number(),
  expectedRows: Type.Number(),
  /** How many of each the export said it holds, and how many there are here; equal when `done`. */
  counts: Type.Record(Type.String(), Type.Object({ exported: Type.Number(), here: Type.Number() })),
  fault: nullable(Type.Object({ code: Type.String(), title: Type.String() })),
  /** What this workspace holds already; null: it is empty, an export may be taken in. */
  obstacle: nullable(Type.String()),
});
export type Intake = Static<typeof Intake>;
