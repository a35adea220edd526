import { compareText, type Identity } from '@yutang/core/identity';

/** An identity as the resolver remembers it. */
export interface KnownIdentity {
  home: number;
  namespace: string;
  value: string;
  customer: number;
  verified: boolean;
  firstSeenAt: number;
  lastSeenAt: number;
  firstSourceId: number | null;
  firstChannel: string | null;
}

/** Where a pair's evidence stands. */
export interface PairPlace {
  claimed: boolean;
  at: number;
  eventId: string;
}

/** True when evidence at `place` adds nothing to a pair already known at `known`. */
export function isLater(place: PairPlace, known: PairPlace): boolean {
  if (place.claimed !== known.claimed) return place.claimed;
  if (place.at !== known.at) return place.at > known.at;
  return compareText(place.eventId, known.eventId) >= 0;
}

/**
 * Identities and pairs of one workspace in memory, least recently used first to go (in two generations: a hit in the
 * old one moves to the young, and when the young is full it becomes the old). True only while the engine holds its lease.
 */
export interface IdentityCache {
  get(identity: Pick<Identity, 'namespace' | 'value'>): KnownIdentity | undefined;
  set(known: KnownIdentity): void;
  pair(a: number, b: number): PairPlace | undefined;
  setPair(a: number, b: number, place: PairPlace): void;
}

// the largest factor for which (a, b) → a · factor + b stays exact for homes below it
const pairFactor = 94_906_265;
const pairKey = (a: number, b: number) => (a < b ? a * pairFactor + b : b * pairFactor + a);

/** Makes an empty cache holding at most `2 · limit` identities and as many pairs (about 250 B each). */
export function createIdentityCache(limit: number): IdentityCache {
  let young = new Map<string, Map<string, KnownIdentity>>();
  let old = new Map<string, Map<string, KnownIdentity>>();
  let size = 0;
  let youngPairs = new Map<number, PairPlace>();
  let oldPairs = new Map<number, PairPlace>();

  function set(known: KnownIdentity): void {
    if (size >= limit) {
      old = young;
      young = new Map();
      size = 0;
    }
    let values = young.get(known.namespace);
    if (!values) {
      values = new Map();
      young.set(known.namespace, values);
    }
    values.set(known.value, known);
    size += 1;
  }

  function setPair(a: number, b: number, place: PairPlace): void {
    if (a >= pairFactor || b >= pairFactor) return;
    if (youngPairs.size >= limit) {
      oldPairs = youngPairs;
      youngPairs = new Map();
    }
    youngPairs.set(pairKey(a, b), place);
  }

  return {
    get({ namespace, value }) {
      const hit = young.get(namespace)?.get(value);
      if (hit) return hit;
      const aged = old.get(namespace)?.get(value);
      if (aged) set(aged);
      return aged;
    },
    set,
    pair(a, b) {
      const key = pairKey(a, b);
      const hit = youngPairs.get(key);
      if (hit) return hit;
      const aged = oldPairs.get(key);
      if (aged) setPair(a, b, aged);
      return aged;
    },
    setPair,
  };
}
