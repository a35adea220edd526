import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Intake } from '@yutang/contracts/exports';
import { AppError } from '@yutang/core/errors';
import { unpackTar } from '../../platform/files/tar.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { storeFault } from '../../platform/http/store-fault.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { commandState } from '../ingestion/index.ts';
import { faultOf } from './fault-of.ts';
import { readSchema } from './make-export.ts';
import { fileName, type Manifest, readManifest } from './manifest.ts';
import { readCounts } from './read-house.ts';
import { obstacleOf, takeIn } from './take-in.ts';

export interface IntakesDeps {
  db: Db;
  now: () => number;
  wake(): void;
  changed(): void;
  folderOf(workspaceId: number): string;
  /** The workspace is being exported. */
  busy(workspaceId: number): boolean;
}

/** Exports on their way in: received and checked within the request, taken in and computed after it. */
export interface Intakes {
  receive(principal: Principal, body: Readable): Promise<Intake>;
  state(workspaceId: number): Promise<Intake>;
  busy(workspaceId: number): boolean;
  settled(): Promise<void>;
}

type State = Omit<Intake, 'obstacle'>;

const none: State = {
  state: 'none',
  workspace: '',
  madeAt: null,
  startedAt: null,
  finishedAt: null,
  step: '',
  rows: 0,
  expectedRows: 0,
  counts: {},
  fault: null,
};

export function createIntakes(deps: IntakesDeps): Intakes {
  const { db, now } = deps;
  const states = new Map<number, State>();
  const running = new Map<number, Promise<void>>();
  /** Workspaces whose archive is arriving. */
  const receiving = new Set<number>();
  let closing = false;

  async function work(principal: Principal, folder: string, manifest: Manifest, state: State): Promise<void> {
    const { workspaceId, language } = principal;
    try {
      const command = await takeIn({
        db,
        principal,
        folder,
        manifest,
        progress: (step, rows) => Object.assign(state, { step, rows }),
      });
      deps.changed();
      Object.assign(state, { state: 'computing', step: '' });
      await computed(workspaceId, command);
      const here = await db.transaction().execute((tx) => readCounts(tx, workspaceId));
      for (const [what, exported] of Object.entries(manifest.counts)) {
        if (what in here) state.counts[what] = { exported, here: here[what] as number };
      }
      Object.assign(state, { state: 'done', finishedAt: now() });
    } catch (error) {
      Object.assign(state, { state: 'failed', finishedAt: now(), fault: faultOf(error, language) });
    } finally {
      await rm(folder, { recursive: true, force: true });
      running.delete(workspaceId);
    }
  }

  /** Waits for the engine. @throws AppError `exports.not-computed` */
  async function computed(workspaceId: number, command: number): Promise<void> {
    for (;;) {
      deps.wake();
      const { state, error } = await commandState(db, workspaceId, command);
      if (state === 'done') return;
      if (state === 'failed') throw new AppError('exports.not-computed', { detail: error ?? '' });
      if (closing) return;
      await sleep(200);
    }
  }

  async function read(workspaceId: number): Promise<Intake> {
    const state = states.get(workspaceId) ?? none;
    const isBusy = running.has(workspaceId);
    return { ...state, obstacle: isBusy ? null : await obstacleOf(db, workspaceId) };
  }

  return {
    async receive(principal, body) {
      const { workspaceId } = principal;
      if (running.has(workspaceId) || receiving.has(workspaceId) || deps.busy(workspaceId)) {
        throw new AppError('exports.running');
      }
      receiving.add(workspaceId);
      const folder = join(deps.folderOf(workspaceId), 'intake.partial');
      try {
        const what = await obstacleOf(db, workspaceId);
        if (what !== null) throw new AppError('exports.not-empty', { what });
        await unpackInto(folder, body);
        const manifest = await readManifest(folder, await readSchema(db));
        const state: State = {
          ...none,
          state: 'reading',
          workspace: manifest.workspace.name,
          madeAt: manifest.madeAt,
          startedAt: now(),
          expectedRows: manifest.files.reduce(
            (total, file) => total + (file.role === 'answer' ? 0 : file.rows),
            0,
          ),
          counts: {},
        };
        states.set(workspaceId, state);
        running.set(workspaceId, work(principal, folder, manifest, state));
        return { ...state, obstacle: null };
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw error;
      } finally {
        receiving.delete(workspaceId);
      }
    },
    state: read,
    busy: (workspaceId) => running.has(workspaceId) || receiving.has(workspaceId),
    async settled() {
      closing = true;
      await Promise.all(running.values());
    },
  };
}

/** Writes what an archive holds into an empty folder; what has another name than an export's files is passed over. */
async function unpackInto(folder: string, body: Readable): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await unpackTar(body, async (name, _size, content) => {
      if (name !== 'manifest.json' && !fileName.test(name)) return;
      await pipeline(content, createWriteStream(join(folder, name), { mode: 0o600, flags: 'wx' }));
    });
  } catch (error) {
    if (storeFault(error) === 'server.disk-full') throw new AppError('server.disk-full');
    const { code } = error as { code?: string };
    if (error instanceof RangeError || code === 'EEXIST') {
      throw new AppError('exports.damaged', { lines: (error as Error).message });
    }
    throw error;
  }
}
