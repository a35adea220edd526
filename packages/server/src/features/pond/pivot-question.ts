import type { Pivot, PivotQuery } from '@yutang/contracts/connections';
import type { ChannelBook } from '@yutang/core/channels';
import { privateState } from '@yutang/core/pond';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';

/** People by two sides of the channel of their first touch (ACQ-41). Everybody stands in one cell, so cells add up to the total. */
export async function askPivot(
  db: Db,
  workspaceId: number,
  book: ChannelBook,
  query: PivotQuery,
): Promise<Pivot> {
  const { rows: found } = await sql<{ channel: string; people: number; inside: number }>`
    select channel, sum(people)::bigint as people,
      coalesce(sum(people) filter (where state = ${privateState}), 0)::bigint as inside
    from pond_counts where workspace_id = ${workspaceId} group by channel order by channel`.execute(db);
  const sideOf = (channel: string, side: PivotQuery['row']) =>
    channel === '' ? null : book.find(channel)[side];
  const cells = new Map<string, Pivot['cells'][number]>();
  const total = { people: 0, private: 0 };
  for (const { channel, people, inside } of found) {
    const [row, column] = [sideOf(channel, query.row), sideOf(channel, query.column)];
    const key = JSON.stringify([row, column]);
    const cell = cells.get(key) ?? { row, column, people: 0, private: 0, channels: [] };
    cell.people += people;
    cell.private += inside;
    cell.channels.push(channel || '-');
    cells.set(key, cell);
    total.people += people;
    total.private += inside;
  }
  return { ...query, total, cells: [...cells.values()].sort((a, b) => b.people - a.people) };
}
