import { type Static, Type } from 'typebox';

/** POST /api/backup — permission backup.run. The backup is written to `<data>/backups/<name>`. */
export const BackupStart = Type.Object({
  /** Folder name; letters, digits, dot, dash and underscore. Default: the time, e.g. `2026-11-21T08-00-00Z`. */
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 80, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' })),
});
export type BackupStart = Static<typeof BackupStart>;

/** One backup that is running, done or failed. */
export const BackupStatus = Type.Object({
  name: Type.String(),
  /** Absolute folder on the server's disk. */
  folder: Type.String(),
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  startedAt: Type.Number(),
  finishedAt: Type.Union([Type.Number(), Type.Null()]),
  /** Rows copied so far, tables and events together. */
  rows: Type.Number(),
  /** Rows expected in all (estimate while running). */
  expectedRows: Type.Number(),
  bytes: Type.Number(),
  /** What is being copied now, or why it failed. */
  detail: Type.String(),
});
export type BackupStatus = Static<typeof BackupStatus>;

/** GET /api/backup — newest first. */
export const BackupList = Type.Object({
  items: Type.Array(BackupStatus),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
});
export type BackupList = Static<typeof BackupList>;
