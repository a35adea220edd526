import type { Settlement, SettlementPage, SettlementQuery } from '@yutang/contracts/pond';
import { type ChannelBook, channelName } from '@yutang/core/channels';
import type { TouchSource } from '@yutang/core/pond';
import { type RawBuilder, sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { CustomerScope } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { customerRows, ofPeople } from '../customers/index.ts';
import { maskValue } from '../workspaces/index.ts';

interface Row {
  customer: number;
  home: number;
  at: number;
  from_channel: string | null;
  to_channel: string;
  campaign: string | null;
  staff: string | null;
  code: string | null;
  cost_minor: number;
  first_touch: TouchSource | null;
  last_touch: TouchSource | null;
}

/** First moves from a more public to a more private container, newest first (ACQ-03). */
export async function askSettlements(
  db: Db,
  workspaceId: number,
  input: { query: SettlementQuery; book: ChannelBook; masked: boolean; scope: CustomerScope },
): Promise<SettlementPage> {
  const { query, book, masked } = input;
  const limit = query.limit ?? 50;
  const all: RawBuilder<unknown>[] = [
    sql`workspace_id = ${workspaceId}`,
    ofPeople(workspaceId, 'customer', { scope: input.scope }),
  ];
  if (query.from !== undefined) all.push(sql`at >= ${query.from}`);
  if (query.to !== undefined) all.push(sql`at < ${query.to}`);
  if (query.customer !== undefined) all.push(sql`customer = ${query.customer}`);
  if (query.campaign !== undefined) all.push(sql`campaign = ${query.campaign}`);
  if (query.fromChannel !== undefined) all.push(sql`from_channel = ${channelName(query.fromChannel)}`);
  if (query.toChannel !== undefined) all.push(sql`to_channel = ${channelName(query.toChannel)}`);
  for (const side of ['from', 'to'] as const) {
    const wanted = query[`${side}Class`];
    if (wanted === undefined) continue;
    const { rows } = await sql<{ channel: string }>`
      select distinct ${sql.ref(`${side}_channel`)} as channel from settlements
      where workspace_id = ${workspaceId} and ${sql.ref(`${side}_channel`)} is not null`.execute(db);
    const names = rows.map((row) => row.channel).filter((name) => book.classOf(name) === wanted);
    all.push(sql`${sql.ref(`${side}_channel`)} = any(${names}::text[])`);
  }
  const where = sql.join(all, sql` and `);
  const after = decodeCursor(query.cursor, ['number', 'number', 'string']);
  const page = after ? sql`and (at, customer, to_channel) < (${after[0]}, ${after[1]}, ${after[2]})` : sql``;
  const { rows } = await sql<Row>`
    select customer, home, at, from_channel, to_channel, campaign, staff, code, cost_minor, first_touch, last_touch
    from settlements where ${where} ${page} order by at desc, customer desc, to_channel desc limit ${limit + 1}`.execute(
    db,
  );
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.at, row.customer, row.to_channel]);
  const { rows: counted } = await sql<{ total: number }>`
    select count(*) as total from settlements where ${where}`.execute(db);
  const people = await customerRows(db, workspaceId, [...new Set(items.map((row) => row.customer))]);
  const names = new Map(people.map((row) => [row.customer, row.name]));
  const nameOf = (customer: number) => {
    const name = names.get(customer) ?? null;
    return name !== null && masked ? maskValue('name', name) : name;
  };
  const shown = items.map(
    (row): Settlement => ({
      customer: row.customer,
      name: nameOf(row.customer),
      home: row.home,
      at: row.at,
      fromChannel: row.from_channel,
      fromClass: row.from_channel === null ? null : book.classOf(row.from_channel),
      toChannel: row.to_channel,
      toClass: book.classOf(row.to_channel),
      campaign: row.campaign,
      staff: row.staff,
      code: row.code,
      costMinor: row.cost_minor,
      firstTouch: row.first_touch,
      lastTouch: row.last_touch,
    }),
  );
  return { items: shown, nextCursor, ...(counted[0] && { total: counted[0].total }) };
}
