import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSegmentItem, standardEvents } from '../events/index.ts';
import { compareStrength, identityKey, normaliseIdentity } from '../identity/index.ts';
import {
  brandChannels,
  brandOutlets,
  brandSources,
  createSimulation,
  createTrickle,
  type SimulatedEvent,
  simulate,
  toBatches,
  toSegmentItem,
} from './index.ts';

const endAt = Date.parse('2026-11-21T16:00:00Z');
const small = { seed: 7, people: 1200, days: 180, endAt };

function fingerprint(events: Iterable<SimulatedEvent>): string {
  const hash = createHash('sha256');
  for (const item of events) hash.update(JSON.stringify(item));
  return hash.digest('hex');
}

const run = simulate(small);
const events = [...run.events];
const { truth } = run;
const share = (part: number, whole: number) => part / whole;
const count = (name: string) => truth.counts.get(name) ?? 0;

describe('the simulated brand', () => {
  it('gives the same events for the same seed, others for another', () => {
    const first = fingerprint(events);
    expect(fingerprint(simulate(small).events)).toBe(first);
    expect(fingerprint(simulate({ ...small, seed: 8 }).events)).not.toBe(first);
  });

  it('does not depend on how far it is advanced at a time', () => {
    const simulation = createSimulation(small);
    const pieces: SimulatedEvent[] = [];
    for (let at = simulation.openedAt; at <= endAt; at += 5_000_017) pieces.push(...simulation.advance(at));
    pieces.push(...simulation.advance(endAt));
    expect(fingerprint(pieces)).toBe(fingerprint(events));
  });

  it('delivers in order of receipt, never before the event happened, nothing at or after the end', () => {
    let last = 0;
    for (const { event } of events) {
      expect(event.receivedAt).toBeGreaterThanOrEqual(last);
      expect(event.receivedAt).toBeGreaterThanOrEqual(event.occurredAt);
      last = event.receivedAt;
    }
    expect(last).toBeLessThan(endAt);
  });

  it('has late, out-of-order and repeated deliveries, and a first import that is history', () => {
    const live = events.filter(({ event }) => !event.history);
    const late = live.filter(({ event }) => event.receivedAt - event.occurredAt > 3_600_000).length;
    expect(share(late, live.length)).toBeGreaterThan(0.01);
    expect(live.some(({ event }, i) => event.occurredAt < (live[i - 1]?.event.occurredAt ?? 0))).toBe(true);
    const ids = new Set(events.map(({ event }) => event.messageId));
    expect(share(events.length - ids.size, events.length)).toBeGreaterThan(0.001);
    const history = events.filter(({ event }) => event.history);
    expect(history.length).toBeGreaterThan(500);
    expect(new Set(history.map((item) => item.source))).toEqual(new Set(['pos']));
  });

  it('speaks only of identities in their normal form, outlets, guides and channels that exist', () => {
    const outlets = new Set(brandOutlets.map((outlet) => outlet.key));
    const guides = new Set(brandOutlets.flatMap((outlet) => outlet.guides.map((guide) => guide.key)));
    const channels = new Set([...brandChannels.map((channel) => channel.key), 'sms']);
    expect([outlets.size, guides.size]).toEqual([24, 96]);
    for (const { event } of events) {
      for (const { namespace, value } of event.identities) {
        expect(normaliseIdentity(namespace, value)).toEqual({ ok: true, value });
      }
      if (event.outlet !== null) expect(outlets.has(event.outlet)).toBe(true);
      if (event.staff !== null) expect(guides.has(event.staff)).toBe(true);
      if (event.channel !== null) expect(channels.has(event.channel)).toBe(true);
    }
  });

  it('names events as the vocabulary does, but for two of its own', () => {
    const own = [...truth.counts.keys()].filter((name) => !(name in standardEvents)).sort();
    expect(own).toEqual(['Mall Entered', 'Parcel Card Scanned']);
  });

  it('reads the same when an SDK sends it', () => {
    for (const item of events) {
      if (item.event.history || item.event.identities.length === 0) continue;
      const read = readSegmentItem(toSegmentItem(item), {
        receivedAt: item.event.receivedAt,
        verified: brandSources[item.source].verified,
        history: false,
        sourceId: null,
        defaultChannel: null,
        ip: null,
        fallbackId: '',
      });
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      const inOrder = (list: typeof item.event.identities) => [...list].sort(compareStrength);
      expect({ ...read.event, identities: inOrder(read.event.identities) }).toEqual({
        ...item.event,
        identities: inOrder(item.event.identities),
      });
    }
  });

  it('cuts batches by source and loses none', () => {
    let sent = 0;
    for (const { batch } of toBatches(events, 100)) {
      expect(batch.length).toBeLessThanOrEqual(100);
      sent += batch.length;
    }
    expect(sent).toBe(events.length);
  });
});

describe('its people', () => {
  const { people } = truth;
  const buyers = people.filter((person) => person.orders > 0);

  it('buy again, return, leave and stay in believable shares', () => {
    const orders = count('Order Completed');
    expect(share(buyers.length, people.length)).toBeGreaterThan(0.55);
    const repeat = buyers.filter((person) => person.orders > 1).length;
    expect(share(repeat, buyers.length)).toBeGreaterThan(0.5);
    expect(share(repeat, buyers.length)).toBeLessThan(0.75);
    expect(share(count('Order Refunded'), orders)).toBeGreaterThan(0.025);
    expect(share(count('Order Refunded'), orders)).toBeLessThan(0.08);
    expect(share(count('Order Cancelled'), orders)).toBeGreaterThan(0.003);
    expect(share(count('Account Unfollowed'), count('Account Followed'))).toBeGreaterThan(0.1);
    expect(share(count('Account Unfollowed'), count('Account Followed'))).toBeLessThan(0.4);
    expect(share(count('Contact Removed'), count('Contact Added'))).toBeGreaterThan(0.1);
    expect(share(count('Contact Removed'), count('Contact Added'))).toBeLessThan(0.4);
  });

  it('buy at their own rates: a higher true rate means more orders', () => {
    const alive = buyers.filter((person) => person.founding && person.alive);
    const fast = alive.filter((person) => person.rate > 0.25);
    const slow = alive.filter((person) => person.rate < 0.08);
    const mean = (group: typeof alive) =>
      group.reduce((sum, person) => sum + person.orders, 0) / group.length;
    expect(mean(fast)).toBeGreaterThan(3 * mean(slow));
  });

  it('are lost only after a repeat purchase, and then buy no more', () => {
    const last = new Map<number, number>();
    for (const { person, event } of events) {
      if (event.name === 'Order Completed')
        last.set(person, Math.max(last.get(person) ?? 0, event.occurredAt));
    }
    for (const person of people) {
      if (person.alive) continue;
      expect(person.orders).toBeGreaterThanOrEqual(2);
      // the last basket may take a few minutes
      const boughtAt = last.get(person.index);
      if (boughtAt) expect(boughtAt).toBeLessThan((person.diedAt ?? 0) + 3_600_000);
    }
  });

  it('own the identities they were seen with, and each of them a number nobody else has', () => {
    for (const [key, owners] of truth.owners) {
      if (owners.length > 1) expect(truth.unreliable.has(key)).toBe(true);
    }
    for (const { event, person } of events) {
      if (person < 0) expect(event.identities).toEqual([]);
    }
    const planted = truth.collisions.map((collision) => collision.identity);
    expect(planted.length).toBeGreaterThan(2);
    for (const claim of truth.claims) expect(claim.attacker).not.toBe(claim.victim);
    expect(identityKey({ namespace: 'phone', value: people[0]?.phone ?? '' })).toMatch(/^phone 1\d{10}$/);
  });
});

describe('the trickle', () => {
  it('goes on where the simulation ended, the same however often it is asked', () => {
    const hour = 3_600_000;
    const whole = createTrickle(small).until(endAt + hour);
    expect(whole.length).toBeGreaterThan(50);
    const sent = new Set(events.map(({ event }) => event.messageId));
    const oftener = createTrickle(small);
    const pieces: SimulatedEvent[] = [];
    for (let at = endAt; at <= endAt + hour; at += 77_777) pieces.push(...oftener.until(at));
    pieces.push(...oftener.until(endAt + hour));
    const later = createTrickle(small, { from: endAt + hour / 2 });
    let steps = 0;
    for (const _ of later.prepare()) steps++;
    expect(steps).toBeGreaterThan(10);
    const resumed = later.until(endAt + hour);
    expect(fingerprint(pieces)).toBe(fingerprint(whole));
    expect(fingerprint(whole.slice(-resumed.length))).toBe(fingerprint(resumed));
    for (const { event } of whole) {
      expect(event.receivedAt).toBeGreaterThanOrEqual(endAt);
      expect(event.receivedAt).toBeLessThan(endAt + hour);
      expect(event.occurredAt).toBeLessThanOrEqual(event.receivedAt);
    }
    const fresh = whole.filter(({ event }) => !sent.has(event.messageId));
    expect(fresh.length).toBeGreaterThan(whole.length * 0.9);
  });
});
