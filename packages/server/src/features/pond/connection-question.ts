import type { Connections } from '@yutang/contracts/connections';
import { type ChannelBook, type ConnectionType, connectionTypes } from '@yutang/core/channels';
import { statesOf } from '@yutang/core/pond';
import { type RawBuilder, sql } from 'kysely';
import { texts } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { knownHomes, partitionOf } from '../customers/index.ts';

/** Channels that connect people, with the cell of the matrix each stands in. */
interface Placed {
  channel: string;
  type: ConnectionType;
  platform: string;
}

/** A platform of none stands under the channel's own name. */
function placedOf(book: ChannelBook, channels: readonly string[]): Placed[] {
  return channels.flatMap((channel) => {
    const { connection, platform } = book.find(channel);
    return connection ? [{ channel, type: connection, platform: platform ?? channel }] : [];
  });
}

async function channelsSeen(db: Db, workspaceId: number): Promise<string[]> {
  const { rows } = await sql<{ channel: string }>`
    select distinct channel from steps where workspace_id = ${workspaceId} order by 1`.execute(db);
  return rows.map(({ channel }) => channel);
}

/**
 * Who is connected where (ACQ-06). Connected: entered by a relation (friend, follower, member of a group), or was there under an
 * identity by which a person is known; an anonymous visit connects nobody.
 */
export async function askConnections(
  db: Db,
  workspaceId: number,
  input: { book: ChannelBook; since: number; play?: RawBuilder<unknown> | undefined },
): Promise<Omit<Connections, 'direct'>> {
  const { book, since, play } = input;
  const placed = placedOf(book, await channelsSeen(db, workspaceId));
  const upToNow = connected(workspaceId, placed, play);
  const { rows: cells } = await sql<{
    type: ConnectionType;
    platform: string;
    people: number;
    fresh: number;
  }>`
    select type, platform, count(*) as people, count(*) filter (where since >= ${since}) as fresh from (
      select type, platform, customer, min(at) as since from (${upToNow}) c group by 1, 2, 3) p
    group by 1, 2 order by 1, 2`.execute(db);
  const { rows: kinds } = await sql<{ types: ConnectionType[]; people: number; fresh: number }>`
    select types, count(*) as people, count(*) filter (where since >= ${since}) as fresh from (
      select customer, array_agg(distinct type order by type) as types, min(at) as since from (${upToNow}) c
      group by 1) p
    group by 1 order by 1`.execute(db);
  const { rows: byType } = await sql<{ type: ConnectionType; people: number; fresh: number }>`
    select type, count(*) as people, count(*) filter (where since >= ${since}) as fresh from (
      select type, customer, min(at) as since from (${upToNow}) c group by 1, 2) p
    group by 1`.execute(db);
  const sum = (keep: (types: ConnectionType[]) => boolean, of: 'people' | 'fresh' = 'people') =>
    kinds.reduce((all, row) => all + (keep(row.types) ? row[of] : 0), 0);
  return {
    since,
    total: sum(() => true),
    fresh: sum(() => true, 'fresh'),
    types: connectionTypes.map((type) => {
      const row = byType.find((one) => one.type === type);
      return { type, people: row?.people ?? 0, fresh: row?.fresh ?? 0 };
    }),
    cells: cells.map((cell) => ({
      ...cell,
      channels: placed
        .filter((one) => one.type === cell.type && one.platform === cell.platform)
        .map(({ channel }) => channel),
    })),
    overlaps: connectionTypes.flatMap((a, at) =>
      connectionTypes.slice(at + 1).map((b) => ({
        a,
        b,
        people: sum((types) => types.includes(a) && types.includes(b)),
      })),
    ),
  };
}

/** SQL for the homes by which people are connected in a cell, a row or anywhere. */
export async function connectedHomes(
  db: Db,
  workspaceId: number,
  book: ChannelBook,
  cell: { type?: ConnectionType | undefined; platform?: string | undefined },
): Promise<RawBuilder<unknown>> {
  const placed = placedOf(book, await channelsSeen(db, workspaceId)).filter(
    (one) =>
      (cell.type === undefined || one.type === cell.type) &&
      (cell.platform === undefined || one.platform === cell.platform),
  );
  return sql`select home from (${stepsThatConnect(workspaceId, placed)}) s`;
}

function stepsThatConnect(workspaceId: number, placed: readonly Placed[]): RawBuilder<unknown> {
  return sql`
    select s.home, s.at, d.type, d.platform from steps s
    join unnest(${texts(placed.map((p) => p.channel))}::text[], ${texts(placed.map((p) => p.type))}::text[],
      ${texts(placed.map((p) => p.platform))}::text[]) as d (channel, type, platform) on d.channel = s.channel
    where s.workspace_id = ${workspaceId} and (s.entered or s.home in (${knownHomes(workspaceId)}))`;
}

/** One row a connecting step: `(customer, at, type, platform)`. */
function connected(
  workspaceId: number,
  placed: readonly Placed[],
  play: RawBuilder<unknown> | undefined,
): RawBuilder<unknown> {
  const partition = partitionOf(workspaceId);
  const ofPlay = play
    ? sql`where q.customer in (select k.customer from ${partition} k where k.home in (${play}))`
    : sql``;
  return sql`
    select q.customer, s.at, s.type, s.platform from (${stepsThatConnect(workspaceId, placed)}) s
    join ${partition} q on q.home = s.home ${ofPlay}`;
}

/** ACQ-44: customers with an owned, reachable identity ÷ all customers. Visitors are no customers. */
export async function askDirect(db: Db, workspaceId: number): Promise<Connections['direct']> {
  const { rows } = await sql<{ customers: number; reachable: number }>`
    select coalesce(sum(people), 0)::bigint as customers, coalesce(sum(people) filter (where state = any(${statesOf(
      'reachable',
    )}::smallint[])), 0)::bigint as reachable
    from pond_counts where workspace_id = ${workspaceId} and state = any(${statesOf('identifiable')}::smallint[])`.execute(
    db,
  );
  const { customers, reachable } = rows[0] ?? { customers: 0, reachable: 0 };
  return { customers, reachable, ratio: customers > 0 ? reachable / customers : null };
}
