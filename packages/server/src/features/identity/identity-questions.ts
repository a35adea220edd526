import type {
  ConflictItem,
  ConflictList,
  CustomerIdentities,
  EvidenceItem,
  IdentityItem,
  MergeList,
  NonLinkingList,
} from '@yutang/contracts/identity';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { maskValue } from '../workspaces/index.ts';
import { type ConflictFilter, countConflicts, listConflicts, type StoredConflict } from './conflict-store.ts';
import { type IdentityView, readGroups, readLineage, readPairEvidence } from './lineage-store.ts';
import { listMerges, type MergeFilter } from './merge-store.ts';
import { findPerson } from './person-store.ts';

interface Page {
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** Evidence shown of one customer. */
const shownEvidence = 500;
/** Identities shown of each side of a conflict. */
const shownIdentities = 50;

/** `GET /api/customers/:id/identities`. @throws request.not-found */
export async function customerIdentities(
  db: Db,
  { workspaceId, masked }: Principal,
  customer: number,
): Promise<CustomerIdentities> {
  const person = await findPerson(db, workspaceId, customer);
  if (!person) throw new AppError('request.not-found', { what: `customer ${customer}` });
  const identities = await readGroups(db, workspaceId, [person.customer], masked);
  const evidence = await readLineage(db, workspaceId, person.homes, shownEvidence);
  return { customer: person.customer, identities: identities.map(withoutCustomer), evidence };
}

function withoutCustomer({ customer: _, ...identity }: IdentityView): IdentityItem {
  return identity;
}

/** `GET /api/identity/conflicts`, newest first. */
export async function conflictPage(
  db: Db,
  { workspaceId, masked }: Principal,
  query: Page & ConflictFilter,
): Promise<ConflictList> {
  const limit = query.limit ?? 50;
  const after = decodeCursor(query.cursor, ['number', 'number', 'number']);
  const rows = await listConflicts(db, workspaceId, query, after, limit + 1);
  const page = cutPage(rows, limit, (row) => [row.opened_seq, row.a, row.b]);
  const homes = [...new Set(page.items.flatMap(({ a, b }) => (b === 0 ? [a] : [a, b])))];
  const views = homes.length > 0 ? await readGroups(db, workspaceId, homes, masked) : [];
  const pairs = page.items.map(({ a, b }) => [a, b] as const);
  const evidence = homes.length > 0 ? await readPairEvidence(db, workspaceId, pairs, homes) : [];
  const total = await countConflicts(db, workspaceId, query);
  return {
    items: page.items.map((row) => conflictItem(row, views, evidence)),
    nextCursor: page.nextCursor,
    total,
  };
}

function conflictItem(row: StoredConflict, views: IdentityView[], evidence: EvidenceItem[]): ConflictItem {
  const ends = row.b === 0 ? [row.a] : [row.a, row.b];
  const sides = ends.map((home) => {
    const customer = views.find((view) => view.home === home)?.customer ?? 0;
    return { customer, home, identities: views.filter((view) => view.customer === customer) };
  });
  const [left, right] = sides.map(
    ({ identities }) =>
      new Set(identities.filter((one) => one.class === 'exclusive').map((one) => one.namespace)),
  );
  const isPair = ({ homes }: EvidenceItem) => homes.includes(row.a) && homes.includes(row.b);
  const own = evidence.filter((item) => ends.some((home) => item.homes.includes(home)));
  const unique = [...new Map(own.map((item) => [item.homes.join(), item])).values()];
  return {
    id: `${row.a}-${row.b}`,
    kind: row.kind,
    state: row.state,
    severity: row.kind === 'exclusive' || row.kind === 'oversize' ? 'high' : 'low',
    openedAt: row.opened_at,
    differs: [...(left ?? [])].filter((namespace) => right?.has(namespace)).sort(),
    sides: sides.map((side) => ({
      ...side,
      identities: side.identities.slice(0, shownIdentities).map(withoutCustomer),
    })),
    evidence: unique.sort((x, y) => Number(isPair(y)) - Number(isPair(x)) || x.occurredAt - y.occurredAt),
    resolvedBy: row.actor,
    resolvedAt: row.resolved_at,
  };
}

/** `GET /api/identity/merges`, newest first. */
export async function mergePage(
  db: Db,
  { workspaceId }: Principal,
  query: Page & { customer?: number | undefined; reason?: MergeFilter['reason'] },
): Promise<MergeList> {
  const limit = query.limit ?? 50;
  const [before] = decodeCursor(query.cursor, ['number']) ?? [Number.MAX_SAFE_INTEGER];
  let homes: readonly number[] | undefined;
  if (query.customer !== undefined) {
    homes = (await findPerson(db, workspaceId, query.customer))?.homes ?? [query.customer];
  }
  const rows = await listMerges(db, workspaceId, { homes, reason: query.reason }, before, limit + 1);
  return cutPage(rows, limit, (row) => [row.id]);
}

/** `GET /api/identity/non-linking-values`, newest first. */
export async function nonLinkingPage(
  db: Db,
  { workspaceId, masked }: Principal,
  query: Page,
): Promise<NonLinkingList> {
  const limit = query.limit ?? 50;
  const [before] = decodeCursor(query.cursor, ['number']) ?? [Number.MAX_SAFE_INTEGER];
  const { rows } = await sql<{
    seq: number;
    namespace: string;
    value: string;
    actor: string | null;
    reason: string | null;
    set_at: number;
  }>`
    select seq, namespace, value, actor, reason, set_at from non_linking_values
    where workspace_id = ${workspaceId} and seq < ${before} order by seq desc limit ${limit + 1}`.execute(db);
  const page = cutPage(rows, limit, (row) => [row.seq]);
  return {
    items: page.items.map(({ seq, namespace, value, actor, reason, set_at }) => ({
      id: String(seq),
      namespace,
      value: masked ? maskValue(namespace, value) : value,
      reason,
      by: actor,
      at: set_at,
    })),
    nextCursor: page.nextCursor,
  };
}
