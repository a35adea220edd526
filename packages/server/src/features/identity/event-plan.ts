import { createHash } from 'node:crypto';
import type { LoggedEvent } from '@yutang/core/events';
import {
  type Decision,
  evidenceTime,
  type Identity,
  type IdentityChange,
  identityKey,
  strongestFirst,
} from '@yutang/core/identity';
import { type DecisionEvent, readDecision } from './decision-event.ts';
import { type IdentityCache, isLater, type KnownIdentity, type PairPlace } from './identity-cache.ts';

/** One event on its way through the resolver. */
export interface EventPlan {
  event: LoggedEvent;
  /** Evidence time, epoch ms. */
  at: number;
  /** Strongest first, distinct. */
  identities: Identity[];
  /** What is remembered of each; undefined: not seen yet, or not in memory. */
  known: (KnownIdentity | undefined)[];
  decision: DecisionEvent | null;
}

/** Reads what an event says about identities, from memory alone. */
export function planEvent(event: LoggedEvent, cache: IdentityCache): EventPlan {
  const identities = strongestFirst(event.identities);
  return {
    event,
    at: evidenceTime(event),
    identities,
    known: identities.map((identity) => cache.get(identity)),
    decision: readDecision(event),
  };
}

/** A pair of an event with its place in the evidence order, as indices into `identities`. */
export interface PlannedPair extends PairPlace {
  i: number;
  j: number;
}

/** Every pair of an event, strongest first. */
export function plannedPairs(plan: EventPlan): PlannedPair[] {
  const { identities, at, event } = plan;
  if (identities.length < 2 || isAlias(plan)) return [];
  const pairs: PlannedPair[] = [];
  for (let i = 0; i < identities.length; i++) {
    for (let j = i + 1; j < identities.length; j++) {
      const claimed = !(identities[i]?.verified && identities[j]?.verified);
      pairs.push({ i, j, claimed, at, eventId: event.messageId });
    }
  }
  return pairs;
}

/** True when the event says nothing new about who is who: every identity and every pair of it is known. */
export function saysNothingNew(plan: EventPlan, cache: IdentityCache): boolean {
  if (plan.decision || isAlias(plan)) return false;
  const { identities, known } = plan;
  for (const [i, one] of known.entries()) {
    if (!one || (identities[i]?.verified && !one.verified)) return false;
  }
  if (identities.length < 2) return true;
  return plannedPairs(plan).every((pair) => {
    const place = cache.pair(known[pair.i]?.home as number, known[pair.j]?.home as number);
    return place !== undefined && isLater(pair, place);
  });
}

/** Pairs and first verified sights of an event that are news; a home of 0 stands for one not born yet. */
export function draftChange(
  plan: EventPlan,
  people: readonly (KnownIdentity | undefined)[],
  cache: IdentityCache,
): IdentityChange {
  const { event, identities, at } = plan;
  const change: IdentityChange = { at, eventId: event.messageId, seq: event.seq, identities: [], pairs: [] };
  for (const [i, one] of people.entries()) {
    if (!one || one.verified || !identities[i]?.verified) continue;
    change.identities.push({ home: one.home, namespace: one.namespace, value: one.value, verified: true });
  }
  for (const pair of plannedPairs(plan)) {
    const [a, b] = [people[pair.i]?.home ?? 0, people[pair.j]?.home ?? 0];
    const place = cache.pair(a, b);
    if (!place || !isLater(pair, place)) change.pairs.push({ a, b, claimed: pair.claimed });
  }
  return change;
}

/** An alias sent with a server key: whoever holds that key says these are one person. By a browser key it is a claim. */
export function isAlias({ event, identities }: EventPlan): boolean {
  return event.type === 'alias' && identities.length > 1 && identities.every((identity) => identity.verified);
}

/**
 * The decision an alias stands for. Its id is made of its identities, so that repeating it adds nothing, and it is
 * older than any decision of a person, who can therefore overrule it for good.
 */
export function aliasDecision(identities: readonly Identity[], homes: number[]): Decision<number> {
  const keys = identities.map(identityKey).sort().join('\n');
  const digest = createHash('sha256').update(keys).digest('hex').slice(0, 32);
  return { id: `alias:${digest}`, at: 0, kind: 'must', sides: [homes, []] };
}
