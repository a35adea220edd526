import type { AttributeList, AttributeValue } from '@yutang/contracts/customers';
import type { OwnedSource } from '@yutang/contracts/field-rules';
import { isLater, maskProperty, readAttributes, whyHeld } from '@yutang/core/customers';
import type { LoggedEvent } from '@yutang/core/events';
import { sql } from 'kysely';
import type { EventRow, EventStore } from '../../platform/event-store/event-store.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { orderedWords, type StandingWord } from './held-words.ts';

type Said = Omit<AttributeValue, 'source' | 'department'>;

/** Most events read back for older values. */
const mostEvents = 500;
/** Most older values shown of one attribute. */
const mostOthers = 20;

/**
 * A person's attributes with their lineage: the value that holds by the field's rule, why it does, every source's word of
 * today, then what other identities and earlier events said, from the tables and from the event store.
 */
export async function listAttributes(
  deps: { db: Db; events: EventStore },
  input: {
    workspaceId: number;
    homes: readonly number[];
    masked: boolean;
    sources: readonly OwnedSource[];
  },
): Promise<AttributeList> {
  const { workspaceId, homes, masked } = input;
  const { rows } = await sql<Said>`
    select key, value, occurred_at as "occurredAt", seq, home, nullif(source_id, 0) as "sourceId" from attributes
    where workspace_id = ${workspaceId} and home = any(${[...homes]}::bigint[])`.execute(deps.db);
  const words = await orderedWords(deps.db, workspaceId, homes);
  const upTo = await deps.events.watermark(workspaceId);
  const older = await deps.events.query<EventRow>(workspaceId, {
    sql: `select seq, source, name, occurred_at, origin, props from events
      where source in (:homes) and name in ('Profile Updated', 'Member Joined') order by occurred_at desc, seq desc`,
    params: { homes },
    limit: mostEvents,
  });
  const said = new Map<string, Map<string, Said>>();
  for (const each of [...older.flatMap(saidBy), ...rows]) {
    const known = said.get(each.key) ?? new Map<string, Said>();
    said.set(each.key, known.set(placeOf(each), each));
  }
  const sources = new Map(input.sources.map((source) => [source.id, source]));
  const show = (each: Said): AttributeValue => ({
    key: each.key,
    value: masked ? maskProperty(each.key, each.value) : each.value,
    occurredAt: each.occurredAt,
    seq: each.seq,
    home: each.home,
    sourceId: each.sourceId,
    source: sources.get(each.sourceId ?? 0)?.name ?? null,
    department: sources.get(each.sourceId ?? 0)?.unitName ?? null,
  });
  const byKey = new Map<string, StandingWord[]>();
  for (const word of words) byKey.set(word.key, [...(byKey.get(word.key) ?? []), word]);
  const items = [...byKey].flatMap(([key, list]) => {
    const [held] = list;
    if (!held) return [];
    const why = whyHeld(list, held.policy, held.ranks);
    const others = [...(said.get(key)?.values() ?? [])]
      .filter((each) => placeOf(each) !== placeOf(held))
      .sort((a, b) => (isLater(instant(a), instant(b)) ? -1 : 1));
    const item = {
      // a value of null means that it was removed; what was said before stays to be seen
      ...show(standing(held)),
      policy: held.policy,
      why: { ...why, againstSource: sources.get(why.against ?? 0)?.name ?? null },
      words: list.map((word) => ({ ...show(standing(word)), verified: word.verified })),
      others: others.slice(0, mostOthers).map(show),
    };
    return [item];
  });
  return { upTo, items };
}

const placeOf = ({ seq, home }: { seq: number; home: number }) => `${seq} ${home}`;
const instant = (said: Said) => ({ at: said.occurredAt, seq: said.seq });
const standing = (word: StandingWord): Said => ({ ...word, sourceId: word.sourceId || null });

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
