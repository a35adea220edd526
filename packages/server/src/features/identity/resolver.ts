import type { LoggedEvent } from '@yutang/core/events';
import { defaultIdentityRules, type IdentityRules } from '@yutang/core/identity';
import { sql } from 'kysely';
import type { Move } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { readDecision } from './decision-event.ts';
import { createIdentityCache } from './identity-cache.ts';
import { resolveEvents } from './resolution.ts';
import type { WorkspaceMemory } from './workspace-memory.ts';

export interface ResolverOptions {
  rules?: IdentityRules;
  /** Identities, and pairs, kept in memory per workspace and generation. Default 60 000 (about 60 MB when full). */
  cacheLimit?: number;
}

/** Says who each event belongs to, and how that changes who is who. Called by the engine, inside the tick. */
export interface IdentityResolver {
  /**
   * Sets `source` and `customer` on every event that carries identities (in `seq` order; `knownAt` set), and answers
   * how the partition changed: moves in `seq` order, births excluded; and homes born → their customer then.
   */
  resolve(
    tx: Tx,
    input: { workspaceId: number; events: LoggedEvent[]; now: number },
  ): Promise<{ moves: Move[]; births: ReadonlyMap<number, number> }>;
  /** Forgets everything held in memory: the transaction it was true in did not commit, or the lease is lost. */
  invalidate(): void;
  /** Writes every home's present customer as a move at `seq`, so that the exporter sends today's partition again. */
  republish(tx: Tx, workspaceId: number, seq: number): Promise<void>;
}

/** Makes the resolver; one for all workspaces of an engine. */
export function createResolver(options: ResolverOptions = {}): IdentityResolver {
  const { rules = defaultIdentityRules, cacheLimit = 60_000 } = options;
  const memories = new Map<number, WorkspaceMemory>();
  const memoryOf = (workspaceId: number) => {
    const memory = memories.get(workspaceId) ?? {
      cache: createIdentityCache(cacheLimit),
      nextHome: null,
      barred: null,
    };
    memories.set(workspaceId, memory);
    return memory;
  };

  return {
    async resolve(tx, { workspaceId, events }) {
      // an erasure has taken values away from homes; what is remembered of them must go too
      if (events.some((event) => readDecision(event)?.kind === 'erase')) memories.delete(workspaceId);
      try {
        return await resolveEvents(tx, workspaceId, memoryOf(workspaceId), rules, events);
      } catch (error) {
        memories.delete(workspaceId);
        throw error;
      }
    },
    invalidate: () => memories.clear(),
    async republish(tx, workspaceId, seq) {
      await sql`
        insert into moves (workspace_id, seq, home, customer, previous, at, reason, event_id)
        select workspace_id, ${seq}, home, customer, customer, 0, 'republished', ''
        from identities where workspace_id = ${workspaceId} and customer <> 0
        on conflict (workspace_id, seq, home) do update set customer = excluded.customer`.execute(tx);
    },
  };
}
