import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@yutang/core/errors';
import { createRowFrame } from '@yutang/core/imports';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import type { Dictionary } from '../dictionary/index.ts';
import type { Checkpoint, Resume } from './checkpoint.ts';
import { type FileFolder, findFile, shapeOf } from './file-store.ts';
import { type ImportRow, setImportState } from './import-store.ts';
import { readRecords, rowsPath } from './read-records.ts';
import { createUnitMaker, type Taken } from './row-units.ts';
import { addReasons, takeUnits } from './take-units.ts';
import { heartbeat, insertRejects, readTaken, writeCheckpoint, writeTaken } from './work-store.ts';

export interface RunDeps {
  db: Db;
  inbox: Inbox;
  dictionary: Pick<Dictionary, 'ready' | 'check' | 'family'>;
  files: FileFolder;
  /** IANA zone of a workspace, for times that name none. */
  zoneOf(workspaceId: number): Promise<string>;
  /** Epoch ms of the workspace's clock, for receipts. */
  clockOf(workspaceId: number): Promise<() => number>;
  /** Epoch ms of the real clock, for leases and rates. */
  now: () => number;
}

/** Rows that go into one transaction: fewer make the waiting for commits the greater part of the time. */
const batchRows = 3000;
/** Events that go into one inbox row. */
const eventsAPost = 1000;
/** Events that may wait in the inbox before an import holds back, so that live events are not kept waiting for minutes. */
const mostBacklog = 200_000;
/** Real time between two looks at the backlog. */
const lookEveryMs = 500;

/** Thrown inside a batch's transaction: the import was paused, undone or taken over. */
class Stopped extends Error {}

/**
 * Runs an import from its checkpoint to the end of its file, to a pause, or until `stopping()`. Every batch is one
 * transaction: rows remembered, events posted, rejects kept, checkpoint moved. A fault of the file throws an AppError
 * or the reader's own error; the caller writes it down.
 */
export async function runImport(
  deps: RunDeps,
  row: ImportRow,
  worker: string,
  stopping: () => boolean,
): Promise<void> {
  const { workspace_id: workspaceId } = row;
  const file = await findFile(deps.db, workspaceId, row.file_id);
  const path = file && rowsPath(deps.files.pathOf(workspaceId, row.file_id), file);
  if (!file || !path || file.deleted_at !== null || !(await exists(path))) {
    throw new AppError('imports.file-gone', { name: row.file_name });
  }
  const clock = await deps.clockOf(workspaceId);
  const frame = createRowFrame(row.spec, file.header, await deps.zoneOf(workspaceId));
  const resume: Resume = {
    place: { offset: row.byte_offset, line: row.line },
    readTo: row.read_to,
    openOrders: row.open_orders,
  };
  const maker = createUnitMaker(frame, resume, clock());
  const state: Checkpoint = {
    resume,
    accepted: row.accepted,
    repeated: row.repeated,
    rejected: row.rejected,
    events: row.events,
    progress: row.progress,
    busyMs: row.busy_ms,
    reasons: row.reasons,
    lastInboxId: null,
  };
  let batch: Taken = { units: [], rejects: [] };
  let rows = 0;
  let lastLook = 0;
  let lastCommit = performance.now();

  const commit = async (progress: number, ended: boolean): Promise<boolean> => {
    if (performance.now() - lastLook > lookEveryMs) {
      if (!(await waitForBacklog(deps, row, worker, stopping))) return false;
      lastLook = performance.now();
    }
    const resumeAt = maker.settle(batch, ended);
    const busyMs = state.busyMs + performance.now() - lastCommit;
    lastCommit = performance.now();
    const next = await writeBatch(deps, row, worker, clock, batch, {
      ...state,
      resume: resumeAt,
      progress: ended ? 1 : Math.max(state.progress, progress),
      busyMs: Math.round(busyMs),
    });
    if (!next) return false;
    Object.assign(state, next);
    batch = { units: [], rejects: [] };
    rows = 0;
    return true;
  };

  let progress = state.progress;
  for await (const piece of readRecords(path, shapeOf(file), resume.place)) {
    progress = piece.progress;
    for (const record of piece.records) {
      maker.take(record, batch);
      if (++rows < batchRows) continue;
      if (stopping() || !(await commit(progress, false))) return;
    }
  }
  if (stopping() || !(await commit(progress, true))) return;
  await deps.db.transaction().execute(async (tx) => {
    // only who holds the lease may end it
    if (await writeCheckpoint(tx, row, worker, deps.now(), state)) {
      await setImportState(tx, workspaceId, row.id, 'done', { finishedAt: deps.now() });
    }
  });
}

/** One batch, one transaction. Undefined when the import is no longer this worker's; nothing of the batch is kept then. */
async function writeBatch(
  deps: RunDeps,
  row: ImportRow,
  worker: string,
  clock: () => number,
  { units, rejects }: Taken,
  before: Checkpoint,
): Promise<Checkpoint | undefined> {
  const { workspace_id: workspaceId } = row;
  await deps.dictionary.ready(workspaceId);
  const receivedAt = clock();
  try {
    return await deps.db.transaction().execute(async (tx) => {
      const known = await readTaken(tx, workspaceId, row.source_id, distinct(units.map(({ key }) => key)));
      const decision = takeUnits(units, known, row.id, {
        row,
        receivedAt,
        family: (name) => deps.dictionary.family(workspaceId, name),
        check(event) {
          const { verdict, problems } = deps.dictionary.check(workspaceId, event);
          return verdict === 'quarantine' ? problems : [];
        },
      });
      let lastInboxId: number | null = null;
      for (let at = 0; at < decision.events.length; at += eventsAPost) {
        lastInboxId = await deps.inbox.post(tx, workspaceId, decision.events.slice(at, at + eventsAPost));
      }
      await writeTaken(tx, row, decision.taken);
      const all = [...rejects, ...decision.rejects];
      await insertRejects(tx, row, all);
      const to: Checkpoint = {
        ...before,
        accepted: before.accepted + decision.accepted,
        repeated: before.repeated + decision.repeated,
        rejected: before.rejected + all.filter(({ rejected }) => rejected).length,
        events: before.events + decision.events.length,
        reasons: addReasons(before.reasons, all),
        lastInboxId,
      };
      if (!(await writeCheckpoint(tx, row, worker, deps.now(), to))) throw new Stopped();
      return to;
    });
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    throw error;
  }
}

/** Holds back while the engine has too much to do; false when the import was paused or taken over meanwhile. */
async function waitForBacklog(
  deps: RunDeps,
  row: ImportRow,
  worker: string,
  stopping: () => boolean,
): Promise<boolean> {
  for (;;) {
    const { events } = await deps.inbox.backlog(row.workspace_id);
    const full = events > mostBacklog;
    if (!(await heartbeat(deps.db, row, worker, deps.now(), full))) return false;
    if (!full) return true;
    if (stopping()) return false;
    await sleep(lookEveryMs);
  }
}

function distinct(keys: readonly Buffer[]): Buffer[] {
  return [...new Map(keys.map((key) => [key.toString('latin1'), key])).values()];
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
