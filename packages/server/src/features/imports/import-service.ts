import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Import, ImportFile, ImportState, Preview } from '@yutang/contracts/imports';
import { AppError } from '@yutang/core/errors';
import { findPreset, guessSpec, type ImportSpec, mappingFaults, presets } from '@yutang/core/imports';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { insertSource } from '../ingestion/index.ts';
import { audit } from '../workspaces/index.ts';
import { detectFile } from './detect-file.ts';
import { type FileFolder, type FileRow, findFile, forgetFile, insertFile, listFiles } from './file-store.ts';
import {
  ensureSource,
  fileInUse,
  findImport,
  type ImportRow,
  insertImport,
  lockImport,
  setCommand,
  setImportState,
} from './import-store.ts';
import { previewImport } from './preview-import.ts';

export interface ServiceDeps {
  db: Db;
  files: FileFolder;
  zoneOf(workspaceId: number): Promise<string>;
  clockOf(workspaceId: number): Promise<() => number>;
  now: () => number;
  /** Tells the worker that there is something to do. */
  wake(): void;
}

/** What people and programs do with imports. */
export interface ImportService {
  upload(principal: Principal, name: string, body: Readable): Promise<ImportFile>;
  files(workspaceId: number): Promise<ImportFile[]>;
  removeFile(principal: Principal, id: number): Promise<void>;
  preview(workspaceId: number, fileId: number, spec: ImportSpec): Promise<Preview>;
  start(principal: Principal, fileId: number, spec: ImportSpec): Promise<Import>;
  pause(principal: Principal, id: number): Promise<Import>;
  resume(principal: Principal, id: number): Promise<Import>;
  undo(principal: Principal, id: number): Promise<Import>;
  /** The import; throws `request.not-found`. */
  find(workspaceId: number, id: number): Promise<ImportRow>;
}

export function createImportService(deps: ServiceDeps): ImportService {
  const { db, files, now } = deps;

  const presentFile = async (workspaceId: number, id: number): Promise<FileRow> => {
    const file = await findFile(db, workspaceId, id);
    if (!file) throw new AppError('request.not-found', { what: `file ${id}` });
    const there =
      file.deleted_at === null && (await stat(files.pathOf(workspaceId, id)).catch(() => undefined));
    if (!there) throw new AppError('imports.file-gone', { name: file.name });
    return file;
  };

  /** Moves an import from one of `from` to `to`, audited; the worker sees it at its next batch. */
  const change = async (
    principal: Principal,
    id: number,
    action: string,
    from: readonly ImportState[],
    to: ImportState,
    also?: (tx: Tx, row: ImportRow) => Promise<void>,
  ): Promise<Import> => {
    const { workspaceId } = principal;
    const row = await db.transaction().execute(async (tx) => {
      const found = await lockImport(tx, workspaceId, id);
      if (!found) throw new AppError('request.not-found', { what: `import ${id}` });
      if (!from.includes(found.state)) throw new AppError('imports.state', { state: found.state, action });
      await setImportState(tx, workspaceId, id, to);
      await also?.(tx, found);
      await audit(tx, principal, `import.${action}`, `import:${id}`);
      return findImport(tx, workspaceId, id);
    });
    deps.wake();
    return toImport(row as ImportRow);
  };

  return {
    async upload(principal, name, body) {
      const { workspaceId } = principal;
      const received = await files.receive(workspaceId, body, randomUUID());
      try {
        const detected = await detectFile(received.path, name);
        const row = await db.transaction().execute(async (tx) => {
          const { bytes, sha256 } = received;
          const draft = { ...detected, name, bytes, sha256, uploadedAt: now(), uploadedBy: principal.label };
          const file = await insertFile(tx, workspaceId, draft);
          await audit(tx, principal, 'import.file-uploaded', `file:${file.id}`, { bytes });
          await files.keep(received.path, workspaceId, file.id);
          return file;
        });
        return toFile(row);
      } catch (error) {
        await files.drop(received.path);
        throw error;
      }
    },

    async files(workspaceId) {
      return (await listFiles(db, workspaceId)).map(toFile);
    },

    async removeFile(principal, id) {
      const { workspaceId } = principal;
      await presentFile(workspaceId, id);
      await db.transaction().execute(async (tx) => {
        if (await fileInUse(tx, workspaceId, id)) throw new AppError('imports.file-in-use');
        await forgetFile(tx, workspaceId, id, now());
        await audit(tx, principal, 'import.file-deleted', `file:${id}`);
      });
      await files.drop(files.pathOf(workspaceId, id));
    },

    async preview(workspaceId, fileId, spec) {
      checkPreset(spec);
      const file = await presentFile(workspaceId, fileId);
      const clock = await deps.clockOf(workspaceId);
      const zone = await deps.zoneOf(workspaceId);
      return previewImport({ db, pathOf: files.pathOf, zone, now: clock() }, workspaceId, file, spec);
    },

    async start(principal, fileId, spec) {
      const { workspaceId } = principal;
      checkPreset(spec);
      const file = await presentFile(workspaceId, fileId);
      const [fault] = mappingFaults(spec, file.header);
      if (fault) throw new AppError('imports.mapping', { field: fault.field, reason: fault.reason });
      const row = await db.transaction().execute(async (tx) => {
        const sourceId = await ensureSource(tx, workspaceId, spec.source);
        const at = now();
        // each import has an origin of its own, so that it can be taken back alone
        const origin = await insertSource(tx, workspaceId, {
          name: `${spec.source} · ${file.name} · ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}`,
          kind: 'import',
          keyHash: null,
          keyPublic: null,
          keyHint: null,
          channel: null,
          staleAfterMs: null,
          createdBy: principal.label,
        });
        const draft = { fileId, sourceId, origin, spec, createdAt: at, createdBy: principal.label };
        const id = await insertImport(tx, workspaceId, draft);
        await audit(tx, principal, 'import.started', `import:${id}`, {
          kind: spec.kind,
          source: spec.source,
        });
        return findImport(tx, workspaceId, id);
      });
      deps.wake();
      return toImport(row as ImportRow);
    },

    pause: (principal, id) => change(principal, id, 'paused', ['queued', 'running'], 'paused'),
    resume: (principal, id) =>
      change(principal, id, 'resumed', ['paused', 'failed'], 'queued', refuseResumeOfUndo),
    undo: (principal, id) =>
      change(principal, id, 'undone', ['queued', 'running', 'paused', 'done', 'failed'], 'undoing', askAgain),

    async find(workspaceId, id) {
      const row = await findImport(db, workspaceId, id);
      if (!row) throw new AppError('request.not-found', { what: `import ${id}` });
      return row;
    },
  };
}

/** An undo that failed half-way can only be undone again: its rows are forgotten already. */
async function refuseResumeOfUndo(_tx: Tx, row: ImportRow): Promise<void> {
  if (row.command_id !== null) throw new AppError('imports.state', { state: 'undoing', action: 'resumed' });
}

/** A command the engine failed at is not waited for again. */
async function askAgain(tx: Tx, row: ImportRow): Promise<void> {
  await setCommand(tx, row.workspace_id, row.id, null);
}

function checkPreset(spec: ImportSpec): void {
  if (spec.preset !== undefined && !findPreset(spec.preset)) {
    throw new AppError('imports.preset', { name: spec.preset });
  }
}

/** A file as it goes over the wire, with what we take it to be. */
export function toFile(row: FileRow): ImportFile {
  const { id, name, bytes, sha256, format, compression, encoding, delimiter, header, sample } = row;
  const known = presets.find((preset) => preset.spec.columns.every(({ column }) => header.includes(column)));
  return {
    id,
    name,
    bytes,
    sha256,
    format,
    compression,
    encoding,
    delimiter,
    header,
    sample,
    uploadedAt: row.uploaded_at,
    uploadedBy: row.uploaded_by,
    guess: known?.spec ?? guessSpec(name, header),
  };
}

/** An import as it goes over the wire. */
export function toImport(row: ImportRow): Import {
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
    fault: row.fault,
    createdAt: row.created_at,
    createdBy: row.created_by,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    reasons: row.reasons,
  };
}
