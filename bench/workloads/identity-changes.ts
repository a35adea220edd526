import {
  comparePairs,
  evidenceTime,
  type IdentityChange,
  identityKey,
  type Pair,
  pairsOf,
  strongestFirst,
} from '../../packages/core/src/identity/index.ts';
import { simulate, type Truth } from '../../packages/core/src/simulation/index.ts';

/** What identity resolution has to do for the simulated brand, already looked up: only the graph's own work is left. */
export interface IdentityWorkload {
  /** One for each event that says something new, in order of receipt. */
  changes: IdentityChange[];
  /** Identity key of each home; homes begin at 1. */
  keys: string[];
  /** Events there were in all. */
  events: number;
  truth: Truth;
}

export function identityWorkload(people: number): IdentityWorkload {
  const endAt = Date.parse('2026-11-01T16:00:00Z');
  const run = simulate({ seed: 11, people, days: 180, endAt });
  const homes = new Map<string, number>();
  const verified = new Set<string>();
  const known = new Map<string, Pair>();
  const keys = [''];
  const changes: IdentityChange[] = [];
  let events = 0;
  for (const { event } of run.events) {
    events++;
    if (event.identities.length === 0) continue;
    const identities: IdentityChange['identities'] = [];
    for (const identity of strongestFirst(event.identities)) {
      const key = identityKey(identity);
      const born = !homes.has(key);
      if (!born && (verified.has(key) || !identity.verified)) continue;
      if (born) homes.set(key, keys.push(key) - 1);
      if (identity.verified) verified.add(key);
      identities.push({ home: homes.get(key) as number, ...identity });
    }
    const link = { at: evidenceTime(event), eventId: event.messageId, identities: event.identities };
    const pairs: IdentityChange['pairs'] = [];
    for (const pair of pairsOf(link)) {
      const [a, b] = [identityKey(pair.a), identityKey(pair.b)];
      const before = known.get(`${a}|${b}`);
      if (before && comparePairs(pair, before) >= 0) continue;
      known.set(`${a}|${b}`, pair);
      pairs.push({ a: homes.get(a) as number, b: homes.get(b) as number, claimed: pair.claimed });
    }
    if (identities.length === 0 && pairs.length === 0) continue;
    changes.push({ at: link.at, eventId: link.eventId, seq: events, identities, pairs });
  }
  return { changes, keys, events, truth: run.truth };
}
