import { type RawBuilder, sql } from 'kysely';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { outletOf } from './customer-row.ts';

/** A customer as far as it matters for who gets them. */
export interface ChosenPerson {
  customer: number;
  owner: string | null;
  /** The outlet they belong to. */
  outlet: string | null;
  /** The outlet they were last seen at. */
  seenAt: string | null;
}

/** Customers that fit a condition of the table as `c`, by number; at most `limit`. */
export async function choosePeople(
  db: Db,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<ChosenPerson[]> {
  const { rows } = await sql<ChosenPerson>`
    select c.customer, c.owner, ${outletOf} as outlet, c.outlet as "seenAt" from customers c
    where ${where} order by c.customer limit ${limit}`.execute(db);
  return rows;
}

/** The condition for some customers by number. */
export function theseCustomers(workspaceId: number, ids: readonly number[]): RawBuilder<unknown> {
  return sql`c.workspace_id = ${workspaceId} and c.customer = any(${integers(ids)}::bigint[])`;
}

/** Identifiable people without owner, who belong to an outlet, whose number is beyond `after`: known since. */
export function newWithoutOwner(workspaceId: number, after: number): RawBuilder<unknown> {
  return sql`c.workspace_id = ${workspaceId} and c.owner is null and c.customer > ${after} and c.pond & 1 = 1
    and ${outletOf} is not null`;
}

/** The largest number a customer has. */
export async function lastCustomer(db: Db, workspaceId: number): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    select max(home) as last from parts where workspace_id = ${workspaceId}`.execute(db);
  return rows[0]?.last ?? 0;
}

/** How many customers each staff member owns. */
export async function countOwned(db: Db, workspaceId: number): Promise<Map<string, number>> {
  const { rows } = await sql<{ owner: string; people: number }>`
    select owner, count(*) as people from customers
    where workspace_id = ${workspaceId} and owner is not null group by owner`.execute(db);
  return new Map(rows.map(({ owner, people }) => [owner, people]));
}

/** Customers of one owner, last seen first. */
export async function customersOwnedBy(
  db: Db,
  workspaceId: number,
  owner: string,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ customer: number }>`
    select customer from customers where workspace_id = ${workspaceId} and owner = ${owner}
    order by last_day desc, customer desc limit ${limit}`.execute(db);
  return rows.map((row) => row.customer);
}

/** Figures of the people of one outlet and, without outlet, of one owner. */
interface PlaceFigures {
  outlet: string | null;
  owner: string | null;
  people: number;
  reachable: number;
  operable: number;
  private: number;
  unowned: number;
  netMinor: number;
}

/** Figures by outlet, and by owner of who has no outlet: what units are added up from. */
export async function figuresByPlace(db: Db, where: RawBuilder<unknown>): Promise<PlaceFigures[]> {
  const { rows } = await sql<PlaceFigures>`
    select ${outletOf} as outlet, case when ${outletOf} is null then c.owner end as owner, count(*) as people,
      count(*) filter (where c.pond & 2 = 2) as reachable, count(*) filter (where c.pond & 4 = 4) as operable,
      count(*) filter (where c.pond = 7) as private, count(*) filter (where c.owner is null and c.pond & 1 = 1) as unowned,
      coalesce(sum(c.net_minor), 0)::bigint as "netMinor"
    from customers c where ${where} group by 1, 2`.execute(db);
  return rows;
}
