import type { EvidenceItem, IdentityItem } from '@yutang/contracts/identity';
import { namespaceRule, type PairOutcome } from '@yutang/core/identity';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { maskValue } from '../workspaces/index.ts';

/** An identity for people to read, with the customer it belongs to. */
export interface IdentityView extends IdentityItem {
  customer: number;
}

/** Every identity of the customers these homes belong to, by home. */
export async function readGroups(
  db: Db | Tx,
  workspaceId: number,
  homes: readonly number[],
  masked: boolean,
): Promise<IdentityView[]> {
  const { rows } = await sql<{
    home: number;
    namespace: string;
    value: string;
    customer: number;
    verified: boolean;
    shared: boolean;
    barred: boolean;
    first_seen_at: number;
    last_seen_at: number;
    first_source_id: number | null;
    first_channel: string | null;
  }>`
    select i.home, i.namespace, i.value, i.customer, i.verified, i.shared_at is not null as shared,
      n.value is not null as barred, i.first_seen_at, i.last_seen_at, i.first_source_id, i.first_channel
    from (
      select distinct component, customer from identities
      where workspace_id = ${workspaceId} and home = any(${[...homes]}::bigint[]) and customer <> 0
    ) g
    join identities i on i.workspace_id = ${workspaceId} and i.component = g.component and i.customer = g.customer
    left join non_linking_values n
      on n.workspace_id = i.workspace_id and n.namespace = i.namespace and n.value = i.value
    order by i.home`.execute(db);
  return rows.map((row) => {
    const kind = namespaceRule(row.namespace)?.class ?? 'weak';
    return {
      home: row.home,
      customer: row.customer,
      namespace: row.namespace,
      value: masked ? maskValue(row.namespace, row.value) : row.value,
      class: kind,
      verified: row.verified,
      locked: kind === 'locked',
      shared: row.shared,
      nonLinking: row.barred,
      firstSeenAt: row.first_seen_at,
      lastSeenAt: row.last_seen_at,
      firstSourceId: row.first_source_id,
      firstChannel: row.first_channel,
    };
  });
}

interface StoredEvidence {
  a: number;
  b: number;
  claimed: boolean;
  at: number;
  event_id: string;
  seq: number;
  outcome: PairOutcome;
}

const toEvidence = (row: StoredEvidence): EvidenceItem => ({
  homes: [row.a, row.b],
  by: 'link',
  verified: !row.claimed,
  eventId: row.event_id,
  seq: row.seq,
  occurredAt: row.at,
  outcome: row.outcome,
});

/** Evidence among these homes in evidence order, at most `limit`; decisions that join them first. */
export async function readLineage(
  db: Db | Tx,
  workspaceId: number,
  homes: readonly number[],
  limit: number,
): Promise<EvidenceItem[]> {
  const inside = [...homes];
  const { rows: links } = await sql<StoredEvidence>`
    select a, b, claimed, at, event_id, seq, outcome from identity_links
    where workspace_id = ${workspaceId} and a = any(${inside}::bigint[]) and b = any(${inside}::bigint[])
    order by claimed, at, seq, a, b limit ${limit}`.execute(db);
  const { rows: decisions } = await sql<{
    event_id: string;
    seq: number;
    decided_at: number;
    homes: number[];
  }>`
    select d.event_id, d.seq, d.decided_at, array_agg(h.home order by h.home) as homes
    from identity_decisions d
    join identity_decision_homes h on h.workspace_id = d.workspace_id and h.event_id = d.event_id
    where d.workspace_id = ${workspaceId} and d.kind = 'must' and d.withdrawn_seq is null
      and h.home = any(${inside}::bigint[])
    group by d.event_id, d.seq, d.decided_at having count(*) > 1
    order by d.seq limit ${limit}`.execute(db);
  const decided = decisions.flatMap(({ homes: named, ...decision }) =>
    named.slice(1).map(
      (home): EvidenceItem => ({
        homes: [named[0] as number, home],
        by: 'decision',
        verified: true,
        eventId: decision.event_id,
        seq: decision.seq,
        occurredAt: decision.decided_at,
        outcome: 'joined',
      }),
    ),
  );
  return [...decided, ...links.map(toEvidence)];
}

/** Evidence for these pairs, and what joined each of `homes` to its own customer: at most three pairs per home. */
export async function readPairEvidence(
  db: Db | Tx,
  workspaceId: number,
  pairs: readonly (readonly [number, number])[],
  homes: readonly number[],
): Promise<EvidenceItem[]> {
  const { rows } = await sql<StoredEvidence>`
    select l.a, l.b, l.claimed, l.at, l.event_id, l.seq, l.outcome
    from unnest(${pairs.map(([a]) => a)}::bigint[], ${pairs.map(([, b]) => b)}::bigint[]) as p (a, b)
    join identity_links l on l.workspace_id = ${workspaceId} and l.a = p.a and l.b = p.b
    union all
    select l.a, l.b, l.claimed, l.at, l.event_id, l.seq, l.outcome
    from unnest(${[...homes]}::bigint[]) as h (home)
    cross join lateral (
      (select * from identity_links where workspace_id = ${workspaceId} and a = h.home and outcome = 'joined' limit 3)
      union all
      (select * from identity_links where workspace_id = ${workspaceId} and b = h.home and outcome = 'joined' limit 3)
    ) l`.execute(db);
  return rows.map(toEvidence);
}
