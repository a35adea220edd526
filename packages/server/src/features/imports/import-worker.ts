import { randomUUID } from 'node:crypto';
import { AppError } from '@yutang/core/errors';
import { day, hour } from '@yutang/core/time';
import { storeFault } from '../../platform/http/store-fault.ts';
import { forgetFile, staleFiles } from './file-store.ts';
import { type ImportRow, lockImport, setImportState } from './import-store.ts';
import { faultText } from './import-wire.ts';
import { type RunDeps, runImport } from './run-import.ts';
import { type UndoDeps, undoImport } from './undo-import.ts';
import { claimWork, findWork, leaseMs, releaseWork, touch } from './work-store.ts';

/** Runs imports in the background, one at a time in a workspace and at most two at once. */
export interface ImportWorker {
  /** There may be work now; it also looks by itself. */
  wake(): void;
  /** Ends after the batches under way and gives up what it holds. */
  close(): Promise<void>;
}

const mostAtOnce = 2;
const lookEveryMs = 2000;
/** Uploaded files are personal data without a use once they are imported. */
const keepFilesMs = 30 * day;
const tidyEveryMs = hour;

export function createImportWorker(deps: RunDeps & UndoDeps): ImportWorker {
  const me = `${process.pid} ${randomUUID()}`;
  const active = new Map<number, Promise<void>>();
  let stopped = false;
  let looking = false;
  let again = false;
  const stopping = () => stopped;

  async function work(workspaceId: number, id: number): Promise<void> {
    const row = await claimWork(deps.db, workspaceId, id, me, deps.now());
    if (!row) return;
    // unpacking a large file up to its checkpoint takes longer than the lease
    const beat = setInterval(
      () => void touch(deps.db, row, me, deps.now()).catch(() => undefined),
      leaseMs / 3,
    );
    try {
      if (row.state === 'undoing') await undoImport(deps, row, me, stopping);
      else await runImport(deps, row, me, stopping);
    } catch (error) {
      await fail(row, error);
    } finally {
      clearInterval(beat);
    }
  }

  /** A store that is away comes back, and the work goes on by itself; anything else waits for a person. */
  async function fail(row: ImportRow, error: unknown): Promise<void> {
    const told = error instanceof AppError ? error : fileFault(error);
    if (told === undefined && storeFault(error) !== undefined) return;
    const fault = told ?? new AppError('imports.broken-off', { reason: String(error) });
    await deps.db.transaction().execute(async (tx) => {
      const found = await lockImport(tx, row.workspace_id, row.id);
      // it may have been paused meanwhile; a pause is not a failure
      if (found?.state !== row.state) return;
      await setImportState(tx, row.workspace_id, row.id, 'failed', {
        fault: faultText(fault),
        finishedAt: deps.now(),
      });
    });
  }

  async function look(): Promise<void> {
    if (looking || stopped) {
      again = looking;
      return;
    }
    looking = true;
    try {
      const found = await findWork(deps.db, deps.now());
      for (const { workspaceId, id } of found) {
        if (stopped || active.size >= mostAtOnce || active.has(workspaceId)) continue;
        const running = work(workspaceId, id)
          .catch(() => undefined)
          .finally(() => {
            active.delete(workspaceId);
            wake();
          });
        active.set(workspaceId, running);
      }
    } catch {
      // the store is away; the next look finds it back
    } finally {
      looking = false;
      if (again) {
        again = false;
        wake();
      }
    }
  }
  /** Deletes files nobody needs any more, with their samples and reports. */
  async function tidy(): Promise<void> {
    for (const { workspaceId, id } of await staleFiles(deps.db, deps.now() - keepFilesMs)) {
      await deps.db.transaction().execute((tx) => forgetFile(tx, workspaceId, id, deps.now()));
      await deps.files.drop(deps.files.pathOf(workspaceId, id));
    }
  }

  const wake = () => {
    if (!stopped) setImmediate(() => void look());
  };
  const timer = setInterval(wake, lookEveryMs);
  timer.unref();
  const tidying = setInterval(() => void tidy().catch(() => undefined), tidyEveryMs);
  tidying.unref();
  wake();

  return {
    wake,
    async close() {
      stopped = true;
      clearInterval(timer);
      clearInterval(tidying);
      await Promise.all(active.values());
      await releaseWork(deps.db, me).catch(() => undefined);
    },
  };
}

/** What is wrong with a file that cannot be read to its end. */
function fileFault(error: unknown): AppError | undefined {
  const code = (error as { code?: string } | null)?.code ?? '';
  if (code.startsWith('Z_')) return new AppError('imports.gzip');
  return undefined;
}
