import type { LoggedEvent } from '@yutang/core/events';
import type { Move } from '../platform/feature.ts';
import type { Tx } from '../platform/postgres/db.ts';

/** What the engine needs of identity: who each event belongs to. Plugged in by main. */
export interface Resolver {
  /** Sets `source` and `customer` on every event (in `seq` order) and answers how the partition changed. */
  resolve(
    tx: Tx,
    input: { workspaceId: number; events: LoggedEvent[]; now: number },
  ): Promise<{ moves: Move[]; births: ReadonlyMap<number, number> }>;
  /** Forgets everything held in memory: the transaction it was true in did not commit. */
  invalidate(): void;
  /**
   * Writes every home's present customer as a move at `seq`, so that the exporter sends today's partition again:
   * needed after a replay without some events, when moves already sent may no longer hold.
   */
  republish(tx: Tx, workspaceId: number, seq: number): Promise<void>;
}
