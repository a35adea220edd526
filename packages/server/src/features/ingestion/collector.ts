import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import { storeFault } from '../../platform/http/store-fault.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { QuarantineDraft } from '../dictionary/index.ts';

/** One request's worth, validated: what goes into the inbox and what into quarantine, together or not at all. */
export interface Collected {
  workspaceId: number;
  acceptedAt: number;
  /** Packed events, or null when every item was refused. */
  body: Buffer | null;
  items: number;
  /** What it takes to hold it, refused items included. */
  bytes: number;
  refused: QuarantineDraft[];
}

export interface Collector {
  /** Resolves when it is durable. @throws AppError `request.too-many` when more waits than can be held. */
  collect(collected: Collected): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

export interface CollectorDeps {
  db: Db;
  /** Keeps refused items, in the transaction that accepts the good ones. */
  quarantine(tx: Tx, items: readonly QuarantineDraft[]): Promise<unknown>;
  wake(): void;
}

interface Waiting {
  collected: Collected;
  resolve(): void;
  reject(error: unknown): void;
}

const mostWritesAtOnce = 2;
const mostRowsAWrite = 400;
const mostBytesAWrite = 4 << 20;
const mostBytesWaiting = 128 << 20;

/**
 * Group commit: requests that arrive while a write is under way share the next one, so a durable answer costs one
 * fsync for many requests. Two writes at once, because one waits for the disk while the other is being sent.
 */
export function createCollector({ db, quarantine, wake }: CollectorDeps): Collector {
  const queue: Waiting[] = [];
  let bytesWaiting = 0;
  let writing = 0;

  function pump(): void {
    while (writing < mostWritesAtOnce && queue.length > 0) {
      writing++;
      void write(nextGroup()).finally(() => {
        writing--;
        pump();
      });
    }
  }

  function nextGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    while (count < queue.length && count < mostRowsAWrite && bytes < mostBytesAWrite) {
      bytes += queue[count]?.collected.bytes ?? 0;
      count++;
    }
    bytesWaiting -= bytes;
    return queue.splice(0, count);
  }

  async function write(group: Waiting[]): Promise<void> {
    try {
      const refused = group.flatMap((waiting) => waiting.collected.refused);
      if (refused.length === 0) await insert(db, group);
      else {
        await db.transaction().execute(async (tx) => {
          await insert(tx, group);
          await quarantine(tx, refused);
        });
      }
      for (const waiting of group) waiting.resolve();
      wake();
    } catch (error) {
      if (group.length === 1 || storeFault(error)) for (const waiting of group) waiting.reject(error);
      // one request's fault is not its neighbours', who may be of another workspace
      else for (const waiting of group) await write([waiting]);
    }
  }

  return {
    collect(collected) {
      if (bytesWaiting > mostBytesWaiting)
        return Promise.reject(new AppError('request.too-many', { seconds: 1 }));
      bytesWaiting += collected.bytes;
      return new Promise((resolve, reject) => {
        queue.push({ collected, resolve, reject });
        // let the requests already read in this turn of the loop join the same write
        setImmediate(pump);
      });
    },
    async close() {
      while (queue.length > 0 || writing > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

async function insert(db: Db | Tx, group: readonly Waiting[]): Promise<void> {
  const rows = group
    .filter(({ collected }) => collected.body !== null)
    .map(({ collected: c }) => sql`(${c.workspaceId}, ${c.acceptedAt}, ${c.items}, ${c.body})`);
  if (rows.length > 0) {
    await sql`insert into inbox (workspace_id, accepted_at, items, body) values ${sql.join(rows)}`.execute(
      db,
    );
  }
}
