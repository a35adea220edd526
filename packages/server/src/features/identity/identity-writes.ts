import type { GraphEdge, GraphNode } from '@yutang/core/identity';
import { sql } from 'kysely';
import type { Move } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import type { KnownIdentity } from './identity-cache.ts';

/** Writes identities born in a tick; a number that was reserved is taken up again. */
export async function insertIdentities(
  tx: Tx,
  workspaceId: number,
  born: readonly { known: KnownIdentity; node: GraphNode }[],
): Promise<void> {
  if (born.length === 0) return;
  const known = born.map((one) => one.known);
  const nodes = born.map((one) => one.node);
  const shared = nodes.map((node) => sharedColumns(node));
  await sql`
    insert into identities (workspace_id, home, namespace, value, customer, component, verified, first_seen_at,
      last_seen_at, first_source_id, first_channel, shared_claimed, shared_at, shared_home, shared_event)
    select ${workspaceId}, * from unnest(
      ${nodes.map((node) => node.home)}::bigint[], ${nodes.map((node) => node.namespace)}::text[],
      ${nodes.map((node) => node.value)}::text[], ${nodes.map((node) => node.customer)}::bigint[],
      ${nodes.map((node) => node.component.id)}::bigint[], ${nodes.map((node) => node.verified)}::boolean[],
      ${known.map((one) => one.firstSeenAt)}::bigint[], ${known.map((one) => one.lastSeenAt)}::bigint[],
      ${known.map((one) => one.firstSourceId)}::int[], ${known.map((one) => one.firstChannel)}::text[],
      ${shared.map((one) => one.claimed)}::boolean[], ${shared.map((one) => one.at)}::bigint[],
      ${shared.map((one) => one.home)}::bigint[], ${shared.map((one) => one.event)}::text[])
    on conflict (workspace_id, home) do update set customer = excluded.customer, component = excluded.component,
      verified = excluded.verified, first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at,
      first_source_id = excluded.first_source_id, first_channel = excluded.first_channel,
      shared_claimed = excluded.shared_claimed, shared_at = excluded.shared_at,
      shared_home = excluded.shared_home, shared_event = excluded.shared_event`.execute(tx);
}

function sharedColumns(node: GraphNode): {
  claimed: boolean | null;
  at: number | null;
  home: number | null;
  event: string | null;
} {
  const edge = node.sharedBy;
  if (!edge) return { claimed: null, at: null, home: null, event: null };
  return {
    claimed: edge.claimed,
    at: edge.at,
    home: edge.a === node ? edge.b.home : edge.a.home,
    event: edge.eventId,
  };
}

/** Writes what a tick changed about identities that were there before. */
export async function updateIdentities(
  tx: Tx,
  workspaceId: number,
  nodes: readonly GraphNode[],
): Promise<void> {
  if (nodes.length === 0) return;
  const shared = nodes.map((node) => sharedColumns(node));
  await sql`
    update identities i set customer = n.customer, component = n.component, verified = n.verified,
      shared_claimed = n.shared_claimed, shared_at = n.shared_at, shared_home = n.shared_home,
      shared_event = n.shared_event
    from unnest(${nodes.map((node) => node.home)}::bigint[], ${nodes.map((node) => node.customer)}::bigint[],
      ${nodes.map((node) => node.component.id)}::bigint[], ${nodes.map((node) => node.verified)}::boolean[],
      ${shared.map((one) => one.claimed)}::boolean[], ${shared.map((one) => one.at)}::bigint[],
      ${shared.map((one) => one.home)}::bigint[], ${shared.map((one) => one.event)}::text[])
      as n (home, customer, component, verified, shared_claimed, shared_at, shared_home, shared_event)
    where i.workspace_id = ${workspaceId} and i.home = n.home`.execute(tx);
}

/** Writes when identities were first and last seen. */
export async function updateSightings(
  tx: Tx,
  workspaceId: number,
  seen: readonly KnownIdentity[],
): Promise<void> {
  if (seen.length === 0) return;
  await sql`
    update identities i set first_seen_at = n.first_seen_at, last_seen_at = n.last_seen_at,
      first_source_id = n.first_source_id, first_channel = n.first_channel
    from unnest(${seen.map((one) => one.home)}::bigint[], ${seen.map((one) => one.firstSeenAt)}::bigint[],
      ${seen.map((one) => one.lastSeenAt)}::bigint[], ${seen.map((one) => one.firstSourceId)}::int[],
      ${seen.map((one) => one.firstChannel)}::text[])
      as n (home, first_seen_at, last_seen_at, first_source_id, first_channel)
    where i.workspace_id = ${workspaceId} and i.home = n.home`.execute(tx);
}

/** Writes pairs that are new, stand earlier, or were judged otherwise. */
export async function upsertLinks(tx: Tx, workspaceId: number, edges: readonly GraphEdge[]): Promise<void> {
  if (edges.length === 0) return;
  await sql`
    insert into identity_links (workspace_id, a, b, claimed, at, event_id, seq, linking, outcome)
    select ${workspaceId}, * from unnest(${edges.map((edge) => edge.a.home)}::bigint[],
      ${edges.map((edge) => edge.b.home)}::bigint[], ${edges.map((edge) => edge.claimed)}::boolean[],
      ${edges.map((edge) => edge.at)}::bigint[], ${edges.map((edge) => edge.eventId)}::text[],
      ${edges.map((edge) => edge.seq)}::bigint[], ${edges.map((edge) => edge.linking)}::boolean[],
      ${edges.map((edge) => edge.outcome)}::text[])
    on conflict (workspace_id, a, b) do update set claimed = excluded.claimed, at = excluded.at,
      event_id = excluded.event_id, seq = excluded.seq, linking = excluded.linking,
      outcome = excluded.outcome`.execute(tx);
}

/** Writes the changes of the partition, with the event that caused each. */
export async function insertMoves(
  tx: Tx,
  workspaceId: number,
  moves: readonly (Move & { eventId: string })[],
): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    insert into moves (workspace_id, seq, home, customer, previous, at, reason, event_id)
    select ${workspaceId}, * from unnest(${moves.map((move) => move.seq)}::bigint[],
      ${moves.map((move) => move.home)}::bigint[], ${moves.map((move) => move.to)}::bigint[],
      ${moves.map((move) => move.from)}::bigint[], ${moves.map((move) => move.at)}::bigint[],
      ${moves.map((move) => move.reason)}::text[], ${moves.map((move) => move.eventId)}::text[])`.execute(tx);
}

/** Writes the next home to give. */
export async function writeNextHome(tx: Tx, workspaceId: number, nextHome: number): Promise<void> {
  await sql`
    insert into identity_state (workspace_id, next_home) values (${workspaceId}, ${nextHome})
    on conflict (workspace_id) do update set next_home = excluded.next_home`.execute(tx);
}
