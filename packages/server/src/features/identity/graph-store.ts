import type { Decision, GraphRows, IdentityRow, LinkRow, PairOutcome } from '@yutang/core/identity';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

interface StoredIdentity {
  home: number;
  namespace: string;
  value: string;
  customer: number;
  component: number;
  verified: boolean;
  shared_home: number | null;
}

interface StoredLink {
  a: number;
  b: number;
  claimed: boolean;
  at: number;
  event_id: string;
  seq: number;
  linking: boolean;
  outcome: PairOutcome;
}

/**
 * Reads the whole components of these homes, for `IdentityGraph.load`: identities, their pairs up to where a value is
 * shared (and `pairs` in any case), the partners outside, and the decisions in force. Five statements, whatever the size.
 */
export async function readGraphRows(
  tx: Db | Tx,
  workspaceId: number,
  homes: number[],
  pairs: [number, number][],
  isBarred: (namespace: string, value: string) => boolean,
): Promise<GraphRows> {
  const identities = await readComponents(tx, workspaceId, homes);
  const loaded = identities.map((row) => row.home);
  const links = await readLinks(tx, workspaceId, loaded, pairs);
  const inside = new Set(loaded);
  const outside = new Set(links.flatMap(({ a, b }) => [a, b]).filter((home) => !inside.has(home)));
  const partners = outside.size > 0 ? await readIdentities(tx, workspaceId, [...outside]) : [];
  const decisions = await readDecisions(tx, workspaceId, loaded);
  const toRow = (row: StoredIdentity): IdentityRow => ({
    home: row.home,
    namespace: row.namespace,
    value: row.value,
    customer: row.customer,
    component: row.component,
    verified: row.verified,
    barred: isBarred(row.namespace, row.value),
    sharedHome: row.shared_home,
  });
  return { identities: identities.map(toRow), partners: partners.map(toRow), links, decisions };
}

async function readComponents(tx: Db | Tx, workspaceId: number, homes: number[]): Promise<StoredIdentity[]> {
  const { rows } = await sql<StoredIdentity>`
    select i.home, i.namespace, i.value, i.customer, i.component, i.verified, i.shared_home
    from (
      select distinct component from identities
      where workspace_id = ${workspaceId} and home = any(${homes}::bigint[]) and customer <> 0
    ) c join identities i on i.workspace_id = ${workspaceId} and i.component = c.component
    where i.customer <> 0`.execute(tx);
  return rows;
}

async function readIdentities(tx: Db | Tx, workspaceId: number, homes: number[]): Promise<StoredIdentity[]> {
  const { rows } = await sql<StoredIdentity>`
    select home, namespace, value, customer, component, verified, shared_home from identities
    where workspace_id = ${workspaceId} and home = any(${homes}::bigint[])`.execute(tx);
  return rows;
}

async function readLinks(
  tx: Db | Tx,
  workspaceId: number,
  homes: number[],
  pairs: [number, number][],
): Promise<LinkRow[]> {
  const columns = sql`l.a, l.b, l.claimed, l.at, l.event_id, l.seq, l.linking, l.outcome`;
  const [as, bs] = [pairs.map(([a, b]) => Math.min(a, b)), pairs.map(([a, b]) => Math.max(a, b))];
  // a value that is not shared has few pairs; of a shared one only those up to that place are read, by the index
  const { rows } = await sql<StoredLink>`
    with v as materialized (
      select home, coalesce(shared_claimed, true) as claimed, coalesce(shared_at, 9223372036854775807) as at,
        coalesce(shared_event, '') as event_id
      from identities where workspace_id = ${workspaceId} and home = any(${homes}::bigint[])
    )
    select ${columns} from v join lateral (
      select * from identity_links
      where workspace_id = ${workspaceId} and a = v.home and (claimed, at, event_id) <= (v.claimed, v.at, v.event_id)
    ) l on true
    union
    select ${columns} from v join lateral (
      select * from identity_links
      where workspace_id = ${workspaceId} and b = v.home and (claimed, at, event_id) <= (v.claimed, v.at, v.event_id)
    ) l on true
    union
    select ${columns} from unnest(${as}::bigint[], ${bs}::bigint[]) as p (a, b)
    join identity_links l on l.workspace_id = ${workspaceId} and l.a = p.a and l.b = p.b`.execute(tx);
  return rows.map(({ event_id, ...row }) => ({ ...row, eventId: event_id }));
}

async function readDecisions(tx: Db | Tx, workspaceId: number, homes: number[]): Promise<Decision<number>[]> {
  const { rows } = await sql<{
    event_id: string;
    kind: 'must' | 'part';
    decided_at: number;
    home: number;
    side: number;
  }>`
    select d.event_id, d.kind, d.decided_at, h.home, h.side
    from (
      select distinct event_id from identity_decision_homes
      where workspace_id = ${workspaceId} and home = any(${homes}::bigint[])
    ) named
    join identity_decisions d on d.workspace_id = ${workspaceId} and d.event_id = named.event_id
    join identity_decision_homes h on h.workspace_id = ${workspaceId} and h.event_id = named.event_id
    where d.withdrawn_seq is null
    order by d.event_id, h.side, h.home`.execute(tx);
  const decisions = new Map<string, Decision<number>>();
  for (const row of rows) {
    const decision = decisions.get(row.event_id) ?? {
      id: row.event_id,
      at: row.decided_at,
      kind: row.kind,
      sides: [[], []],
    };
    decisions.set(row.event_id, decision);
    decision.sides[row.side === 0 ? 0 : 1].push(row.home);
  }
  return [...decisions.values()];
}

/** Homes a decision names, as stored; empty when there is no such decision in force. */
export async function homesOfStoredDecision(
  tx: Db | Tx,
  workspaceId: number,
  eventId: string,
): Promise<number[]> {
  const { rows } = await sql<{ home: number }>`
    select h.home from identity_decisions d
    join identity_decision_homes h on h.workspace_id = d.workspace_id and h.event_id = d.event_id
    where d.workspace_id = ${workspaceId} and d.event_id = ${eventId} and d.withdrawn_seq is null`.execute(
    tx,
  );
  return rows.map((row) => row.home);
}
