import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunAs } from './run-as.ts';

// sun_path holds 107 bytes, and PostgreSQL adds "/.s.PGSQL.5432.lock" to the folder
const longest = 107 - '/.s.PGSQL.5432.lock'.length;

/**
 * The folder of the socket: short (a data folder may be deep and Chinese), 0700, named by a hash of the data folder.
 * `$XDG_RUNTIME_DIR` is not used: it vanishes when the user logs out, and the server should not.
 * When somebody else has put something in that place, another name is taken.
 */
export function socketFolder(dataFolder: string, who: RunAs): string {
  const hash = createHash('sha256').update(realpathSync(dataFolder)).digest('hex').slice(0, 12);
  const uid = who?.uid ?? process.getuid?.() ?? 0;
  for (const suffix of ['', `-${randomBytes(4).toString('hex')}`]) {
    for (const root of ['/tmp', tmpdir()]) {
      const folder = join(root, `yutang-${hash}${suffix}`);
      if (Buffer.byteLength(folder) > longest) continue;
      try {
        ensureSocketFolder(folder, who);
      } catch {
        continue;
      }
      const found = lstatSync(folder);
      if (!found.isDirectory() || found.uid !== uid) continue;
      chmodSync(folder, 0o700);
      return folder;
    }
  }
  throw new Error('No folder for the database socket: neither /tmp nor the temporary folder can be written');
}

/** Makes the folder when it is not there: temporary folders are swept, also under a server that runs. */
export function ensureSocketFolder(folder: string, who: RunAs): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (who) chownSync(folder, who.uid, who.gid);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  }
}
