import type { PondCounts, PondOverview } from '@yutang/contracts/pond';
import type { ChannelBook } from '@yutang/core/channels';
import { pondFlags } from '@yutang/core/pond';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';
import { countStates, type PeopleFilter, peopleWhere } from '../customers/index.ts';

interface CountRow {
  state: number;
  /** '': none. */
  channel: string;
  people: number;
}

const parts = ['visitor', 'identifiable', 'reachable', 'operable', 'private', 'stock'] as const;

/** Nobody yet. */
export function emptyCounts(): PondCounts {
  return { people: 0, visitor: 0, identifiable: 0, reachable: 0, operable: 0, private: 0, stock: 0 };
}

/** Counts people of a state into every part it belongs to. */
export function addState(counts: PondCounts, { state, people }: Pick<CountRow, 'state' | 'people'>): void {
  const flags = pondFlags(state);
  counts.people += people;
  for (const part of parts) if (flags[part]) counts[part] += people;
}

/** The pond as it stands: how many in which state, by channel of the first touch and its class of today. */
export async function askPond(
  db: Db,
  workspaceId: number,
  book: ChannelBook,
  filter: PeopleFilter,
): Promise<PondOverview> {
  const rows = peopleWhere(filter)
    ? await countStates(db, workspaceId, filter)
    : await keptCounts(db, workspaceId);
  const counts = emptyCounts();
  const byChannel = new Map<string, PondCounts>();
  const byClass = new Map<string, PondCounts>();
  for (const row of rows) {
    addState(counts, row);
    const of = (groups: Map<string, PondCounts>, key: string) => {
      const known = groups.get(key) ?? emptyCounts();
      groups.set(key, known);
      return known;
    };
    addState(of(byChannel, row.channel), row);
    addState(of(byClass, row.channel === '' ? '' : book.classOf(row.channel)), row);
  }
  const upTo = await logPosition(db, workspaceId);
  return {
    upTo,
    counts,
    byChannel: [...byChannel]
      .map(([channel, counts]) => ({
        channel: channel || null,
        title: channel ? book.find(channel).title : null,
        domainClass: channel ? book.classOf(channel) : null,
        counts,
      }))
      .sort((a, b) => b.counts.people - a.counts.people || ((a.channel ?? '') < (b.channel ?? '') ? -1 : 1)),
    byDomainClass: [...byClass]
      .map(([domainClass, counts]) => ({
        domainClass: (domainClass || null) as PondOverview['byDomainClass'][number]['domainClass'],
        counts,
      }))
      .sort((a, b) => b.counts.people - a.counts.people),
    empty: whyEmpty(counts),
  };
}

async function keptCounts(db: Db, workspaceId: number): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select state, channel, people from pond_counts where workspace_id = ${workspaceId}`.execute(db);
  return rows;
}

/** Why nobody is in the pond: the first part that nobody has. */
function whyEmpty(counts: PondCounts): PondOverview['empty'] {
  if (counts.private > 0) return null;
  if (counts.people === 0) return { code: 'no_events', people: 0 };
  if (counts.identifiable === 0) return { code: 'only_visitors', people: counts.visitor };
  if (counts.reachable === 0) return { code: 'nobody_reachable', people: counts.identifiable };
  if (counts.operable === 0) return { code: 'nobody_operable', people: counts.reachable };
  return { code: 'parts_never_meet', people: counts.reachable };
}

async function logPosition(db: Db, workspaceId: number): Promise<number> {
  const { rows } = await sql<{ last_seq: number }>`
    select last_seq from engine_state where workspace_id = ${workspaceId}`.execute(db);
  return rows[0]?.last_seq ?? 0;
}
