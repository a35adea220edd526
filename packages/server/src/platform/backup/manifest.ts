import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@yutang/core/errors';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

const StoredFile = Type.Object({
  /** Path inside the backup. */
  path: Type.String(),
  bytes: Type.Number(),
  sha256: Type.String(),
});
/** A file of a backup with what proves it whole. */
export type StoredFile = Static<typeof StoredFile>;

const TableCopy = Type.Object({
  name: Type.String(),
  columns: Type.Array(Type.String()),
  rows: Type.Number(),
  file: StoredFile,
});
export type TableCopy = Static<typeof TableCopy>;

const EventsCopy = Type.Object({
  workspaceId: Type.Number(),
  /** The log stood at this `seq` when the copy was made. */
  seq: Type.Number(),
  /** Events up to here are in the files; those after it are in the log, and will be exported again. */
  upTo: Type.Number(),
  rows: Type.Number(),
  files: Type.Array(StoredFile),
});
export type EventsCopy = Static<typeof EventsCopy>;

const Manifest = Type.Object({
  format: Type.Literal(1),
  /** Version of the platform that made it. */
  version: Type.String(),
  madeAt: Type.Number(),
  postgres: Type.String(),
  eventEngine: Type.String(),
  migrations: Type.Array(
    Type.Object({ number: Type.Number(), name: Type.String(), checksum: Type.String() }),
  ),
  tables: Type.Array(TableCopy),
  sequences: Type.Array(Type.Object({ name: Type.String(), last: Type.Number(), called: Type.Boolean() })),
  events: Type.Array(EventsCopy),
  /** The file that unseals secrets; null when the administrator keeps it (`YUTANG_SECRET`). */
  secret: Type.Union([StoredFile, Type.Null()]),
});
/** What a backup holds: the table of contents, written last. */
export type Manifest = Static<typeof Manifest>;

const name = 'manifest.json';
const seal = 'manifest.sha256';

/** Writes the manifest and its checksum; a folder with both is a complete backup. */
export function writeManifest(folder: string, manifest: Manifest): void {
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  writeFileSync(join(folder, name), text, { mode: 0o600 });
  writeFileSync(join(folder, seal), `${sha256(text)}  ${name}\n`, { mode: 0o600 });
}

/** @throws AppError `restore.not-a-backup` */
export function readManifest(folder: string): Manifest {
  const refuse = (detail: string) => new AppError('restore.not-a-backup', { folder, detail });
  if (!existsSync(join(folder, name))) throw refuse(`${name} is missing`);
  const text = readFileSync(join(folder, name), 'utf8');
  const sealed = existsSync(join(folder, seal)) ? readFileSync(join(folder, seal), 'utf8') : '';
  if (sealed.split(' ')[0] !== sha256(text)) throw refuse(`${name} does not match ${seal}`);
  const manifest: unknown = JSON.parse(text);
  if (!Value.Check(Manifest, manifest)) throw refuse(`${name} has another format`);
  return manifest;
}

/** Every file the manifest names. */
export function filesOf(manifest: Manifest): StoredFile[] {
  return [
    ...manifest.tables.map((table) => table.file),
    ...manifest.events.flatMap((events) => events.files),
    ...(manifest.secret ? [manifest.secret] : []),
  ];
}

/** Compares every file with the manifest. Answers one line for each that is not as it should be. */
export async function findDamage(
  folder: string,
  manifest: Manifest,
  progress: (bytes: number) => void = () => {},
): Promise<string[]> {
  const lines: string[] = [];
  for (const file of filesOf(manifest)) {
    const found = statSync(join(folder, file.path), { throwIfNoEntry: false });
    if (!found) lines.push(`${file.path}: missing`);
    else if (found.size !== file.bytes)
      lines.push(`${file.path}: ${found.size} bytes, should be ${file.bytes}`);
    else if ((await sha256OfFile(join(folder, file.path))) !== file.sha256) {
      lines.push(`${file.path}: content differs from its checksum`);
    }
    progress(file.bytes);
  }
  return lines;
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
