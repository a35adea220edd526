import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ExportFormat } from '@yutang/contracts/exports';
import { AppError } from '@yutang/core/errors';

/** How a column is written: `int` = int64 (epoch ms, minor units, numbers), `json` = JSON text. */
export type FileKind = 'int' | 'number' | 'flag' | 'text' | 'json';

export interface FileColumn {
  name: string;
  kind: FileKind;
}

/** One file of an export. */
export interface ExportFile {
  /** `<table>.<format>` */
  name: string;
  table: string;
  /** `log`: the events; `kept` and `answer`: see `workspace-tables.ts`. */
  role: 'log' | 'kept' | 'answer';
  columns: FileColumn[];
  rows: number;
  bytes: number;
  sha256: string;
}

/** `manifest.json`: what an export holds, so that nothing can be missing or changed without being noticed. */
export interface Manifest {
  what: 'yutang-workspace';
  /** Of this layout; a reader refuses a higher one. */
  layout: 1;
  /** Version of Yutang that wrote it, and its highest migration. */
  version: string;
  schema: number;
  format: ExportFormat;
  madeAt: number;
  /** Every event up to here is in it, of those that were not undone. */
  upToSeq: number;
  /** The engine's clock at that event, epoch ms. */
  lastNow: number;
  /** Accepted events that were not yet in the log. */
  waiting: number;
  workspace: {
    name: string;
    zone: string;
    currency: string;
    language: string;
    settings: Record<string, unknown>;
  };
  counts: Record<string, number>;
  files: ExportFile[];
}

/** Names an archive or folder may bring. */
export const fileName = /^[a-z][a-z_]{0,62}\.(parquet|jsonl)$/;

/**
 * Reads and checks an export's manifest and the sum of every file.
 * @throws AppError `exports.not-an-export`, `exports.newer`, `exports.damaged` with every line that is wrong
 */
export async function readManifest(folder: string, knownSchema: number): Promise<Manifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => '');
  const manifest = parsed(text);
  if (!manifest) throw new AppError('exports.not-an-export');
  if (manifest.layout > 1 || manifest.schema > knownSchema) {
    throw new AppError('exports.newer', { version: String(manifest.version) });
  }
  const lines: string[] = [];
  for (const file of manifest.files) {
    const sum = fileName.test(file.name) ? await sumOf(join(folder, file.name)) : null;
    if (sum === null) lines.push(`${file.name}: missing`);
    else if (sum !== file.sha256) lines.push(`${file.name}: changed`);
  }
  if (lines.length > 0) throw new AppError('exports.damaged', { lines: lines.join('; ') });
  return manifest;
}

/** sha256 of a file in hexadecimal; null when it is not there. */
async function sumOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
  return hash.digest('hex');
}

function parsed(text: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(text) as Manifest;
    const whole =
      manifest.what === 'yutang-workspace' &&
      [manifest.layout, manifest.schema, manifest.upToSeq, manifest.lastNow].every(Number.isSafeInteger) &&
      Array.isArray(manifest.files) &&
      typeof manifest.workspace === 'object' &&
      ['parquet', 'jsonl'].includes(manifest.format);
    return whole ? manifest : undefined;
  } catch {
    return undefined;
  }
}
