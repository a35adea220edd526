import type { CustomerItem } from '@yutang/contracts/customers';
import type { PondPeopleQuery } from '@yutang/contracts/pond';
import { channelName } from '@yutang/core/channels';
import { localMidnight } from '@yutang/core/time';
import { type RawBuilder, sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { CustomerScope } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import {
  customerRows,
  customersOf,
  listCustomers,
  ofPeople,
  type PlayHomes,
  type Showing,
  showCustomers,
} from '../customers/index.ts';
import { entriesOf } from './pool-question.ts';

export interface PeopleInput {
  workspaceId: number;
  query: PondPeopleQuery;
  scope: CustomerScope;
  showing: Showing;
  playHomes: PlayHomes;
  zone: string;
}

interface Page {
  items: CustomerItem[];
  nextCursor: string | null;
  total?: number;
}

/** The people behind a number of the pond: those in a state now, or those who came or went. */
export async function askPeople(db: Db, input: PeopleInput): Promise<Page> {
  return input.query.direction === undefined && input.query.reason === undefined
    ? peopleNow(db, input)
    : peopleWhoMoved(db, input);
}

async function peopleNow(
  db: Db,
  { workspaceId, query, scope, showing, playHomes }: PeopleInput,
): Promise<Page> {
  const { state, channel, domainClass, play, owner, outlet, limit = 50, cursor } = query;
  const filter = {
    ...(state && { state }),
    ...(channel !== undefined && { channel }),
    ...(domainClass && { domainClass }),
    ...(owner !== undefined && { owner }),
    ...(outlet !== undefined && { outlet }),
  };
  const { book, now } = showing;
  const homes: RawBuilder<unknown>[] = [];
  if (query.entered) homes.push(entriesOf(workspaceId, query));
  else if (play !== undefined) homes.push(playHomes(workspaceId, play));
  const list = { workspaceId, query: filter, candidates: [], homes, scope, book, now };
  const page = await listCustomers(db, list, { limit, cursor });
  return { ...page, items: await showCustomers(db, workspaceId, page.items, showing) };
}

async function peopleWhoMoved(
  db: Db,
  { workspaceId, query, scope, showing, zone }: PeopleInput,
): Promise<Page> {
  const limit = query.limit ?? 50;
  const after = decodeCursor(query.cursor, ['number', 'number', 'number']);
  const { owner, outlet } = query;
  const all: RawBuilder<unknown>[] = [
    sql`workspace_id = ${workspaceId}`,
    sql`flow <> 0`,
    ofPeople(workspaceId, 'customer', { scope, owner, outlet }),
  ];
  if (query.direction) all.push(sql`flow = ${query.direction === 'in' ? 1 : -1}`);
  if (query.reason) all.push(sql`reason = ${query.reason}`);
  if (query.channel === '-') all.push(sql`channel is null`);
  else if (query.channel !== undefined) all.push(sql`channel = ${channelName(query.channel)}`);
  if (query.play !== undefined) all.push(sql`play = ${query.play}`);
  if (query.from !== undefined) all.push(sql`at >= ${query.from}`);
  if (query.to !== undefined) all.push(sql`at < ${query.to}`);
  if (query.day !== undefined) {
    const next = new Date(Date.parse(`${query.day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    all.push(sql`at >= ${localMidnight(query.day, zone)} and at < ${localMidnight(next, zone)}`);
  }
  const where = sql.join(all, sql` and `);
  const page = after ? sql`and (at, seq, customer) < (${after[0]}, ${after[1]}, ${after[2]})` : sql``;
  const { rows } = await sql<{ customer: number; at: number; seq: number }>`
    select customer, at, seq from pond_changes where ${where} ${page}
    order by at desc, seq desc, customer desc limit ${limit + 1}`.execute(db);
  const { items: changes, nextCursor } = cutPage(rows, limit, (row) => [row.at, row.seq, row.customer]);
  const { rows: counted } = await sql<{ total: number }>`
    select count(*) as total from pond_changes where ${where}`.execute(db);
  // who was merged away since stands as the survivor
  const survivors = await customersOf(
    db,
    workspaceId,
    changes.map((row) => row.customer),
  );
  const people = await customerRows(
    db,
    workspaceId,
    changes.flatMap((row) => survivors.get(row.customer) ?? []),
  );
  return {
    items: await showCustomers(db, workspaceId, people, showing),
    nextCursor,
    ...(counted[0] && { total: counted[0].total }),
  };
}
