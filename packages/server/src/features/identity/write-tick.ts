import type { IdentityGraph } from '@yutang/core/identity';
import type { Move } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { type ConflictChange, writeConflicts } from './conflict-writes.ts';
import type { KnownIdentity } from './identity-cache.ts';
import {
  insertIdentities,
  insertMoves,
  updateIdentities,
  updateSightings,
  upsertLinks,
  writeNextHome,
} from './identity-writes.ts';

/** What a tick changed. */
export interface TickChanges {
  graph: IdentityGraph;
  /** By home. */
  born: ReadonlyMap<number, KnownIdentity>;
  /** Identities whose first or last sight changed. */
  sighted: ReadonlySet<KnownIdentity>;
  moves: readonly (Move & { eventId: string })[];
  conflicts: ConflictChange[];
  nextHome: number | null;
}

/** Writes what a tick changed: at most one statement per table and kind of change, none when nothing did. */
export async function writeTick(tx: Tx, workspaceId: number, changes: TickChanges): Promise<void> {
  const { graph, born, sighted } = changes;
  const { nodes, edges } = graph.drain();
  const newcomers = [];
  const others = [];
  for (const node of nodes) {
    const known = born.get(node.home);
    if (known) newcomers.push({ known, node });
    else others.push(node);
  }
  await insertIdentities(tx, workspaceId, newcomers);
  await updateIdentities(tx, workspaceId, others);
  const seen = [...sighted].filter((known) => !born.has(known.home));
  await updateSightings(tx, workspaceId, seen);
  await upsertLinks(tx, workspaceId, [...edges]);
  await writeConflicts(tx, workspaceId, changes.conflicts);
  await insertMoves(tx, workspaceId, changes.moves);
  if (born.size > 0 && changes.nextHome !== null) await writeNextHome(tx, workspaceId, changes.nextHome);
}
