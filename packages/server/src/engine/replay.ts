import type { LoggedEvent } from '@yutang/core/events';
import { sql } from 'kysely';
import type { EventRow, EventStore } from '../platform/event-store/event-store.ts';
import type { Tx } from '../platform/postgres/db.ts';
import { eventOfRow, logColumns } from './log-row.ts';
import { applyEvents, type TickDeps } from './tick.ts';

const chunk = 5000;

export interface ReplayOptions {
  workspaceId: number;
  zone: string;
  /** Called after each chunk with the last `seq` done. */
  progress?: (seq: number) => Promise<void> | void;
}

/**
 * Computes every fold of a workspace anew from the log, in the caller's transaction: either all of it becomes true
 * or nothing. Events come from the event store up to its watermark and from Postgres after it.
 * Decisions (ledgers, settings, accounts) are not touched.
 */
export async function replayWorkspace(
  deps: Pick<TickDeps, 'features' | 'resolver' | 'times'> & { events: EventStore },
  tx: Tx,
  { workspaceId, zone, progress }: ReplayOptions,
): Promise<{ events: number }> {
  deps.resolver.invalidate();
  for (const feature of [...deps.features].reverse()) await feature.reset?.(tx, workspaceId);
  const watermark = await deps.events.watermark(workspaceId);
  let done = 0;
  let seq = 0;
  for (;;) {
    const rows =
      seq < watermark
        ? await storedRows(deps.events, workspaceId, seq)
        : await loggedRows(tx, workspaceId, seq);
    if (rows.length === 0 && seq >= watermark) break;
    const events: LoggedEvent[] = rows.map(eventOfRow);
    seq = rows.length > 0 ? (rows[rows.length - 1]?.seq as number) : watermark;
    const now = events[events.length - 1]?.knownAt ?? 0;
    await applyEvents(deps, tx, { workspaceId, zone, now, events, replay: true });
    done += rows.length;
    await progress?.(seq);
  }
  return { events: done };
}

async function storedRows(store: EventStore, workspaceId: number, after: number): Promise<EventRow[]> {
  const columns = logColumns.join(', ');
  return store.query<EventRow & Record<string, unknown>>(workspaceId, {
    sql: `select ${columns} from events where seq > :after order by seq limit ${chunk}`,
    params: { after },
    limit: chunk,
  });
}

async function loggedRows(tx: Tx, workspaceId: number, after: number): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select ${sql.raw(logColumns.join(', '))} from log
    where workspace_id = ${workspaceId} and seq > ${after} order by seq limit ${chunk}`.execute(tx);
  return rows;
}
