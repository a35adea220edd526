import { type AcceptedEvent, unpackEvents } from '@yutang/core/events';
import { sql } from 'kysely';
import type { SystemEventDraft } from '../platform/feature.ts';
import type { Tx } from '../platform/postgres/db.ts';

/** What a tick starts from. */
export interface Batch {
  drafts: SystemEventDraft[];
  events: AcceptedEvent[];
  /** Inbox rows taken; 0 rows and no drafts: nothing to do. */
  rows: number;
}

/**
 * Takes rows away from the inbox, oldest first, until about `maxEvents` events are together, and the system's own
 * drafts of the last tick. Taking away instead of reading by cursor is what makes losing a row impossible.
 */
export async function takeBatch(tx: Tx, workspaceId: number, maxEvents: number): Promise<Batch> {
  const drafts = await sql<{ draft: SystemEventDraft }>`
    with taken as (delete from engine_drafts where workspace_id = ${workspaceId} returning id, draft)
    select draft from taken order by id`.execute(tx);
  const taken = await sql<{ body: Buffer }>`
    with candidates as (
      select id, items from inbox where workspace_id = ${workspaceId} order by id limit ${maxEvents}
    ), chosen as (
      select id from (select id, items, sum(items) over (order by id) as together from candidates) c
      where together - items < ${maxEvents}
    ), taken as (
      delete from inbox where workspace_id = ${workspaceId} and id = any(array(select id from chosen))
      returning id, body
    )
    select body from taken order by id`.execute(tx);
  const events: AcceptedEvent[] = [];
  for (const { body } of taken.rows)
    for (const event of unpackEvents(body.toString('utf8'))) events.push(event);
  return { drafts: drafts.rows.map((row) => row.draft), events, rows: taken.rows.length };
}
