import type { IdentityChange, IdentityGraph } from '@yutang/core/identity';
import type { Tx } from '../../platform/postgres/db.ts';
import type { ConflictChange } from './conflict-writes.ts';
import { homesOfDecision } from './decision-event.ts';
import { insertDecision, withdrawDecision, writeBarred } from './decision-writes.ts';
import { aliasDecision, type EventPlan, isAlias } from './event-plan.ts';
import { homesOfStoredDecision } from './graph-store.ts';
import { findIdentities } from './identity-store.ts';
import type { WorkspaceMemory } from './workspace-memory.ts';

/** What decisions do in a tick. They are rare, so each is written as it comes. */
export interface Decider {
  /** Loads what the decision touches, writes it down, and adds it to the change. */
  prepare(plan: EventPlan, homes: number[], change: IdentityChange): Promise<void>;
  /** After the change has been applied. */
  finish(plan: EventPlan): void;
}

export interface DeciderDeps {
  tx: Tx;
  workspaceId: number;
  graph: IdentityGraph;
  memory: WorkspaceMemory;
  load(homes: Iterable<number>): Promise<void>;
  conflicts: ConflictChange[];
}

/** Makes the part of the resolver that carries out decisions. */
export function createDecider({ tx, workspaceId, graph, memory, load, conflicts }: DeciderDeps): Decider {
  const present = (homes: number[]) => homes.filter((home) => graph.node(home)?.loaded);

  async function prepareAlias({ identities, event }: EventPlan, homes: number[], change: IdentityChange) {
    const decision = aliasDecision(identities, homes);
    const note = { seq: event.seq, actor: null, reason: null };
    if (!(await insertDecision(tx, workspaceId, decision, note))) return;
    // those born by this very event are not in the store, and need not be
    await load(homes.filter((home) => !change.identities.some((born) => born.home === home)));
    change.decide = decision;
  }

  async function bar(
    identity: { namespace: string; value: string },
    barred: boolean,
    change: IdentityChange,
  ): Promise<void> {
    const known = memory.cache.get(identity) ?? (await findIdentities(tx, workspaceId, [identity]))[0];
    // loaded as it was before, so that the graph sees the change
    if (known && known.customer !== 0) await load([known.home]);
    const key = `${identity.namespace} ${identity.value}`;
    if (barred) memory.barred?.add(key);
    else memory.barred?.delete(key);
    if (known && graph.node(known.home)?.loaded) change.bar = { home: known.home, barred };
  }

  return {
    async prepare(plan, homes, change) {
      const { event, decision } = plan;
      if (!decision) {
        if (isAlias(plan)) await prepareAlias(plan, homes, change);
        return;
      }
      const { actor, reason, conflict } = decision;
      const note = { seq: event.seq, actor, reason };
      if (conflict) {
        const { messageId, seq, knownAt: at } = event;
        conflicts.push({ type: 'resolve', ...conflict, decision: messageId, actor, seq, at });
      }
      if (decision.kind === 'must' || decision.kind === 'part') {
        await load(homesOfDecision(decision));
        const sides: [number[], number[]] =
          decision.kind === 'must'
            ? [present(decision.homes), []]
            : [present(decision.sides[0]), present(decision.sides[1])];
        const at = Math.max(1, event.occurredAt);
        const made = { id: event.messageId, at, kind: decision.kind, sides };
        if (await insertDecision(tx, workspaceId, made, note)) change.decide = made;
      } else if (decision.kind === 'withdraw') {
        await load(await homesOfStoredDecision(tx, workspaceId, decision.decision));
        await withdrawDecision(tx, workspaceId, decision.decision, note);
        change.withdraw = decision.decision;
      } else if (decision.kind === 'bar' || decision.kind === 'allow') {
        const barred = decision.kind === 'bar';
        await writeBarred(tx, workspaceId, decision, barred, { ...note, at: event.knownAt });
        await bar(decision, barred, change);
      }
    },

    finish({ event, decision }) {
      if (decision?.kind !== 'withdraw') return;
      const stands = (a: number, b: number) => Boolean(graph.edge(a, b)?.listed);
      conflicts.push({
        type: 'reopen',
        decision: decision.decision,
        stands,
        seq: event.seq,
        at: event.knownAt,
      });
    },
  };
}
