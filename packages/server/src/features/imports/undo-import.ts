import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@yutang/core/errors';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { type ImportRow, lockImport, setImportState } from './import-store.ts';
import { faultText } from './import-wire.ts';
import { forgetTaken, heartbeat } from './work-store.ts';

/** How the engine takes back what one origin delivered: out of log and event store, all folds computed anew. */
export interface Retraction {
  /** Asks for it, in the caller's transaction; answers the command's id. */
  request(tx: Tx, workspaceId: number, origin: number, by: string): Promise<number>;
  state(
    workspaceId: number,
    commandId: number,
  ): Promise<{ state: 'waiting' | 'done' | 'failed'; error: string | null }>;
}

export interface UndoDeps {
  db: Db;
  inbox: Inbox;
  retraction: Retraction;
  now: () => number;
}

/**
 * Takes an import back: waits until the engine has taken in everything it posted, asks the engine to retract its origin,
 * forgets its rows so that they may be imported again, and waits for the engine.
 */
export async function undoImport(
  deps: UndoDeps,
  row: ImportRow,
  worker: string,
  stopping: () => boolean,
): Promise<void> {
  const { workspace_id: workspaceId, id } = row;
  const mine = () => heartbeat(deps.db, row, worker, deps.now(), false);
  if (row.last_inbox_id !== null && row.command_id === null) {
    while (!(await deps.inbox.settled(workspaceId, row.last_inbox_id, 1000))) {
      if (stopping() || !(await mine())) return;
    }
  }
  let commandId = row.command_id;
  if (commandId === null) {
    commandId = await deps.db.transaction().execute(async (tx) => {
      await lockImport(tx, workspaceId, id);
      const requested = await deps.retraction.request(tx, workspaceId, row.origin, row.created_by);
      await forgetTaken(tx, row, requested);
      return requested;
    });
  }
  for (;;) {
    if (stopping() || !(await mine())) return;
    const { state, error } = await deps.retraction.state(workspaceId, commandId);
    if (state === 'done') return finish('undone', null);
    if (state === 'failed') {
      const reason = error ?? '?';
      return finish('failed', faultText(new AppError('imports.not-taken-back', { reason })));
    }
    await sleep(100);
  }

  function finish(state: 'undone' | 'failed', fault: string | null): Promise<void> {
    return deps.db
      .transaction()
      .execute((tx) => setImportState(tx, workspaceId, id, state, { fault, finishedAt: deps.now() }));
  }
}
