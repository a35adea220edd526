import { hash } from 'node:crypto';
import type { AcceptedEvent } from '@yutang/core/events';
import { sql } from 'kysely';
import type { Tx } from '../platform/postgres/db.ts';

/** Months since 1970 (UTC) of an instant: message ids are remembered under the month they were received in. */
export function monthOf(at: number): number {
  const date = new Date(at);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** 16 bytes of a message id. A browser key and a server key cannot pre-empt each other's ids. */
export function messageHash(event: Pick<AcceptedEvent, 'messageId' | 'identities'>): string {
  const trust = event.identities.some((identity) => identity.verified) ? 's' : 'c';
  return hash('sha256', `${trust}${event.messageId}`, 'hex').slice(0, 32);
}

/**
 * The events whose message id has not been seen this month or in the two before (at least 59 days), first ones only.
 * Remembers them in the same transaction.
 */
export async function dropRepeats(
  tx: Tx,
  workspaceId: number,
  events: AcceptedEvent[],
  now: number,
): Promise<AcceptedEvent[]> {
  const first = new Map<string, AcceptedEvent>();
  for (const event of events) {
    const key = messageHash(event);
    if (!first.has(key)) first.set(key, event);
  }
  const month = monthOf(now);
  // in its first month a workspace has no earlier ids, and two look-ups an event can be spared
  const { rows: earlier } = await sql`
    select from seen_messages where workspace_id = ${workspaceId} and month in (${month - 1}, ${month - 2}) limit 1`.execute(
    tx,
  );
  const unseen =
    earlier.length === 0
      ? sql`true`
      : sql`not exists (
          select 1 from seen_messages s
          where s.workspace_id = ${workspaceId} and s.month in (${month - 1}, ${month - 2}) and s.hash = given.hash
        )`;
  const { rows } = await sql<{ hash: string }>`
    insert into seen_messages (workspace_id, month, hash)
    select ${workspaceId}, ${month}, given.hash from unnest(${[...first.keys()]}::uuid[]) as given (hash)
    where ${unseen}
    on conflict do nothing
    returning replace(hash::text, '-', '') as hash`.execute(tx);
  if (rows.length === first.size && first.size === events.length) return events;
  const fresh = new Set(rows.map((row) => row.hash));
  return [...first].filter(([key]) => fresh.has(key)).map(([, event]) => event);
}

/** Forgets message ids received three months ago or more; called now and then. */
export async function forgetOldMessages(tx: Tx, workspaceId: number, now: number): Promise<void> {
  await sql`delete from seen_messages where workspace_id = ${workspaceId} and month < ${monthOf(now) - 2}`.execute(
    tx,
  );
}
