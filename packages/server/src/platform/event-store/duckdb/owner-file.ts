import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '@yutang/core/errors';

/** Who holds a DuckDB file open. `born` tells this process from another that got the same number later. */
interface Owner {
  pid: number;
  born: string;
}

/**
 * Takes `<file>.owner`, so that nobody opens the file twice: DuckDB's own lock works between processes only, and a
 * second open in the same process destroys the file without a word (measured). A file left by a dead process is
 * taken over. Throws `question.store-in-use`. Answers the release.
 */
export function takeOwnership(file: string): () => void {
  const path = `${file}.owner`;
  const mine: Owner = { pid: process.pid, born: birthOf(process.pid) ?? '' };
  const draft = `${path}.${process.pid}.${threadTag()}`;
  const handle = openSync(draft, 'w', 0o600);
  writeSync(handle, JSON.stringify(mine));
  fsyncSync(handle);
  closeSync(handle);
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      try {
        // A link appears whole or not at all, where O_EXCL would show others an empty file for a moment.
        linkSync(draft, path);
        return () => rmSync(path, { force: true });
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const text = readOwner(path);
      if (text === undefined) continue;
      const owner = parseOwner(text);
      if (owner !== undefined && isAlive(owner)) {
        throw new AppError('question.store-in-use', { file, pid: owner.pid });
      }
      // Two may find the same dead owner: only the one who moved that very text away goes on.
      const aside = `${draft}.stale`;
      try {
        renameSync(path, aside);
        if (readOwner(aside) !== text) linkSync(aside, path);
      } catch (error) {
        if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
      }
      rmSync(aside, { force: true });
    }
    throw new AppError('question.store-in-use', { file, pid: 0 });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Whether this process has the file open already, where the system tells (Linux). */
export function isOpenHere(file: string): boolean {
  try {
    const whole = resolve(file);
    return readdirSync('/proc/self/fd').some((handle) => {
      try {
        return readlinkSync(`/proc/self/fd/${handle}`) === whole;
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

let tags = 0;
const threadTag = (): string => {
  tags += 1;
  return `${process.hrtime.bigint().toString(36)}.${tags}`;
};

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;

function readOwner(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    const { pid, born } = JSON.parse(text) as Partial<Owner>;
    return typeof pid === 'number' && typeof born === 'string' ? { pid, born } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const born = birthOf(owner.pid);
  return born === undefined || owner.born === '' || born === owner.born;
}

/** Boot and clock tick in which a process started; undefined where the system does not tell (then a living pid counts as the owner). */
function birthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold blanks and brackets itself; field 22 counts from after the last one.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${started}`;
  } catch {
    return undefined;
  }
}
