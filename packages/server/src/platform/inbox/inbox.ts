import { setTimeout as wait } from 'node:timers/promises';
import { type AcceptedEvent, packEvents } from '@yutang/core/events';
import { sql } from 'kysely';
import type { Db, Tx } from '../postgres/db.ts';

/** The one door by which events reach the engine: collection, imports, connectors and commands alike. */
export interface Inbox {
  /**
   * Puts events into the inbox, in the caller's transaction; they are accepted when it commits.
   * Answers the row's id for `settled`.
   */
  post(tx: Db | Tx, workspaceId: number, events: readonly AcceptedEvent[]): Promise<number>;
  /** Waits until the tick that took the row has committed; false when `timeoutMs` (default 1 000) ran out first. */
  settled(workspaceId: number, id: number, timeoutMs?: number): Promise<boolean>;
  /** How many events wait, and since when (epoch ms; null when none). */
  backlog(workspaceId: number): Promise<{ events: number; oldestAt: number | null }>;
}

export interface InboxDeps {
  db: Db;
  /** Tells the engine that something may have arrived; a hint, the engine also polls. */
  wake?: () => void;
}

export function createInbox({ db, wake }: InboxDeps): Inbox {
  return {
    async post(tx, workspaceId, events) {
      const body = Buffer.from(packEvents(events));
      const { rows } = await sql<{ id: number }>`
        insert into inbox (workspace_id, accepted_at, items, body)
        values (${workspaceId}, ${Date.now()}, ${events.length}, ${body}) returning id`.execute(tx);
      if (wake) setImmediate(wake);
      return rows[0]?.id as number;
    },

    async settled(workspaceId, id, timeoutMs = 1000) {
      const end = performance.now() + timeoutMs;
      for (let pause = 4; ; pause = Math.min(pause * 2, 32)) {
        const { rows } =
          await sql`select 1 from inbox where workspace_id = ${workspaceId} and id = ${id}`.execute(db);
        if (rows.length === 0) return true;
        if (performance.now() + pause > end) return false;
        wake?.();
        await wait(pause);
      }
    },

    async backlog(workspaceId) {
      const { rows } = await sql<{ events: number; oldest_at: number | null }>`
        select coalesce(sum(items), 0)::bigint as events, min(accepted_at) as oldest_at
        from inbox where workspace_id = ${workspaceId}`.execute(db);
      return { events: rows[0]?.events ?? 0, oldestAt: rows[0]?.oldest_at ?? null };
    },
  };
}
