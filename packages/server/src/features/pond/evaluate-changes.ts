import { channelName } from '@yutang/core/channels';
import type { ConsentFact, RelationFact } from '@yutang/core/customers';
import type { LoggedEvent } from '@yutang/core/events';
import {
  type PondReason,
  privateState,
  reasonOfEvent,
  reasonOfPartition,
  type Standing,
  standingOf,
} from '@yutang/core/pond';
import type { Move } from '../../platform/feature.ts';
import { type PartitionWalk, type PartRow, walkPartition } from '../customers/index.ts';

/** A change of somebody's state at one event. null: the person did not exist before, or exists no more. */
export interface PondChange {
  customer: number;
  seq: number;
  at: number;
  from: number | null;
  to: number | null;
  reason: PondReason;
  channel: string | null;
  play: string | null;
}

/** Somebody entered or left the pond as a whole, which a merge or its undoing alone is not. */
export interface Crossing {
  change: PondChange;
  entered: boolean;
  owner: string | null;
  history: boolean;
}

export interface Evaluation {
  changes: PondChange[];
  crossings: Crossing[];
  /** Where everybody concerned stood before the tick; absent: did not exist. */
  initial: Map<number, Standing>;
  /** Where everybody concerned stands after the tick; null: exists no more. */
  final: Map<number, Standing | null>;
}

export interface EvaluationInput {
  /** Every home, after the tick, of every customer that a birth, a move or a fact of the tick concerns. */
  parts: readonly PartRow[];
  moves: readonly Move[];
  /** Every relation and marketing consent of these homes, in `seq` order, those of the tick included. */
  relations: readonly RelationFact[];
  consents: readonly ConsentFact[];
  /** The tick's events. */
  events: readonly LoggedEvent[];
}

interface HomeFacts {
  namespace: string;
  relations: RelationFact[];
  consents: ConsentFact[];
}

/**
 * Walks through a tick event by event and evaluates the three-part test wherever something that matters happened, so
 * that the changes are the same however the log was cut into ticks.
 */
export function evaluateChanges(input: EvaluationInput): Evaluation {
  const firstSeq = input.events[0]?.seq ?? 0;
  const bySeq = new Map<number, LoggedEvent>();
  for (const event of input.events) bySeq.set(event.seq, event);
  const walk = walkPartition(input.parts, input.moves, firstSeq);
  const homes = new Map<number, HomeFacts>();
  for (const part of input.parts)
    homes.set(part.home, { namespace: part.namespace, relations: [], consents: [] });

  const fresh = new Map<number, { relations: RelationFact[]; consents: ConsentFact[] }>();
  const freshAt = (seq: number) => {
    let found = fresh.get(seq);
    if (!found) {
      found = { relations: [], consents: [] };
      fresh.set(seq, found);
    }
    return found;
  };
  for (const fact of input.relations) {
    if (fact.seq < firstSeq) homes.get(fact.home)?.relations.push(fact);
    else freshAt(fact.seq).relations.push(fact);
  }
  for (const fact of input.consents) {
    if (fact.seq < firstSeq) homes.get(fact.home)?.consents.push(fact);
    else freshAt(fact.seq).consents.push(fact);
  }

  const evaluate = (customer: number) => standing(walk, homes, customer);
  const initial = new Map<number, Standing>();
  for (const part of input.parts) {
    const customer = walk.customerOf(part.home);
    const standing = customer !== 0 && !initial.has(customer) && evaluate(customer);
    if (standing) initial.set(customer, standing);
  }
  const final = new Map<number, Standing | null>(initial);
  const moveAt = new Map(input.moves.map((move) => [move.seq, move.at]));
  const changes: PondChange[] = [];
  const crossings: Crossing[] = [];
  const seqs = [...new Set([...walk.seqs, ...fresh.keys()])].sort((a, b) => a - b);
  for (const seq of seqs) {
    const event = bySeq.get(seq);
    const moved = walk.advance(seq);
    const hasMoves = moveAt.has(seq);
    const reasons = new Map<number, PondReason>();
    const before = new Map<number, Standing | null>();
    for (const [customer, direction] of moved) {
      const known = final.get(customer) ?? null;
      before.set(customer, known);
      const next = evaluate(customer);
      final.set(customer, next);
      reasons.set(
        customer,
        reasonOfPartition(known?.state ?? null, next?.state ?? null, hasMoves ? direction : null),
      );
    }
    const facts = fresh.get(seq);
    for (const customer of addFacts(facts, homes, walk)) {
      const known = final.get(customer) ?? null;
      if (!before.has(customer)) before.set(customer, known);
      const next = evaluate(customer);
      final.set(customer, next);
      const stated = event && reasonOfEvent(event.name, event.properties);
      if (stated && known?.state !== next?.state) reasons.set(customer, stated);
    }
    const found: PondChange[] = [];
    for (const [customer, known] of before) {
      const from = known?.state ?? null;
      const to = final.get(customer)?.state ?? null;
      if (from === to) continue;
      const at = event?.occurredAt ?? moveAt.get(seq) ?? 0;
      const reason = reasons.get(customer) ?? 'identified';
      const channel = channelOf(event, facts?.relations[0]);
      found.push({ customer, seq, at, from, to, reason, channel, play: event?.play ?? null });
    }
    changes.push(...found);
    crossings.push(...crossingsOf(found, before, final, hasMoves, event?.history ?? false));
  }
  return { changes, crossings, initial, final };
}

function channelOf(event: LoggedEvent | undefined, relation: RelationFact | undefined): string | null {
  if (relation) return relation.channel;
  return event ? channelName(event.channel) : null;
}

function standing(
  walk: PartitionWalk,
  homes: ReadonlyMap<number, HomeFacts>,
  customer: number,
): Standing | null {
  const own = walk.homesOf(customer);
  if (own.length === 0) return null;
  const namespaces: string[] = [];
  const relations: RelationFact[] = [];
  const consents: ConsentFact[] = [];
  for (const home of own) {
    const facts = homes.get(home);
    if (!facts) continue;
    namespaces.push(facts.namespace);
    relations.push(...facts.relations);
    consents.push(...facts.consents);
  }
  return standingOf({ namespaces, relations, consents });
}

/** Makes an event's facts known; answers the customers they are about. */
function addFacts(
  facts: { relations: RelationFact[]; consents: ConsentFact[] } | undefined,
  homes: ReadonlyMap<number, HomeFacts>,
  walk: PartitionWalk,
): Set<number> {
  const customers = new Set<number>();
  for (const fact of facts?.relations ?? []) {
    homes.get(fact.home)?.relations.push(fact);
    customers.add(walk.customerOf(fact.home));
  }
  for (const fact of facts?.consents ?? []) {
    homes.get(fact.home)?.consents.push(fact);
    customers.add(walk.customerOf(fact.home));
  }
  customers.delete(0);
  return customers;
}

function crossingsOf(
  changes: readonly PondChange[],
  before: ReadonlyMap<number, Standing | null>,
  after: ReadonlyMap<number, Standing | null>,
  hasMoves: boolean,
  history: boolean,
): Crossing[] {
  const inside = (standing: Standing | null | undefined) => standing?.state === privateState;
  const wasInside = [...before.values()].some(inside);
  const isInside = [...before.keys()].some((customer) => inside(after.get(customer)));
  return changes.flatMap((change) => {
    const entered = change.to === privateState;
    if (entered === (change.from === privateState)) return [];
    // a person put together with, or parted from, somebody in the pond crosses nothing
    if (hasMoves && (entered ? wasInside : isInside)) return [];
    const standing = (entered ? after : before).get(change.customer);
    return [{ change, entered, owner: standing?.owner ?? null, history }];
  });
}
