import type { StreamEvent } from '@yutang/contracts/sources';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';

interface LogRow {
  seq: number;
  name: string;
  family: string;
  occurred_at: number;
  received_at: number;
  history: boolean;
  customer: number;
  origin: number | null;
  channel: string | null;
  amount_minor: number | null;
  message_id: string;
  props: string;
  meta: string;
}

const columns = sql`seq, name, family, occurred_at, received_at, history, customer, origin, channel, amount_minor, message_id, props, meta`;

function streamEvent(row: LogRow): StreamEvent {
  const meta = JSON.parse(row.meta) as {
    identities: [string, string, boolean][];
    context: Record<string, unknown>;
  };
  return {
    seq: row.seq,
    name: row.name,
    family: row.family,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    history: row.history,
    customer: row.customer,
    sourceId: row.origin,
    channel: row.channel,
    amountMinor: row.amount_minor,
    messageId: row.message_id,
    identities: meta.identities.map(([namespace, value, verified]) => ({ namespace, value, verified })),
    properties: JSON.parse(row.props) as Record<string, unknown>,
    context: meta.context,
  };
}

/** The log's newest events, newest first; `before` continues a page. The log holds at least the last 7 days. */
export async function recentEvents(
  db: Db,
  workspaceId: number,
  filter: { limit: number; before: number | null; name: string | null; sourceId: number | null },
): Promise<StreamEvent[]> {
  const { rows } = await sql<LogRow>`
    select ${columns} from log
    where workspace_id = ${workspaceId} and (${filter.before}::bigint is null or seq < ${filter.before})
      and (${filter.name}::text is null or name = ${filter.name})
      and (${filter.sourceId}::int is null or origin = ${filter.sourceId})
    order by seq desc limit ${filter.limit}`.execute(db);
  return rows.map(streamEvent);
}

/** The newest `limit` events after a seq, oldest first, and how many lie between. */
export async function eventsAfter(
  db: Db,
  workspaceId: number,
  after: number,
  limit: number,
): Promise<{ events: StreamEvent[]; lastSeq: number; skipped: number }> {
  const { rows } = await sql<LogRow>`
    select ${columns} from log where workspace_id = ${workspaceId} and seq > ${after} order by seq desc limit ${limit}`.execute(
    db,
  );
  const events = rows.map(streamEvent).reverse();
  const lastSeq = events[events.length - 1]?.seq ?? after;
  return { events, lastSeq, skipped: Math.max(0, lastSeq - after - events.length) };
}

/** Where the workspace's log ends; 0 when nothing was ever logged. */
export async function lastSeq(db: Db, workspaceId: number): Promise<number> {
  const { rows } = await sql<{ last_seq: number }>`
    select last_seq from engine_state where workspace_id = ${workspaceId}`.execute(db);
  return rows[0]?.last_seq ?? 0;
}
