import type { CustomerProfile, EdgeList } from '@yutang/contracts/customers';
import { isKnownNamespace, latestRelations } from '@yutang/core/customers';
import { namespaceRule } from '@yutang/core/identity';
import { derivePerson } from '@yutang/core/pond';
import { sql } from 'kysely';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { customerOfIdentity, identitiesOf } from '../identity/index.ts';
import { maskValue } from '../workspaces/index.ts';
import { customerRows } from './customer-list.ts';
import { type Showing, showCustomers } from './customer-row.ts';
import { consentsOf, relationsOf } from './fact-store.ts';
import { customersOf } from './part-store.ts';
import { maySeeRow } from './visible-customers.ts';

/** One home's row, as the profile needs it. */
interface ProfilePart {
  home: number;
  namespace: string;
  first_seen_at: number;
  last_seen_at: number;
  consumption: number;
  behaviour: number;
  relation: number;
  system: number;
  first_channel: string | null;
  last_channel: string | null;
  last_channel_at: number | null;
  last_channel_seq: number | null;
}

const reachKinds = new Set(['contact', 'follow', 'community']);

/** Everything on one person's first page; undefined when there is no such customer. */
export async function readProfile(
  db: Db,
  workspaceId: number,
  customer: number,
  showing: Showing,
): Promise<CustomerProfile | undefined> {
  const [row] = await customerRows(db, workspaceId, [customer]);
  if (!row) return undefined;
  const [item] = await showCustomers(db, workspaceId, [row], showing);
  const { rows: parts } = await sql<ProfilePart>`
    select home, namespace, first_seen_at, last_seen_at, consumption, behaviour, relation, system, first_channel,
      last_channel, last_channel_at, last_channel_seq
    from parts where workspace_id = ${workspaceId} and customer = ${customer} order by home`.execute(db);
  const homes = parts.map((part) => part.home);
  const relations = await relationsOf(db, workspaceId, homes);
  const consents = await consentsOf(db, workspaceId, homes);
  const values = new Map(
    (await identitiesOf(db, workspaceId, homes)).map(({ home, value }) => [home, value]),
  );
  const channels = parts
    .flatMap((part) => [part.first_channel, part.last_channel])
    .filter((name) => name !== null);
  const derived = derivePerson(
    { namespaces: parts.map((part) => part.namespace), relations, consents, channels },
    showing.book,
  );
  const sum = (family: 'consumption' | 'behaviour' | 'relation' | 'system') =>
    parts.reduce((total, part) => total + part[family], 0);
  const last = parts
    .filter((part) => part.last_channel !== null)
    .sort(
      (a, b) =>
        (b.last_channel_at ?? 0) - (a.last_channel_at ?? 0) ||
        (b.last_channel_seq ?? 0) - (a.last_channel_seq ?? 0),
    )[0];
  return {
    ...(item as NonNullable<typeof item>),
    evidence: derived.evidence,
    domainLevel: derived.domainLevel,
    reach: latestRelations(relations)
      .filter((fact) => reachKinds.has(fact.kind))
      .map(({ home, kind, ref, active, at, by, channel }) => ({
        home,
        kind: kind as 'contact',
        ref,
        active,
        since: at,
        reason: active ? 'added' : (by ?? 'ended'),
        channel,
      })),
    homes: parts.map((part) => {
      const value = values.get(part.home) ?? null;
      const rule = namespaceRule(part.namespace)?.class ?? 'weak';
      return {
        home: part.home,
        namespace: part.namespace,
        class: rule,
        value: value !== null && showing.masked ? maskValue(part.namespace, value) : value,
        locked: rule === 'locked',
        firstSeenAt: part.first_seen_at,
        lastSeenAt: part.last_seen_at,
        firstChannel: part.first_channel,
        events: part.consumption + part.behaviour + part.relation + part.system,
      };
    }),
    eventsByFamily: {
      consumption: sum('consumption'),
      behaviour: sum('behaviour'),
      relation: sum('relation'),
      system: sum('system'),
    },
    ordersPaid: row.orders_paid,
    lastChannel: last?.last_channel ?? null,
    usedAt: row.used_at,
    intentAt: row.intent_at,
    paidAt: row.paid_at,
    ownerSince: row.owner_since,
  };
}

/** The person's edges: to staff, organisations and people, and from people who named one of the person's identities (ID-13). */
export async function readEdges(db: Db, principal: Principal, homes: readonly number[]): Promise<EdgeList> {
  const { workspaceId, masked } = principal;
  const own = await identitiesOf(db, workspaceId, homes);
  const out = latestRelations(await relationsOf(db, workspaceId, homes));
  const keys = own
    .filter(({ namespace }) => isKnownNamespace(namespace))
    .map(({ namespace, value }) => `${namespace} ${value}`);
  const { rows: incoming } = await sql<{
    home: number;
    kind: string;
    active: boolean;
    at: number;
    role: string | null;
  }>`
    select distinct on (home, kind, ref) home, kind, active, at, role from relations
    where workspace_id = ${workspaceId} and ref = any(${keys}::text[])
      and kind not in ('contact', 'follow', 'community', 'owner', 'outlet')
    order by home, kind, ref, at desc, seq desc`.execute(db);
  const names = async (customers: readonly number[]) =>
    new Map((await customerRows(db, workspaceId, customers)).map((row) => [row.customer, row.name]));
  const senders = await customersOf(
    db,
    workspaceId,
    incoming.map((row) => row.home),
  );
  const senderNames = await names([...new Set(senders.values())]);
  const shown = (name: string | null) => (name !== null && masked ? maskValue('name', name) : name);
  const items: EdgeList['items'] = [];
  for (const fact of out) {
    if (fact.kind === 'follow' || fact.kind === 'community' || fact.kind === 'outlet') continue;
    const staff = fact.kind === 'contact' || fact.kind === 'owner';
    const base = { direction: 'out' as const, role: fact.role, active: fact.active, since: fact.at };
    if (staff || fact.kind === 'member_of') {
      const otherKind = staff ? ('staff' as const) : ('organisation' as const);
      items.push({
        ...base,
        kind: staff ? 'served_by' : fact.kind,
        otherKind,
        ref: fact.ref,
        customer: null,
        name: null,
      });
      continue;
    }
    const [namespace = '', value = ''] = fact.ref.split(/ (.*)/s, 2);
    const customer = (await customerOfIdentity(db, workspaceId, { namespace, value })) ?? null;
    const name = customer === null ? null : ((await names([customer])).get(customer) ?? null);
    const ref = masked ? `${namespace} ${maskValue(namespace, value)}` : fact.ref;
    items.push({ ...base, kind: fact.kind, otherKind: 'person', ref, customer, name: shown(name) });
  }
  for (const { home, kind, active, at, role } of incoming) {
    const customer = senders.get(home) ?? null;
    const name = customer === null ? null : (senderNames.get(customer) ?? null);
    items.push({
      kind,
      direction: 'in',
      otherKind: 'person',
      ref: `customer ${customer ?? home}`,
      customer,
      name: shown(name),
      role,
      active,
      since: at,
    });
  }
  const rows = await customerRows(
    db,
    workspaceId,
    items.flatMap(({ customer }) => customer ?? []),
  );
  const visible = new Set(rows.filter((row) => maySeeRow(row, principal)).map((row) => row.customer));
  return {
    items: items.map((item) =>
      item.customer === null || visible.has(item.customer)
        ? item
        : { ...item, customer: null, name: null, ref: withoutWhom(item.ref) },
    ),
  };
}

/** A reference to somebody the reader may not see: of which kind, and no more. */
function withoutWhom(ref: string): string {
  const [namespace = '', value = ''] = ref.split(/ (.*)/s, 2);
  return namespace === 'customer' ? namespace : `${namespace} ${maskValue(namespace, value)}`;
}
