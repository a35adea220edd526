import { type RawBuilder, sql } from 'kysely';
import type { CustomerScope } from '../../platform/http/principal.ts';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import { visibleTo } from './visible-customers.ts';

/** Which contacts of organisations are asked for. */
export interface ContactFilter {
  /** Of these organisations only. */
  refs?: readonly string[];
  /** Of these customers only. */
  customers?: readonly number[];
  /** With this role. */
  role?: string | undefined;
  /** Of the customers somebody may see; absent: of all. */
  scope?: CustomerScope;
}

/**
 * SQL for the living contacts of organisations (ID-12), a row each: `ref`, `customer`, `role` (roles with commas between)
 * and `since`. A person is a contact where the latest word over all of the person's homes says so.
 */
export function contactsOf(workspaceId: number, filter: ContactFilter): RawBuilder<unknown> {
  const { refs, customers, role, scope } = filter;
  const visible = scope && visibleTo(scope);
  return sql`
    select k.ref, k.customer, k.role, k.at as since from (
      select distinct on (p.customer, r.ref) p.customer, r.ref, r.active, r.role, r.at, r.seq
      from relations r join parts p on p.workspace_id = ${workspaceId} and p.home = r.home
      where r.workspace_id = ${workspaceId} and r.kind = 'member_of' and r.ref <> '*'
        ${refs ? sql`and r.ref = any(${texts(refs)}::text[])` : sql``}
        ${customers ? sql`and p.customer = any(${integers(customers)}::bigint[])` : sql``}
      order by p.customer, r.ref, r.at desc, r.seq desc
    ) k ${visible ? sql`join customers c on c.workspace_id = ${workspaceId} and c.customer = k.customer` : sql``}
    where k.active and not exists (
        select from parts q join relations e on e.workspace_id = ${workspaceId} and e.home = q.home
        where q.workspace_id = ${workspaceId} and q.customer = k.customer and e.kind = 'member_of' and e.ref = '*'
          and (e.at, e.seq) > (k.at, k.seq))
      ${role === undefined ? sql`` : sql`and ${role} = any(string_to_array(k.role, ','))`}
      ${visible ? sql`and ${visible}` : sql``}`;
}

/** What the list of customers asks of orders: who pays for whom. */
export interface OrderSides {
  /** SQL for the homes that used what an organisation paid for. */
  usersOf(workspaceId: number, organisation: string): RawBuilder<unknown>;
  /** SQL for pairs of homes `payer_home`, `user_home` of orders that are not of one home; 0: an organisation, or nobody known. */
  pairs(workspaceId: number): RawBuilder<unknown>;
}

/** What must hold of the customer `c` for the filters by who pays for whom. */
export function partyConditions(
  workspaceId: number,
  query: {
    organisation?: string | undefined;
    organisationAs?: 'contact' | 'user' | undefined;
    contactRole?: string | undefined;
    paying?: 'for_others' | 'by_others' | undefined;
  },
  orders: OrderSides,
): RawBuilder<unknown>[] {
  const { organisation, organisationAs, contactRole: role, paying } = query;
  const all: RawBuilder<unknown>[] = [];
  const contacts = sql`c.customer in (select customer from (
    ${contactsOf(workspaceId, { ...(organisation !== undefined && { refs: [organisation] }), role })}) k)`;
  if (organisation !== undefined) {
    const users = sql`c.customer in (select p.customer from parts p
      where p.workspace_id = ${workspaceId} and p.home in (${orders.usersOf(workspaceId, organisation)}))`;
    // a role is something only contacts have
    if (organisationAs === 'contact' || (role !== undefined && organisationAs === undefined))
      all.push(contacts);
    else if (organisationAs === 'user') all.push(users, ...(role === undefined ? [] : [contacts]));
    else all.push(sql`(${contacts} or ${users})`);
  } else if (role !== undefined || organisationAs === 'contact') all.push(contacts);
  if (paying !== undefined) {
    const one = paying === 'for_others' ? 'payer' : 'beneficiary';
    all.push(sql`c.customer in (
      select ${sql.ref(one)}.customer from (${orders.pairs(workspaceId)}) s
      left join parts payer on payer.workspace_id = ${workspaceId} and payer.home = s.payer_home
      left join parts beneficiary on beneficiary.workspace_id = ${workspaceId} and beneficiary.home = s.user_home
      where payer.customer is distinct from beneficiary.customer)`);
  }
  return all;
}
