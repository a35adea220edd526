import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Makes a file that only its owner may read; false when there is one already. It appears whole or not at all, and once:
 * written aside and to disk, then linked, which fails when the name exists.
 */
export function createWhole(file: string, text: string): boolean {
  const aside = `${file}.${process.pid}`;
  const handle = openSync(aside, 'w', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
    linkSync(aside, file);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  } finally {
    closeSync(handle);
    rmSync(aside, { force: true });
  }
}
