import { sql } from 'kysely';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { partitionOf } from '../customers/index.ts';
import { type DatedChange, postChanges } from './post-changes.ts';
import { readTagBook } from './tag-book.ts';
import type { TagsDeps } from './tag-service.ts';

/** Most ends that one round says. */
const mostEnds = 5000;

/**
 * Says in the log which tags have ended, each with the instant at which it did. Lists do not wait for it: every read
 * compares with the clock. Said again by a second process, the log takes it once. Answers how many ended.
 */
export async function sweepExpired(
  { db, inbox, clock }: Pick<TagsDeps, 'db' | 'inbox' | 'clock'>,
  workspaceId: number,
): Promise<number> {
  const now = (await clock(workspaceId))();
  const book = await readTagBook(db, workspaceId);
  const ended = await readEnded(db, workspaceId, book.meanings, now);
  if (ended.length === 0) return 0;
  const changes = ended.map(({ customer, tag, until, at }): DatedChange => {
    const messageId = `tag-ended-${customer}-${tag}-${until}`;
    return { customer, tag, added: false, until, reason: 'expired', at, messageId };
  });
  const saying = { at: now, by: null, note: null, batch: null };
  await db.transaction().execute((tx) => postChanges(tx, inbox, workspaceId, book, changes, saying));
  return ended.length;
}

interface Ended {
  customer: number;
  tag: number;
  until: number;
  /** When it became true: not before it was added. */
  at: number;
}

/** Tags whose last word over all homes adds them, and whose end has come. */
async function readEnded(
  db: Db,
  workspaceId: number,
  meanings: readonly { raw: number; tag: number; expires: number | null }[],
  now: number,
): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    select customer, tag, until, greatest(until, at) as at from (
      select distinct on (p.customer, e.tag) p.customer, e.tag, x.added, x.at, coalesce(x.until, x.at + e.expires) as until
      from tag_changes x
      join unnest(${integers(meanings.map((m) => m.raw))}::int[], ${integers(meanings.map((m) => m.tag))}::int[],
        ${integers(meanings.map((m) => m.expires))}::bigint[]) as e (raw, tag, expires) on e.raw = x.tag
      join ${partitionOf(workspaceId)} p on p.home = x.home
      where x.workspace_id = ${workspaceId}
      order by p.customer, e.tag, x.at desc, x.seq desc
    ) w where added and until <= ${now} order by until, customer, tag limit ${mostEnds}`.execute(db);
  return rows;
}
