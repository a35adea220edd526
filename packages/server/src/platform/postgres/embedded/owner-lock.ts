import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, rmSync, statSync, utimesSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@yutang/core/errors';
import { createWhole } from '../../files/create-whole.ts';

const heartbeatMs = 2_000;
const silenceMs = 5_000;

interface Owner {
  pid: number;
  /** Tells a process from a later one with the same number. */
  startedAt: string;
  /** Process numbers mean nothing outside their namespace (container). */
  namespace: string;
}

export interface OwnerLock {
  release(): void;
}

/**
 * Makes this process the only owner of `file`'s folder. A lock left by a dead process is taken over: dead means no
 * process of that number and start time; for a lock made in another container, no sign of life for 5 s.
 *
 * @throws AppError `store.already-running`
 */
export async function takeOwnerLock(file: string, folder: string): Promise<OwnerLock> {
  const mine: Owner = {
    pid: process.pid,
    startedAt: startOf(process.pid) ?? '',
    namespace: namespaceOf(),
  };
  const text = JSON.stringify(mine);
  for (let attempt = 0; attempt < 20; attempt++) {
    if (createWhole(file, text)) return keepAlive(file, text);
    const found = readText(file);
    if (found === undefined) continue;
    const owner = parse(found);
    if (owner && (await lives(owner, file))) {
      throw new AppError('store.already-running', { pid: owner.pid, folder });
    }
    // between our look and now somebody else may have taken it over
    if (readText(file) === found) rmSync(file, { force: true });
  }
  throw new AppError('store.already-running', { pid: 0, folder });
}

/** The process that holds the lock now; undefined when nobody does. Of another container's lock it is taken to live. */
export function lockHolder(file: string): number | undefined {
  const owner = parse(readText(file) ?? '');
  if (!owner) return undefined;
  return owner.namespace !== namespaceOf() || startOf(owner.pid) === owner.startedAt ? owner.pid : undefined;
}

function keepAlive(file: string, text: string): OwnerLock {
  const beat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // the folder was removed under us; the next start finds no lock, which is right
    }
  }, heartbeatMs);
  beat.unref();
  return {
    release() {
      clearInterval(beat);
      if (readText(file) === text) rmSync(file, { force: true });
    },
  };
}

async function lives(owner: Owner, file: string): Promise<boolean> {
  if (owner.namespace === namespaceOf()) return startOf(owner.pid) === owner.startedAt;
  const before = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  await sleep(silenceMs);
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs !== before;
}

/** When a process started, in whatever unit the system has; undefined when there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return (
        execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
      );
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name in brackets may hold blanks; the state follows it, the start time is the 20th after that
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function namespaceOf(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return 'host';
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): Owner | undefined {
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return undefined;
  }
}
