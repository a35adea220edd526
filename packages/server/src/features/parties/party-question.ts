import type {
  CustomerParties,
  OrganisationItem,
  OrganisationPage,
  OrganisationPeople,
  OrganisationProfile,
  OrganisationQuery,
} from '@yutang/contracts/parties';
import { contactRoles, maskProperties } from '@yutang/core/customers';
import { AppError } from '@yutang/core/errors';
import { type RawBuilder, sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import {
  type Customers,
  contactsOf,
  customerRows,
  customersOf,
  maySeeRow,
  partsOf,
} from '../customers/index.ts';
import {
  paidAcross,
  type Received,
  receivedBy,
  salesByOrganisation,
  usersOfOrganisation,
} from '../orders/index.ts';
import { maskValue } from '../workspaces/index.ts';
import { type OrganisationRow, organisationsByRef } from './organisation-store.ts';

type Scope = Pick<Principal, 'workspaceId' | 'ownStaff' | 'within' | 'masked'>;

/** An organisation with what it paid; null: nothing that the asker may see. */
type SoldRow = OrganisationRow & {
  orders: number | null;
  placed_minor: number | null;
  paid_minor: number | null;
  refunded_minor: number | null;
  paid_at: number | null;
};

/** Organisations with what they paid, as the asker may see them; `o` and `s` in conditions. */
function fromOrganisations(scope: Scope, where: RawBuilder<unknown>): RawBuilder<unknown> {
  const { workspaceId, ownStaff, within } = scope;
  const part = ownStaff !== null || within !== null;
  return sql`
    from organisations o left join (${salesByOrganisation(workspaceId, scope)}) s on s.ref = o.ref
    where o.workspace_id = ${workspaceId} and ${where}
      ${part ? sql`and (s.ref is not null or o.ref in (select ref from (${contactsOf(workspaceId, { scope })}) k))` : sql``}`;
}

const columns = sql`o.ref, o.name, o.kind, o.archived, o.traits, o.first_at, o.last_at, s.orders, s.placed_minor,
  s.paid_minor, s.refunded_minor, s.paid_at`;
const net = sql`coalesce(s.paid_minor - s.refunded_minor, 0)`;

/** One page of organisations, most net sales first, and how many there are (on the first page). */
export async function listOrganisations(
  db: Db,
  scope: Scope,
  query: OrganisationQuery,
): Promise<OrganisationPage> {
  const { limit = 50, cursor, q, kind, archived = false } = query;
  const after = decodeCursor(cursor, ['number', 'string']);
  const all: RawBuilder<unknown>[] = [sql`o.archived = ${archived}`];
  if (kind !== undefined) all.push(sql`o.kind = ${kind}`);
  if (q !== undefined) {
    const part = `%${q.trim().replace(/[\\%_]/g, '\\$&')}%`;
    // who sees names masked finds households by their reference only
    const named = scope.masked
      ? sql`(o.kind = 'company' and o.name ilike ${part})`
      : sql`o.name ilike ${part}`;
    all.push(sql`(o.ref ilike ${part} or ${named})`);
  }
  const where = fromOrganisations(scope, sql.join(all, sql` and `));
  const page = after
    ? sql`and (${net} < ${after[0]} or (${net} = ${after[0]} and o.ref > ${after[1]}))`
    : sql``;
  const { rows } = await sql<SoldRow>`
    select ${columns} ${where} ${page} order by ${net} desc, o.ref limit ${limit + 1}`.execute(db);
  const { items, nextCursor } = cutPage(rows, limit, (row) => [netOf(row), row.ref]);
  const total = after
    ? undefined
    : (await sql<{ total: number }>`select count(*)::int as total ${where}`.execute(db)).rows[0]?.total;
  return { items: await show(db, scope, items), nextCursor, ...(total !== undefined && { total }) };
}

const netOf = (row: SoldRow) => (row.paid_minor ?? 0) - (row.refunded_minor ?? 0);

async function show(db: Db, scope: Scope, rows: readonly SoldRow[]): Promise<OrganisationItem[]> {
  const { workspaceId } = scope;
  const refs = rows.map((row) => row.ref);
  const { rows: counted } = await sql<{ ref: string; people: number }>`
    select ref, count(*)::int as people from (${contactsOf(workspaceId, { refs, scope })}) k group by ref`.execute(
    db,
  );
  const contacts = new Map(counted.map(({ ref, people }) => [ref, people]));
  return rows.map((row) => ({
    ref: row.ref,
    name: nameOf(row, scope.masked),
    kind: row.kind,
    archived: row.archived,
    contacts: contacts.get(row.ref) ?? 0,
    sales: {
      orders: row.orders ?? 0,
      placedMinor: row.placed_minor ?? 0,
      paidMinor: row.paid_minor ?? 0,
      refundedMinor: row.refunded_minor ?? 0,
      netMinor: netOf(row),
    },
    paidAt: row.paid_at,
    firstAt: row.first_at,
    lastAt: row.last_at,
  }));
}

/** A household's name is a person's. */
function nameOf({ name, kind }: Pick<OrganisationRow, 'name' | 'kind'>, masked: boolean): string | null {
  return name !== null && masked && kind === 'household' ? maskValue('name', name) : name;
}

/** One organisation. @throws request.not-found, also where the asker may see nobody of it */
export async function askOrganisation(db: Db, scope: Scope, ref: string): Promise<OrganisationProfile> {
  const { workspaceId } = scope;
  const { rows } = await sql<SoldRow>`
    select ${columns} ${fromOrganisations(scope, sql`o.ref = ${ref}`)}`.execute(db);
  const [row] = rows;
  if (!row) throw new AppError('request.not-found', { what: `organisation ${ref}` });
  const [item] = await show(db, scope, [row]);
  const { rows: roles } = await sql<{ role: string; contacts: number }>`
    select role, count(*)::int as contacts from (
      select unnest(string_to_array(k.role, ',')) as role from (${contactsOf(workspaceId, { refs: [ref], scope })}) k
    ) r group by role order by 2 desc, 1`.execute(db);
  const used = await customersOf(db, workspaceId, await usersOfOrganisation(db, workspaceId, ref));
  const people = await customerRows(db, workspaceId, [...new Set(used.values())]);
  const users = people.filter((person) => maySeeRow(person, scope)).length;
  const traits = scope.masked ? maskProperties(row.traits) : row.traits;
  return { ...(item as OrganisationItem), traits, users, roles };
}

/** A person's living contact with an organisation; undefined: none. */
export async function livingContact(
  db: Db,
  workspaceId: number,
  ref: string,
  customer: number,
): Promise<{ roles: string[]; since: number } | undefined> {
  return (await contacts(db, workspaceId, { refs: [ref], customers: [customer] }))[0]?.contact;
}

async function contacts(
  db: Db,
  workspaceId: number,
  filter: { refs?: readonly string[]; customers: readonly number[] },
): Promise<{ ref: string; customer: number; contact: { roles: string[]; since: number } }[]> {
  const { rows } = await sql<{ ref: string; customer: number; role: string | null; since: number }>`
    select ref, customer, role, since from (${contactsOf(workspaceId, filter)}) k order by since, ref`.execute(
    db,
  );
  return rows.map(({ ref, customer, role, since }) => ({
    ref,
    customer,
    contact: { roles: contactRoles(role), since },
  }));
}

/** The people of an organisation whom the asker may see, last seen first: contacts, and users of what it paid for. */
export async function listPeople(
  db: Db,
  customers: Pick<Customers, 'list'>,
  principal: Principal,
  ref: string,
  query: { as?: 'contact' | 'user'; role?: string; limit?: number; cursor?: string },
): Promise<OrganisationPeople> {
  const { workspaceId } = principal;
  await askOrganisation(db, principal, ref);
  const filter = {
    organisation: ref,
    ...(query.as !== undefined && { organisationAs: query.as }),
    ...(query.role !== undefined && { contactRole: query.role }),
  };
  const page = await customers.list(principal, filter, { limit: query.limit ?? 50, cursor: query.cursor });
  const ids = page.items.map((item) => item.id);
  const roles = await contacts(db, workspaceId, { refs: [ref], customers: ids });
  const contactOf = new Map(roles.map(({ customer, contact }) => [customer, contact]));
  const parts = await partsOf(db, workspaceId, ids);
  const customerOf = new Map(parts.map(({ home, customer }) => [home, customer]));
  const received = new Map<number, { orders: number; netMinor: number; latestAt: number }>();
  for (const row of await receivedBy(db, workspaceId, [...customerOf.keys()], ref)) {
    const customer = customerOf.get(row.home) ?? 0;
    const known = received.get(customer);
    received.set(customer, {
      orders: row.orders + (known?.orders ?? 0),
      netMinor: row.netMinor + (known?.netMinor ?? 0),
      latestAt: Math.max(row.latestAt, known?.latestAt ?? 0),
    });
  }
  const usedAt = new Map(
    (await customerRows(db, workspaceId, ids)).map((row) => [row.customer, row.used_at]),
  );
  return {
    ...page,
    items: page.items.map((customer) => ({
      customer,
      contact: contactOf.get(customer.id) ?? null,
      received: received.get(customer.id) ?? null,
      usedAt: usedAt.get(customer.id) ?? null,
    })),
  };
}

/** The organisations of a person, and what the person paid for others and others for the person. */
export async function askParties(
  db: Db,
  scope: Scope,
  { customer, homes }: { customer: number; homes: readonly number[] },
): Promise<CustomerParties> {
  const { workspaceId, masked } = scope;
  const mine = await contacts(db, workspaceId, { customers: [customer] });
  const contactOf = new Map(mine.map(({ ref, contact }) => [ref, contact]));
  const received = new Map<string, Pick<Received, 'orders' | 'netMinor'>>();
  for (const { ref, orders, netMinor } of await receivedBy(db, workspaceId, homes)) {
    const known = received.get(ref);
    received.set(ref, {
      orders: orders + (known?.orders ?? 0),
      netMinor: netMinor + (known?.netMinor ?? 0),
    });
  }
  const refs = [...new Set([...contactOf.keys(), ...received.keys()])];
  const known = await organisationsByRef(db, workspaceId, refs);
  const { forOthers, byOthers } = await paidAcross(db, workspaceId, homes);
  return {
    organisations: refs.map((ref) => {
      const row = known.get(ref) ?? { name: null, kind: 'company' as const };
      return {
        ref,
        name: nameOf(row, masked),
        kind: row.kind,
        contact: contactOf.get(ref) ?? null,
        received: received.get(ref) ?? null,
      };
    }),
    paidForOthers: forOthers,
    paidByOthers: byOthers,
  };
}
