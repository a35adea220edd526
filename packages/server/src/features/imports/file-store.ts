import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { mentions } from '../dictionary/index.ts';
import type { DetectedFile } from './detect-file.ts';
import { type FileShape, sheetPath } from './read-records.ts';

/** A row of `import_files`. */
export interface FileRow extends Omit<FileShape, 'headerLine'> {
  id: number;
  name: string;
  bytes: number;
  sha256: string;
  sample: string[][];
  header_line: number;
  sheet: string | null;
  sheets: string[];
  uploaded_at: number;
  uploaded_by: string;
  deleted_at: number | null;
}

/** Uploaded files on disk: `<folder>/<workspace>/<file id>`. */
export interface FileFolder {
  pathOf(workspaceId: number, id: number): string;
  /** Writes a stream into a file of its own and tells its size and hash; the caller moves or drops it. */
  receive(
    workspaceId: number,
    body: Readable,
    token: string,
  ): Promise<{ path: string; bytes: number; sha256: string }>;
  /** Puts a received file, or a second name and what was made of it, in its place. */
  keep(path: string, workspaceId: number, id: number): Promise<void>;
  /** A second name of a stored file, under which it can be read anew beside how it is read now; to be dropped. */
  beside(workspaceId: number, id: number, token: string): Promise<string>;
  drop(path: string): Promise<void>;
}

export function createFileFolder(folder: string): FileFolder {
  const pathOf = (workspaceId: number, id: number) => join(folder, String(workspaceId), String(id));
  return {
    pathOf,
    async receive(workspaceId, body, token) {
      // customers' data: for nobody else on the machine
      await mkdir(join(folder, String(workspaceId)), { recursive: true, mode: 0o700 });
      const path = join(folder, String(workspaceId), `${token}.part`);
      const hash = createHash('sha256');
      let bytes = 0;
      const count = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          bytes += chunk.length;
          done(null, chunk);
        },
      });
      try {
        await pipeline(body, count, createWriteStream(path, { mode: 0o600 }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return { path, bytes, sha256: hash.digest('hex') };
    },
    async keep(path, workspaceId, id) {
      const kept = pathOf(workspaceId, id);
      await rename(path, kept);
      await rename(sheetPath(path), sheetPath(kept)).catch((error: { code?: string }) => {
        // only a workbook has one
        if (error.code !== 'ENOENT') throw error;
      });
    },
    async beside(workspaceId, id, token) {
      const path = join(folder, String(workspaceId), `${token}.part`);
      await link(pathOf(workspaceId, id), path);
      return path;
    },
    async drop(path) {
      await rm(path, { force: true });
      await rm(sheetPath(path), { force: true });
    },
  };
}

const columns = sql`id, name, bytes, sha256, format, compression, encoding, delimiter, header, header_line,
  sheet, sheets, sample, uploaded_at, uploaded_by, deleted_at`;

export interface FileDraft extends DetectedFile {
  name: string;
  bytes: number;
  sha256: string;
  uploadedAt: number;
  uploadedBy: string;
}

export async function insertFile(tx: Tx, workspaceId: number, draft: FileDraft): Promise<FileRow> {
  const { rows } = await sql<FileRow>`
    insert into import_files (workspace_id, name, bytes, sha256, format, compression, encoding, delimiter, header,
      header_line, sheet, sheets, sample, uploaded_at, uploaded_by)
    values (${workspaceId}, ${draft.name}, ${draft.bytes}, ${draft.sha256}, ${draft.format}, ${draft.compression},
      ${draft.encoding}, ${draft.delimiter}, ${JSON.stringify(draft.header)}, ${draft.headerLine}, ${draft.sheet},
      ${JSON.stringify(draft.sheets)}, ${JSON.stringify(draft.sample)},
      ${draft.uploadedAt}, ${draft.uploadedBy})
    returning ${columns}`.execute(tx);
  return rows[0] as FileRow;
}

export async function findFile(db: Db | Tx, workspaceId: number, id: number): Promise<FileRow | undefined> {
  const { rows } = await sql<FileRow>`
    select ${columns} from import_files where workspace_id = ${workspaceId} and id = ${id}::bigint`.execute(
    db,
  );
  return rows[0];
}

/** The shape of a stored file, for reading its rows. */
export const shapeOf = ({ header_line, ...row }: FileRow): FileShape => ({ ...row, headerLine: header_line });

/** Writes down how a file is read from now on. */
export async function updateReading(
  tx: Tx,
  workspaceId: number,
  id: number,
  read: DetectedFile,
): Promise<FileRow> {
  const { rows } = await sql<FileRow>`
    update import_files set format = ${read.format}, encoding = ${read.encoding}, delimiter = ${read.delimiter},
      header = ${JSON.stringify(read.header)}, header_line = ${read.headerLine}, sheet = ${read.sheet},
      sheets = ${JSON.stringify(read.sheets)}, sample = ${JSON.stringify(read.sample)}
    where workspace_id = ${workspaceId} and id = ${id} returning ${columns}`.execute(tx);
  return rows[0] as FileRow;
}

/** The newest 100 files that are still there. */
export async function listFiles(db: Db, workspaceId: number): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`
    select ${columns} from import_files where workspace_id = ${workspaceId} and deleted_at is null
    order by id desc limit 100`.execute(db);
  return rows;
}

/** Marks a file as gone and forgets what it held: sample, and the rows its imports refused. */
export async function forgetFile(tx: Tx, workspaceId: number, id: number, at: number): Promise<void> {
  await sql`
    update import_files set deleted_at = ${at}, sample = '[]'
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
  await sql`
    delete from import_rejects r using imports i
    where i.workspace_id = ${workspaceId} and i.file_id = ${id}
      and r.workspace_id = i.workspace_id and r.import_id = i.id`.execute(tx);
}

/** Files uploaded before an instant that no import will read any more. */
export async function staleFiles(db: Db, before: number): Promise<{ workspaceId: number; id: number }[]> {
  const { rows } = await sql<{ workspaceId: number; id: number }>`
    select workspace_id as "workspaceId", id from import_files f
    where deleted_at is null and uploaded_at < ${before} and not exists (
      select 1 from imports i where i.workspace_id = f.workspace_id and i.file_id = f.id
        and i.state in ('queued', 'running', 'paused'))
    order by workspace_id, id limit 100`.execute(db);
  return rows;
}

/** Takes what mentions one of these values out of samples and of rows that were refused. */
export async function eraseMentions(tx: Tx, workspaceId: number, values: readonly string[]): Promise<void> {
  await sql`
    update import_files set sample = '[]'
    where workspace_id = ${workspaceId} and ${mentions(sql`sample::text`, values)}`.execute(tx);
  await sql`
    update import_rejects set row_text = '', problems = '[]'
    where workspace_id = ${workspaceId} and ${mentions(sql`row_text`, values)}`.execute(tx);
}
