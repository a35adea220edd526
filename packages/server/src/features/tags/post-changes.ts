import type { AcceptedEvent } from '@yutang/core/events';
import { sql } from 'kysely';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { ownEvent, partsOf } from '../customers/index.ts';
import { identitiesOf } from '../identity/index.ts';
import type { Change } from './plan-changes.ts';
import type { TagBook } from './tag-book.ts';
import { namesOf } from './tag-words.ts';

/** Events a row of the inbox carries at most. */
const rowSize = 1000;

/** Who says it, why, and as part of which batch. */
export interface Saying {
  /** When, by the workspace's clock, epoch ms; a change may have its own. */
  at: number;
  by: string | null;
  note: string | null;
  batch: number | null;
}

/** A change with the instant it became true where that is not now, and a name that makes it said once only. */
export interface DatedChange extends Change {
  at?: number;
  messageId?: string;
}

/**
 * Says changes as events. An adding goes through the person's strongest identity, a removal through each home that has
 * the tag. Answers the number of the inbox's last row; null when there was nothing to say.
 */
export async function postChanges(
  tx: Tx,
  inbox: Inbox,
  workspaceId: number,
  book: TagBook,
  changes: readonly DatedChange[],
  saying: Saying,
): Promise<number | null> {
  const customers = [...new Set(changes.map(({ customer }) => customer))];
  const parts = await partsOf(tx, workspaceId, customers);
  const identities = await identitiesOf(
    tx,
    workspaceId,
    parts.map(({ home }) => home),
  );
  const identityOf = new Map(identities.map((identity) => [identity.home, identity]));
  const homesOf = new Map<number, number[]>();
  for (const { customer, home } of parts) homesOf.set(customer, [...(homesOf.get(customer) ?? []), home]);
  const standing = await readStanding(
    tx,
    workspaceId,
    book,
    parts.map(({ home }) => home),
    changes,
  );
  const names = await namesOf(
    tx,
    workspaceId,
    book.meanings.map(({ raw }) => raw),
  );

  const events: AcceptedEvent[] = [];
  const say = (change: DatedChange, tag: number, homes: readonly number[], suffix: string) => {
    const name = names.get(tag);
    const named = homes.flatMap((home) => identityOf.get(home) ?? []);
    if (!name || named.length === 0) return;
    const { added, until, reason } = change;
    const properties = {
      tag: name.name,
      group: name.group,
      reason,
      ...(saying.by !== null && { by: saying.by }),
      ...(added && until !== null && { until }),
      ...(saying.note !== null && { note: saying.note }),
      ...(saying.batch !== null && { batch: saying.batch }),
    };
    const event = ownEvent(
      { name: added ? 'Tag Added' : 'Tag Removed', family: 'system', properties },
      named,
      change.at ?? saying.at,
    );
    events.push(change.messageId ? { ...event, messageId: `${change.messageId}${suffix}` } : event);
  };
  for (const change of changes) {
    const homes = homesOf.get(change.customer) ?? [];
    if (change.added) say(change, change.tag, homes, '');
    else {
      for (const home of homes)
        for (const raw of standing.get(`${home} ${change.tag}`) ?? [])
          say(change, raw, [home], `-${home}-${raw}`);
    }
  }
  let last: number | null = null;
  for (let from = 0; from < events.length; from += rowSize)
    last = await inbox.post(tx, workspaceId, events.slice(from, from + rowSize));
  return last;
}

/** Which tags' own latest change of a home adds them, by `home tag-it-counts-as`. */
async function readStanding(
  tx: Tx,
  workspaceId: number,
  book: TagBook,
  homes: readonly number[],
  changes: readonly Change[],
): Promise<Map<string, number[]>> {
  const removed = new Set(changes.filter(({ added }) => !added).map(({ tag }) => tag));
  const found = new Map<string, number[]>();
  if (removed.size === 0) return found;
  const raws = book.meanings.filter(({ tag }) => removed.has(tag)).map(({ raw }) => raw);
  const { rows } = await sql<{ home: number; tag: number }>`
    select home, tag from (
      select distinct on (home, tag) home, tag, added from tag_changes
      where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[]) and tag = any(${integers(raws)}::int[])
      order by home, tag, at desc, seq desc
    ) x where added order by home, tag`.execute(tx);
  for (const { home, tag } of rows) {
    const key = `${home} ${book.meaningOf(tag)?.tag}`;
    found.set(key, [...(found.get(key) ?? []), tag]);
  }
  return found;
}
