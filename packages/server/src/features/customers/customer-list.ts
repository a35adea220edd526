import type { CustomerQuery } from '@yutang/contracts/customers';
import { type ChannelBook, channelName } from '@yutang/core/channels';
import { intentWindow } from '@yutang/core/customers';
import { statesOf } from '@yutang/core/pond';
import { type RawBuilder, sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { CustomerScope } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { type CustomerRow, customerColumns, outletOf } from './customer-row.ts';
import { broughtSomebody } from './referrals.ts';
import { visibleTo } from './visible-customers.ts';

/** What a list is asked for; `candidates`: customers that `q` names by something other than their name. */
export interface ListInput {
  workspaceId: number;
  query: Omit<CustomerQuery, 'cursor' | 'limit'>;
  candidates: readonly number[];
  /** Whether `q` may be a part of a name; not for who sees names masked: a part at a time would tell the whole. */
  byName?: boolean;
  /** Questions for homes, one of which must be the customer's: what features above know of people. */
  homes?: readonly RawBuilder<unknown>[];
  /** Conditions on the customer as `c`: what features above know of people. */
  also?: readonly RawBuilder<unknown>[];
  /** What of the customers the asker may see. */
  scope: CustomerScope;
  book: ChannelBook;
  /** The workspace's clock, epoch ms. */
  now: number;
}

const day = 86_400_000;

/** One page of customers, and how many there are in all (on the first page). */
export async function listCustomers(
  db: Db,
  input: ListInput,
  page: { limit: number; cursor: string | undefined },
): Promise<{ items: CustomerRow[]; nextCursor: string | null; total?: number }> {
  const where = conditions(input);
  const after = decodeCursor(page.cursor, ['number', 'number']);
  const sort = input.query.sort ?? 'last_seen';
  const { limit } = page;
  const { rows } = await sql<CustomerRow>`
    select ${customerColumns} from customers c where ${where} ${after ? sql`and ${pageAfter(sort, after)}` : sql``}
    order by ${orders[sort]} limit ${limit + 1}`.execute(db);
  const total = after ? {} : { total: await countCustomers(db, where) };
  return { ...cutPage(rows, limit, (row) => [keyOf(sort, row), row.customer]), ...total };
}

/** The rows of these customers, in the order given; who is gone is left out. */
export async function customerRows(
  db: Db,
  workspaceId: number,
  customers: readonly number[],
): Promise<CustomerRow[]> {
  if (customers.length === 0) return [];
  const { rows } = await sql<CustomerRow>`
    select ${customerColumns} from customers c
    where c.workspace_id = ${workspaceId} and c.customer = any(${[...customers]}::bigint[])`.execute(db);
  const byId = new Map(rows.map((row) => [row.customer, row]));
  return customers.flatMap((customer) => byId.get(customer) ?? []);
}

/** Numbers of everybody in the list, `most` at most, and how many there are. */
export async function listNumbers(
  db: Db,
  input: ListInput,
  most: number,
): Promise<{ customers: number[]; total: number }> {
  const where = conditions(input);
  const { rows } = await sql<{ customer: number }>`
    select c.customer from customers c where ${where} order by c.customer limit ${most + 1}`.execute(db);
  const total = rows.length > most ? await countCustomers(db, where) : rows.length;
  return { customers: rows.slice(0, most).map((row) => row.customer), total };
}

type Sort = NonNullable<CustomerQuery['sort']>;

const orders: Record<Sort, RawBuilder<unknown>> = {
  // the index knows the day; within it few have to be sorted
  last_seen: sql`c.last_day desc, c.last_seen_at desc, c.customer desc`,
  first_seen: sql`c.first_seen_at desc, c.customer desc`,
  net_sales: sql`c.net_minor desc, c.customer desc`,
};

function keyOf(sort: Sort, row: CustomerRow): number {
  if (sort === 'net_sales') return row.net_minor;
  return sort === 'first_seen' ? row.first_seen_at : row.last_seen_at;
}

function pageAfter(sort: Sort, [key, customer]: [number, number]): RawBuilder<unknown> {
  if (sort === 'net_sales') return sql`(c.net_minor, c.customer) < (${key}, ${customer})`;
  if (sort === 'first_seen') return sql`(c.first_seen_at, c.customer) < (${key}, ${customer})`;
  return sql`c.last_day <= ${Math.floor(key / day)} and (c.last_seen_at, c.customer) < (${key}, ${customer})`;
}

async function countCustomers(db: Db, where: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{
    total: number;
  }>`select count(*) as total from customers c where ${where}`.execute(db);
  return rows[0]?.total ?? 0;
}

/** What must hold of a customer, as `c`, to be in the list. */
export function conditions(input: ListInput): RawBuilder<unknown> {
  const { query, book, now } = input;
  const all: RawBuilder<unknown>[] = [sql`c.workspace_id = ${input.workspaceId}`];
  const visible = visibleTo(input.scope);
  if (visible) all.push(visible);
  if (query.q !== undefined) {
    const part = `%${query.q.trim().replace(/[\\%_]/g, '\\$&')}%`;
    const named = input.byName ? sql`or c.name ilike ${part}` : sql``;
    all.push(sql`(c.customer = any(${[...input.candidates]}::bigint[]) ${named})`);
  }
  for (const homes of input.homes ?? []) {
    all.push(sql`c.customer in (
      select p.customer from parts p where p.workspace_id = ${input.workspaceId} and p.home in (${homes}))`);
  }
  if (query.kind !== undefined) {
    const states = statesOf(query.kind === 'visitor' ? 'visitor' : 'identifiable');
    all.push(sql`c.pond = any(${states}::smallint[])`);
  }
  if (query.state !== undefined) all.push(sql`c.pond = any(${statesOf(query.state)}::smallint[])`);
  if (query.role === 'user') all.push(sql`c.used_at is not null`);
  if (query.role === 'customer') all.push(sql`c.paid_at is not null`);
  if (query.role === 'consumer')
    all.push(sql`c.intent_at >= ${now - intentWindow} and (c.paid_at is null or c.paid_at < c.intent_at)`);
  if (query.channel === '-') all.push(sql`c.channel is null`);
  else if (query.channel !== undefined) all.push(sql`c.channel = ${channelName(query.channel)}`);
  if (query.domainClass !== undefined) {
    const others = book.all().filter((channel) => channel.domainClass !== query.domainClass);
    const own = book.all().filter((channel) => channel.domainClass === query.domainClass);
    // what nobody classified counts as public
    all.push(
      query.domainClass === 'public'
        ? sql`c.channel <> all(${others.map((channel) => channel.name)}::text[])`
        : sql`c.channel = any(${own.map((channel) => channel.name)}::text[])`,
    );
  }
  if (query.owner === '-') all.push(sql`c.owner is null`);
  else if (query.owner !== undefined) all.push(sql`c.owner = ${query.owner}`);
  if (query.outlet === '-') all.push(sql`${outletOf} is null`);
  else if (query.outlet !== undefined) all.push(sql`${outletOf} = ${query.outlet}`);
  if (query.member !== undefined) {
    const isMember = sql`(c.member_since is not null or c.member_no is not null)`;
    all.push(query.member ? isMember : sql`not ${isMember}`);
  }
  if (query.stage !== undefined) all.push(sql`c.pond = any(${statesOf(query.stage)}::smallint[])`);
  if (query.netFrom !== undefined) all.push(sql`c.net_minor >= ${query.netFrom}`);
  if (query.netTo !== undefined) all.push(sql`c.net_minor < ${query.netTo}`);
  if (query.seenFrom !== undefined) all.push(sql`c.last_seen_at >= ${query.seenFrom}`);
  if (query.seenTo !== undefined) all.push(sql`c.last_seen_at < ${query.seenTo}`);
  if (query.paidOrdersFrom !== undefined) all.push(sql`c.orders_paid >= ${query.paidOrdersFrom}`);
  if (query.paidTo !== undefined) all.push(sql`c.paid_at < ${query.paidTo}`);
  if (query.brought !== undefined) {
    const brought = broughtSomebody(input.workspaceId);
    all.push(query.brought ? brought : sql`not ${brought}`);
  }
  if (query.firstFrom !== undefined) all.push(sql`c.first_seen_at >= ${query.firstFrom}`);
  all.push(...(input.also ?? []));
  return sql.join(all, sql` and `);
}
