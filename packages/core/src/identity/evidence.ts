import { compareStrength, compareText, type Identity } from './identity.ts';

/** Evidence may be dated back by a client at most this long before it was received (ms). */
export const evidenceReach = 7 * 24 * 3_600_000;

/** Identities of one event that take part in linking; the strongest. More than any real event carries. */
export const identitiesPerLink = 16;

/**
 * The instant a link counts from: `occurredAt` held within `[receivedAt − 7 d, receivedAt]`, so that a forged or broken
 * clock cannot come before evidence that has long been acted on. History (imports by staff) keeps its true time.
 */
export function evidenceTime(event: { occurredAt: number; receivedAt: number; history: boolean }): number {
  if (event.history) return Math.min(event.occurredAt, event.receivedAt);
  return Math.min(Math.max(event.occurredAt, event.receivedAt - evidenceReach), event.receivedAt);
}

/** One event as evidence: what it carried, and when. */
export interface Link {
  /** Evidence time, epoch ms. */
  at: number;
  /** Breaks ties of equal time. */
  eventId: string;
  identities: readonly Identity[];
}

/** A pair of identities with its place in the evidence order. */
export interface Pair {
  claimed: boolean;
  at: number;
  eventId: string;
  /** The stronger identity. */
  a: { namespace: string; value: string };
  b: { namespace: string; value: string };
}

/**
 * The evidence order: verified before claimed, then earlier, then by event id, then the stronger pair.
 * Total on pairs: 0 only for one and the same.
 */
export function comparePairs(x: Pair, y: Pair): number {
  if (x.claimed !== y.claimed) return x.claimed ? 1 : -1;
  if (x.at !== y.at) return x.at - y.at;
  if (x.eventId !== y.eventId) return compareText(x.eventId, y.eventId);
  return compareStrength(x.a, y.a) || compareStrength(x.b, y.b);
}

/** The distinct identities of an event, strongest first, at most `identitiesPerLink`; verified if any mention was. */
export function strongestFirst(identities: readonly Identity[]): Identity[] {
  if (identities.length < 2) return [...identities];
  const sorted = [...identities].sort(
    (x, y) => compareStrength(x, y) || Number(y.verified) - Number(x.verified),
  );
  const distinct = sorted.filter((identity, i) => {
    const before = sorted[i - 1];
    return !before || compareStrength(before, identity) !== 0;
  });
  return distinct.slice(0, identitiesPerLink);
}

/** Every pair of a link, strongest first. A pair is verified only when both of its identities were. */
export function pairsOf(link: Link): Pair[] {
  const identities = strongestFirst(link.identities);
  const pairs: Pair[] = [];
  for (const [i, a] of identities.entries()) {
    for (const b of identities.slice(i + 1)) {
      pairs.push({ claimed: !(a.verified && b.verified), at: link.at, eventId: link.eventId, a, b });
    }
  }
  return pairs;
}
