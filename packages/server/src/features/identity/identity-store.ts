import { sql } from 'kysely';
import type { Tx } from '../../platform/postgres/db.ts';
import type { KnownIdentity } from './identity-cache.ts';

/** An identity found by its value; `customer` 0 means that only its number is reserved. */
export async function findIdentities(
  tx: Tx,
  workspaceId: number,
  wanted: readonly { namespace: string; value: string }[],
): Promise<KnownIdentity[]> {
  const namespaces = wanted.map((identity) => identity.namespace);
  const values = wanted.map((identity) => identity.value);
  const { rows } = await sql<{
    home: number;
    namespace: string;
    value: string;
    customer: number;
    verified: boolean;
    first_seen_at: number;
    last_seen_at: number;
    first_source_id: number | null;
    first_channel: string | null;
  }>`
    select i.home, i.namespace, i.value, i.customer, i.verified, i.first_seen_at, i.last_seen_at,
      i.first_source_id, i.first_channel
    from unnest(${namespaces}::text[], ${values}::text[]) as w (namespace, value)
    join identities i on i.workspace_id = ${workspaceId} and i.namespace = w.namespace and i.value = w.value`.execute(
    tx,
  );
  return rows.map((row) => ({
    home: row.home,
    namespace: row.namespace,
    value: row.value,
    customer: row.customer,
    verified: row.verified,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    firstSourceId: row.first_source_id,
    firstChannel: row.first_channel,
  }));
}

/** Pairs that are already known, with the place of their evidence. `a` is the smaller home. */
export async function findPairs(
  tx: Tx,
  workspaceId: number,
  pairs: readonly [number, number][],
): Promise<{ a: number; b: number; claimed: boolean; at: number; eventId: string }[]> {
  const { rows } = await sql<{ a: number; b: number; claimed: boolean; at: number; event_id: string }>`
    select l.a, l.b, l.claimed, l.at, l.event_id
    from unnest(${pairs.map(([a]) => a)}::bigint[], ${pairs.map(([, b]) => b)}::bigint[]) as p (a, b)
    join identity_links l on l.workspace_id = ${workspaceId} and l.a = p.a and l.b = p.b`.execute(tx);
  return rows.map(({ event_id, ...row }) => ({ ...row, eventId: event_id }));
}

/** The next home to give. */
export async function readNextHome(tx: Tx, workspaceId: number): Promise<number> {
  const { rows } = await sql<{ next_home: number }>`
    select next_home from identity_state where workspace_id = ${workspaceId}`.execute(tx);
  return rows[0]?.next_home ?? 1;
}

/** Values that never link, as `namespace value`. */
export async function readBarred(tx: Tx, workspaceId: number): Promise<Set<string>> {
  const { rows } = await sql<{ namespace: string; value: string }>`
    select namespace, value from non_linking_values where workspace_id = ${workspaceId}`.execute(tx);
  return new Set(rows.map(({ namespace, value }) => `${namespace} ${value}`));
}

/** Empties what is folded from the log. Homes stay reserved for their values; see the migration. */
export async function resetIdentity(tx: Tx, workspaceId: number): Promise<void> {
  await sql`
    update identities set customer = 0, component = 0, verified = false, first_seen_at = 0, last_seen_at = 0,
      first_source_id = null, first_channel = null, shared_claimed = null, shared_at = null, shared_home = null, shared_event = null
    where workspace_id = ${workspaceId} and namespace <> 'erased'`.execute(tx);
  for (const table of [
    'identity_links',
    'identity_decision_homes',
    'identity_decisions',
    'identity_withdrawals',
    'identity_conflicts',
    'non_linking_values',
    'moves',
  ]) {
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(tx);
  }
}
