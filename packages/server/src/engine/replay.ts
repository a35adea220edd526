import type { LoggedEvent } from '@yutang/core/events';
import { sql } from 'kysely';
import { eventColumns, keptByErasure } from '../platform/event-store/event-columns.ts';
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
  const erasedUpTo = await readErasures(tx, workspaceId);
  let done = 0;
  let seq = 0;
  for (;;) {
    const rows =
      seq < watermark
        ? await storedRows(deps.events, workspaceId, seq)
        : await loggedRows(tx, workspaceId, seq);
    if (rows.length === 0 && seq >= watermark) break;
    const events: LoggedEvent[] = rows.map((row) =>
      eventOfRow(row.seq <= (erasedUpTo.get(row.source) ?? 0) ? { ...row, ...blank } : row),
    );
    seq = rows.length > 0 ? (rows[rows.length - 1]?.seq as number) : watermark;
    const now = events[events.length - 1]?.knownAt ?? 0;
    await applyEvents(deps, tx, { workspaceId, zone, now, events, replay: true });
    done += rows.length;
    await progress?.(seq);
  }
  return { events: done };
}

/**
 * The tombstones: home → the last seq at which it was erased. The event store may not have forgotten a person yet, or
 * may come from an older copy; what it still says of them must not bring them back.
 */
async function readErasures(tx: Tx, workspaceId: number): Promise<Map<number, number>> {
  const { rows } = await sql<{ home: number; seq: number }>`
    select home, max(up_to_seq) as seq from erasures, unnest(homes) as home
    where workspace_id = ${workspaceId} group by home`.execute(tx);
  return new Map(rows.map(({ home, seq }) => [home, seq]));
}

/** What an erasure leaves of the other columns of a row, in the log and in the event store. */
const blank: Partial<EventRow> = Object.fromEntries(
  eventColumns
    .filter(({ name }) => !keptByErasure.has(name))
    .map(({ name, kind, nullable }) => {
      if (name === 'props' || name === 'meta') return [name, '{}'];
      return [name, nullable ? null : kind === 'text' ? '' : 0];
    }),
);

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
