import type { Dynamic, DynamicPage } from '@yutang/contracts/ownership';
import { maskProperties } from '@yutang/core/customers';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import {
  askTimeline,
  customerRows,
  customersOf,
  customersOwnedBy,
  maySeeRow,
  partsOf,
} from '../customers/index.ts';
import { identitiesOf } from '../identity/index.ts';
import { homesServedBy } from '../organisation/index.ts';
import { maskValue } from '../workspaces/index.ts';

/** Customers of each kind that are looked at, those seen last first: more nobody reads, and a question stays short. */
const mostCustomers = 3000;

/** Who a staff member has to do with: the customers they own and those they served, as far as the asker may see them. */
async function concernedBy(
  db: Db,
  principal: Principal,
  staff: string,
): Promise<{ owned: Set<number>; homes: number[] }> {
  const { workspaceId, within } = principal;
  const owned = await customersOwnedBy(db, workspaceId, staff, mostCustomers);
  const servedHomes = await homesServedBy(db, workspaceId, staff, mostCustomers);
  const served = (await customersOf(db, workspaceId, servedHomes)).values();
  const rows = await customerRows(db, workspaceId, [...new Set([...owned, ...served])]);
  // whoever served somebody is told of them, whose customer it ever is (ID-03); a unit's head sees the unit's customers
  const visible = rows.filter((row) => maySeeRow(row, { ownStaff: null, within }));
  const parts = await partsOf(
    db,
    workspaceId,
    visible.map((row) => row.customer),
  );
  return { owned: new Set(owned), homes: parts.map(({ home }) => home) };
}

/** What happened to a staff member's customers, newest first, each event with the identity it came through (ID-03). */
export async function askDynamics(
  { db, events }: { db: Db; events: EventStore },
  principal: Principal,
  staff: string,
  page: { limit: number; cursor: string | undefined },
): Promise<DynamicPage> {
  const { workspaceId, masked } = principal;
  const { owned, homes } = await concernedBy(db, principal, staff);
  if (homes.length === 0) return { items: [], nextCursor: null };
  const query = { limit: page.limit, ...(page.cursor !== undefined && { cursor: page.cursor }) };
  const found = await askTimeline(events, { workspaceId, homes, query, masked });
  const seen = [...new Set(found.items.map(({ home }) => home))];
  const customers = await customersOf(db, workspaceId, seen);
  const rows = await customerRows(db, workspaceId, [...new Set(customers.values())]);
  const rowOf = new Map(rows.map((row) => [row.customer, row]));
  const identities = new Map((await identitiesOf(db, workspaceId, seen)).map((one) => [one.home, one]));
  const items = found.items.flatMap((event): Dynamic[] => {
    const customer = customers.get(event.home);
    const row = rowOf.get(customer ?? 0);
    const identity = identities.get(event.home);
    if (!row || !identity) return [];
    const opens = maySeeRow(row, principal);
    const hidden = masked || !opens;
    const { namespace, value } = identity;
    return [
      {
        event: hidden ? { ...event, properties: maskProperties(event.properties) } : event,
        customer: row.customer,
        customerName: row.name !== null && hidden ? maskValue('name', row.name) : row.name,
        via: owned.has(row.customer) ? 'owner' : 'served',
        opens,
        source: { namespace, value: hidden ? maskValue(namespace, value) : value },
      },
    ];
  });
  return { items, nextCursor: found.nextCursor };
}
