import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The user PostgreSQL runs as; undefined: as we do. */
export type RunAs = { uid: number; gid: number } | undefined;

const nobody = 65534;

/**
 * PostgreSQL refuses to run as root. As root we take, in this order: the owner of a cluster that is already there,
 * a user called `yutang`, or 65534 (`nobody`), who exists on every distribution we know.
 */
export function chooseRunAs(clusterFolder: string): RunAs {
  if (process.getuid?.() !== 0) return undefined;
  const owner = ownerOf(clusterFolder);
  if (owner && owner.uid !== 0) return owner;
  return passwdEntry('yutang') ?? { uid: nobody, gid: nobody };
}

/** Who owns a file or folder; undefined when it is not there. */
export function ownerOf(path: string): { uid: number; gid: number } | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && { uid: found.uid, gid: found.gid };
}

/**
 * Whether that user can walk down to `path` and, when `readable`, read it. As ourselves: always true, because we
 * made the folder or fail with the system's own message. Looks at mode bits only; access lists are not seen.
 */
export function canReach(path: string, who: RunAs, readable = false): boolean {
  if (!who) return true;
  const bits = readable ? 0o5 : 0o1;
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return false;
  const allowed =
    found.uid === who.uid ? found.mode >> 6 : found.gid === who.gid ? found.mode >> 3 : found.mode;
  if ((allowed & bits) !== bits) return false;
  const parent = dirname(path);
  return parent === path || canReach(parent, who);
}

function passwdEntry(name: string): { uid: number; gid: number } | undefined {
  try {
    for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
      const [user, , uid, gid] = line.split(':');
      if (user === name && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
    }
  } catch {
    // no passwd file: initdb will say what it needs
  }
  return undefined;
}
