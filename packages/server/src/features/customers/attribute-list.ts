import type { AttributeList } from '@yutang/contracts/customers';
import { isLater, maskProperty, readAttributes } from '@yutang/core/customers';
import type { LoggedEvent } from '@yutang/core/events';
import { sql } from 'kysely';
import type { EventRow, EventStore } from '../../platform/event-store/event-store.ts';
import type { Db } from '../../platform/postgres/db.ts';

interface Said {
  key: string;
  value: unknown;
  occurredAt: number;
  seq: number;
  home: number;
  sourceId: number | null;
}

/** Most events read back for older values. */
const mostEvents = 500;
/** Most older values shown of one attribute. */
const mostOthers = 20;

/**
 * A person's attributes with their lineage: the value that holds (latest by occurrence and seq over all homes), then
 * what other identities and earlier events said, from the tables and from the event store.
 */
export async function listAttributes(
  deps: { db: Db; events: EventStore },
  input: { workspaceId: number; homes: readonly number[]; masked: boolean },
): Promise<AttributeList> {
  const { workspaceId, homes, masked } = input;
  const { rows } = await sql<Said>`
    select key, value, occurred_at as "occurredAt", seq, home, source_id as "sourceId" from attributes
    where workspace_id = ${workspaceId} and home = any(${[...homes]}::bigint[])`.execute(deps.db);
  const upTo = await deps.events.watermark(workspaceId);
  const older = await deps.events.query<EventRow>(workspaceId, {
    sql: `select seq, source, name, occurred_at, origin, props from events
      where source in (:homes) and name in ('Profile Updated', 'Member Joined') order by occurred_at desc, seq desc`,
    params: { homes },
    limit: mostEvents,
  });
  const byKey = new Map<string, Map<string, Said>>();
  const add = (said: Said) => {
    const known = byKey.get(said.key) ?? new Map<string, Said>();
    known.set(`${said.seq} ${said.home}`, said);
    byKey.set(said.key, known);
  };
  for (const row of older) for (const said of saidBy(row)) add(said);
  for (const row of rows) add(row);
  const show = (said: Said): Said => (masked ? { ...said, value: maskProperty(said.key, said.value) } : said);
  const items = [...byKey.values()].flatMap((values) => {
    const [now, ...others] = [...values.values()]
      .sort((a, b) => (isLater(place(a), place(b)) ? -1 : 1))
      .map(show);
    // a value of null means that it was removed; what was said before stays to be seen
    return now ? [{ ...now, others: others.slice(0, mostOthers) }] : [];
  });
  return { upTo, items: items.sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

const place = (said: Said) => ({ at: said.occurredAt, seq: said.seq });

function saidBy(row: EventRow): Said[] {
  const event = {
    name: row.name,
    type: 'track',
    source: row.source,
    occurredAt: row.occurred_at,
    properties: JSON.parse(row.props) as Record<string, unknown>,
  } as LoggedEvent;
  return readAttributes(event).map(([key, json]) => ({
    key,
    value: JSON.parse(json) as unknown,
    occurredAt: row.occurred_at,
    seq: row.seq,
    home: row.source,
    sourceId: row.origin,
  }));
}
