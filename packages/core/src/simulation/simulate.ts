import { day, hour } from '../time/index.ts';
import { createAgenda } from './agenda.ts';
import { brand } from './brand.ts';
import { exponential } from './distributions.ts';
import { arrive, beFounded } from './life.ts';
import { createPerson, type Person } from './person.ts';
import { createRandom, mix } from './random.ts';
import { busiest, createCalendar } from './seasons.ts';
import { createTruth, type Truth } from './truth.ts';
import type { Witness } from './witness.ts';
import { type Action, createRing, createTeller, type SimulatedEvent, type World } from './world.ts';

/** What to simulate. The same options give the same events, on any machine. */
export interface SimulationOptions {
  seed: number;
  /** Everybody who is a member at the beginning or comes in these days. */
  people: number;
  days: number;
  /** Epoch ms: nothing is delivered at or after it. */
  endAt: number;
  /** IANA zone of the brand; its own when absent. */
  zone?: string;
  /** Multiplies browsing (default 1, about 25 events a person in 180 days). */
  detail?: number;
  /** Remember who is who (default true); without it memory holds only the living. */
  truth?: boolean;
}

/** What `npm run demo` shows; `endAt` is the moment it is started. */
export const demoSimulation = { seed: 1, people: 10_000, days: 180 } as const;

/** A running simulation. */
export interface Simulation {
  /** Delivers, in order of receipt, what is received before `until` and was not delivered yet. */
  advance(until: number): Generator<SimulatedEvent, void>;
  /** Complete for what was delivered so far. Empty when `truth: false`. */
  truth: Truth;
  openedAt: number;
}

/** Share of people who are members already when the simulation begins. */
const foundingShare = 0.27;

const blind: Witness = { born() {}, collision() {}, sharedDevice() {}, claim() {} };

/**
 * The simulated brand's people, living hour by hour. Work goes in whole hours from the beginning, so the events do
 * not depend on how `advance` is called. After `endAt` life goes on at a steady pace, for a live stream.
 */
export function createSimulation(
  options: SimulationOptions,
  /** Nothing is planned from here on (epoch ms), so that people whose lives matter no more are forgotten. */
  horizon = Number.POSITIVE_INFINITY,
): Simulation {
  const { seed, people, days, endAt, detail = 1, zone = brand.zone } = options;
  const openedAt = endAt - days * day;
  const random = createRandom(seed);
  const calendar = createCalendar(zone, endAt);
  const recorder = createTruth();
  const recording = options.truth !== false;
  const agenda = createAgenda<{ at: number; person: Person; action: Action }>(hour, (entry) => entry.at);
  const prefix = `sim-${(seed >>> 0).toString(36)}-`;
  const { tell, deliveries } = createTeller(random, calendar, prefix, openedAt);
  const ownRandom = createRandom(mix(seed, 6));
  const voice = createTeller(ownRandom, calendar, `${prefix}v-`, openedAt, deliveries);
  const world: World = {
    random,
    calendar,
    witness: recording ? recorder.witness : blind,
    openedAt,
    detail,
    voice: { random: ownRandom, tell: voice.tell },
    members: createRing(512),
    browsers: createRing(128),
    schedule(at, person, action) {
      if (at < horizon) agenda.add({ at, person, action });
    },
    tell,
  };

  const founders = Math.round(people * foundingShare);
  const arrivals = arrivalTimes(people - founders);
  const meanGap = (days * day) / Math.max(1, people - founders);
  let born = 0;
  let arrived = 0;
  let reached = openedAt;
  let nextStranger = endAt;

  /** Sorted instants: more people come towards the end, and with the season. */
  function arrivalTimes(count: number): Float64Array {
    const times = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      for (;;) {
        const share = random.float();
        const at = openedAt + Math.floor(share * days * day);
        if (random.float() * busiest * 1.25 > (0.75 + 0.5 * share) * calendar.busyness(at)) continue;
        times[i] = Math.min(endAt - 1, Math.max(openedAt, calendar.timeOfDay(random, at, 'online')));
        break;
      }
    }
    return times.sort();
  }

  function bear(at: number, founding: boolean): void {
    const person = createPerson(random, seed, born++, at, founding);
    world.witness.born(person);
    agenda.add({ at, person, action: founding ? beFounded : arrive });
  }

  function liveUntil(end: number): void {
    while (arrived < arrivals.length && (arrivals[arrived] ?? end) < end) {
      bear(arrivals[arrived++] ?? end, false);
    }
    while (nextStranger < end) {
      bear(nextStranger, false);
      nextStranger += 1 + Math.floor(exponential(random, meanGap));
    }
    for (let due = agenda.take(end); due.length > 0; due = agenda.take(end)) {
      for (const { at, person, action } of due) action(world, person, at);
    }
    reached = end;
  }

  for (let i = 0; i < founders; i++) bear(openedAt - Math.floor((2 + random.float() * 700) * day), true);

  function* advance(until: number): Generator<SimulatedEvent, void> {
    for (;;) {
      const done = reached >= until;
      for (const item of deliveries.take(Math.min(reached, until))) {
        if (recording) recorder.delivered(item);
        yield item;
      }
      if (done) return;
      liveUntil(reached + hour);
    }
  }

  return { advance, truth: recorder.truth, openedAt };
}

/** Runs a whole simulation: iterate `events` to its end, then `truth` is complete. */
export function simulate(options: SimulationOptions): {
  events: Generator<SimulatedEvent, void>;
  truth: Truth;
} {
  const simulation = createSimulation(options, options.endAt);
  return { events: simulation.advance(options.endAt), truth: simulation.truth };
}
