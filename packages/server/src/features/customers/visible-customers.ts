import { AppError } from '@yutang/core/errors';
import { type RawBuilder, sql } from 'kysely';
import type { CustomerScope } from '../../platform/http/principal.ts';
import { texts } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { type CustomerRow, outletOf } from './customer-row.ts';

/**
 * The condition under which somebody may see a customer, of the table as `c`; undefined: every customer. Everybody belongs
 * to at most one unit: by the outlet, and only who has none by the owner's unit, so figures of units add up.
 */
export function visibleTo({ ownStaff, within }: CustomerScope): RawBuilder<unknown> | undefined {
  const all: RawBuilder<unknown>[] = [];
  if (ownStaff !== null) all.push(sql`c.owner = ${ownStaff}`);
  if (within !== null) all.push(inUnit(within));
  return all.length === 0 ? undefined : sql.join(all, sql` and `);
}

/** The condition under which a customer belongs to a unit, of the table as `c`. */
function inUnit({
  outlets,
  staff,
}: {
  outlets: readonly string[];
  staff: readonly string[];
}): RawBuilder<unknown> {
  return sql`(${outletOf} = any(${texts(outlets)}::text[])
    or (${outletOf} is null and c.owner = any(${texts(staff)}::text[])))`;
}

/** The same of a row that was read. */
export function maySeeRow(
  row: Pick<CustomerRow, 'owner' | 'outlet' | 'member_outlet' | 'assigned_outlet'>,
  { ownStaff, within }: CustomerScope,
): boolean {
  if (ownStaff !== null && row.owner !== ownStaff) return false;
  if (within === null) return true;
  const outlet = row.assigned_outlet ?? row.member_outlet ?? row.outlet;
  if (outlet !== null) return within.outlets.includes(outlet);
  return row.owner !== null && within.staff.includes(row.owner);
}

/** Whom a figure is asked of: by what the asker may see, owner (`-`: none) and outlet (`-`: none). */
export interface PeopleFilter {
  scope: CustomerScope;
  owner?: string | undefined;
  outlet?: string | undefined;
}

/** The condition of a filter, of the table as `c`; undefined: everybody, so that counts kept ready will do. */
export function peopleWhere({ scope, owner, outlet }: PeopleFilter): RawBuilder<unknown> | undefined {
  const all = [visibleTo(scope)].filter((each) => each !== undefined);
  if (owner !== undefined) all.push(owner === '-' ? sql`c.owner is null` : sql`c.owner = ${owner}`);
  if (outlet !== undefined)
    all.push(outlet === '-' ? sql`${outletOf} is null` : sql`${outletOf} = ${outlet}`);
  return all.length === 0 ? undefined : sql.join(all, sql` and `);
}

/** The condition that a column holds a home whose customer of today fits the filter; nothing when everybody fits. */
export function ofPeople(workspaceId: number, column: string, filter: PeopleFilter): RawBuilder<unknown> {
  const where = peopleWhere(filter);
  if (!where) return sql`true`;
  return sql`${sql.ref(column)} in (
    select p.home from parts p join customers c on c.workspace_id = p.workspace_id and c.customer = p.customer
    where p.workspace_id = ${workspaceId} and c.workspace_id = ${workspaceId} and ${where})`;
}

/** How many people that fit the filter stand in each state, by channel of the first touch ('': none). */
export async function countStates(
  db: Db,
  workspaceId: number,
  filter: PeopleFilter,
): Promise<{ state: number; channel: string; people: number }[]> {
  const { rows } = await sql<{ state: number; channel: string; people: number }>`
    select c.pond as state, coalesce(c.channel, '') as channel, count(*) as people from customers c
    where c.workspace_id = ${workspaceId} and ${peopleWhere(filter) ?? sql`true`} group by 1, 2`.execute(db);
  return rows;
}

/** Where a customer belongs, of the table as `c`. */
const belonging = {
  outlet: outletOf,
  owner: sql`c.owner`,
};

/** The same by outlet or owner (null: none), with net sales in minor units. */
export async function countBelonging(
  db: Db,
  workspaceId: number,
  by: keyof typeof belonging,
  filter: PeopleFilter,
): Promise<{ key: string | null; state: number; people: number; netMinor: number }[]> {
  const { rows } = await sql<{ key: string | null; state: number; people: number; netMinor: number }>`
    select ${belonging[by]} as key, c.pond as state, count(*) as people,
      coalesce(sum(c.net_minor), 0)::bigint as "netMinor"
    from customers c where c.workspace_id = ${workspaceId} and ${peopleWhere(filter) ?? sql`true`}
    group by 1, 2`.execute(db);
  return rows;
}

/** For figures that no customer's outlet divides. Throws `request.forbidden` for who sees a part of the customers only. */
export function assertWhole({ ownStaff, within }: CustomerScope): void {
  if (ownStaff !== null || within !== null)
    throw new AppError('request.forbidden', { permission: 'figures of the whole workspace' });
}
