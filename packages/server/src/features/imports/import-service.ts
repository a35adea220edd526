import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { FileReading, ImportFile, ImportState, Preview, UploadQuery } from '@yutang/contracts/imports';
import { AppError, type ErrorCode } from '@yutang/core/errors';
import { findPreset, type ImportSpec, mappingFaults } from '@yutang/core/imports';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { inheritOwner } from '../customers/index.ts';
import { insertSource } from '../ingestion/index.ts';
import { audit } from '../workspaces/index.ts';
import { detectFile } from './detect-file.ts';
import {
  type FileFolder,
  type FileRow,
  findFile,
  forgetFile,
  insertFile,
  listFiles,
  updateReading,
} from './file-store.ts';
import {
  ensureSource,
  fileHasImport,
  findImport,
  type ImportRow,
  insertImport,
  lockImport,
  originsOf,
  setCommand,
  setImportState,
} from './import-store.ts';
import { type Language, toFile } from './import-wire.ts';
import { previewImport } from './preview-import.ts';
import { rowsPath } from './read-records.ts';
import type { ReadWorkbook } from './read-workbook.ts';

export interface ServiceDeps {
  db: Db;
  files: FileFolder;
  readWorkbook: ReadWorkbook;
  zoneOf(workspaceId: number): Promise<string>;
  clockOf(workspaceId: number): Promise<() => number>;
  now: () => number;
  /** Tells the worker that there is something to do. */
  wake(): void;
}

/** What people and programs do with imports. */
export interface ImportService {
  upload(principal: Principal, query: UploadQuery, body: Readable): Promise<ImportFile>;
  /** Reads an uploaded file in another way; throws `imports.file-read` while an import of it is not finished. */
  readAgain(principal: Principal, id: number, reading: FileReading): Promise<ImportFile>;
  files(workspaceId: number): Promise<ImportFile[]>;
  removeFile(principal: Principal, id: number): Promise<void>;
  preview(workspaceId: number, fileId: number, spec: ImportSpec, language: Language): Promise<Preview>;
  start(principal: Principal, fileId: number, spec: ImportSpec): Promise<ImportRow>;
  pause(principal: Principal, id: number): Promise<ImportRow>;
  resume(principal: Principal, id: number): Promise<ImportRow>;
  undo(principal: Principal, id: number): Promise<ImportRow>;
  /** The import; throws `request.not-found`. */
  find(workspaceId: number, id: number): Promise<ImportRow>;
}

/** An import in one of these goes on as its file is read now. */
const unfinished: readonly ImportState[] = ['queued', 'running', 'paused', 'failed', 'undoing'];

export function createImportService(deps: ServiceDeps): ImportService {
  const { db, files, now, readWorkbook } = deps;

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
    refusal: ErrorCode,
    to: ImportState,
    also?: (tx: Tx, row: ImportRow) => Promise<void>,
  ): Promise<ImportRow> => {
    const { workspaceId } = principal;
    const row = await db.transaction().execute(async (tx) => {
      const found = await lockImport(tx, workspaceId, id);
      if (!found) throw new AppError('request.not-found', { what: `import ${id}` });
      if (!from.includes(found.state)) throw new AppError(refusal, { id });
      await setImportState(tx, workspaceId, id, to);
      await also?.(tx, found);
      await audit(tx, principal, `import.${action}`, `import:${id}`);
      return findImport(tx, workspaceId, id);
    });
    deps.wake();
    return row as ImportRow;
  };

  return {
    async upload(principal, { name, ...reading }, body) {
      const { workspaceId } = principal;
      const received = await files.receive(workspaceId, body, randomUUID());
      try {
        const detected = await detectFile(received.path, name, reading, readWorkbook);
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

    async readAgain(principal, id, reading) {
      const { workspaceId } = principal;
      const { name } = await presentFile(workspaceId, id);
      const refuseWhileImporting = async (tx: Tx) => {
        if (await fileHasImport(tx, workspaceId, id, unfinished)) throw new AppError('imports.file-read');
      };
      await db.transaction().execute(refuseWhileImporting);
      // a reading that is refused leaves the one that holds as it is, rows of a sheet included
      const path = await files.beside(workspaceId, id, randomUUID());
      try {
        const detected = await detectFile(path, name, reading, readWorkbook);
        const row = await db.transaction().execute(async (tx) => {
          await refuseWhileImporting(tx);
          await audit(tx, principal, 'import.file-read-again', `file:${id}`, reading);
          const read = await updateReading(tx, workspaceId, id, detected);
          await files.keep(path, workspaceId, id);
          return read;
        });
        return toFile(row);
      } finally {
        await files.drop(path);
      }
    },

    async removeFile(principal, id) {
      const { workspaceId } = principal;
      await presentFile(workspaceId, id);
      await db.transaction().execute(async (tx) => {
        if (await fileHasImport(tx, workspaceId, id, ['queued', 'running']))
          throw new AppError('imports.file-in-use');
        await forgetFile(tx, workspaceId, id, now());
        await audit(tx, principal, 'import.file-deleted', `file:${id}`);
      });
      await files.drop(files.pathOf(workspaceId, id));
    },

    async preview(workspaceId, fileId, spec, language) {
      checkPreset(spec);
      const file = await presentFile(workspaceId, fileId);
      const clock = await deps.clockOf(workspaceId);
      const zone = await deps.zoneOf(workspaceId);
      const path = rowsPath(files.pathOf(workspaceId, fileId), file);
      return previewImport({ db, path, zone, now: clock(), language }, workspaceId, file, spec);
    },

    async start(principal, fileId, spec) {
      const { workspaceId } = principal;
      checkPreset(spec);
      const file = await presentFile(workspaceId, fileId);
      const [fault] = mappingFaults(spec, file.header);
      if (fault) throw new AppError(fault.code, fault.params);
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
        await inheritOwner(tx, workspaceId, origin, await originsOf(tx, workspaceId, sourceId));
        const draft = { fileId, sourceId, origin, spec, createdAt: at, createdBy: principal.label };
        const id = await insertImport(tx, workspaceId, draft);
        await audit(tx, principal, 'import.started', `import:${id}`, {
          kind: spec.kind,
          source: spec.source,
          ...(spec.addressBook ? { addressBook: spec.addressBook } : {}),
        });
        return findImport(tx, workspaceId, id);
      });
      deps.wake();
      return row as ImportRow;
    },

    pause: (principal, id) =>
      change(principal, id, 'paused', ['queued', 'running'], 'imports.not-running', 'paused'),
    resume: (principal, id) =>
      change(
        principal,
        id,
        'resumed',
        ['paused', 'failed'],
        'imports.not-stopped',
        'queued',
        refuseResumeOfUndo,
      ),
    undo: (principal, id) =>
      change(
        principal,
        id,
        'undone',
        ['queued', 'running', 'paused', 'done', 'failed'],
        'imports.not-undoable',
        'undoing',
        askAgain,
      ),

    async find(workspaceId, id) {
      const row = await findImport(db, workspaceId, id);
      if (!row) throw new AppError('request.not-found', { what: `import ${id}` });
      return row;
    },
  };
}

/** An undo that failed half-way can only be undone again: its rows are forgotten already. */
async function refuseResumeOfUndo(_tx: Tx, row: ImportRow): Promise<void> {
  if (row.command_id !== null) throw new AppError('imports.not-stopped', { id: row.id });
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
