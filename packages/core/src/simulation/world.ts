import { type AcceptedEvent, type EventDimensions, type EventType, familyOf } from '../events/index.ts';
import type { Identity } from '../identity/index.ts';
import { hour, minute, second } from '../time/index.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { type BrandSource, brandSources } from './brand.ts';
import { exponential } from './distributions.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';
import type { Calendar } from './seasons.ts';
import type { Witness } from './witness.ts';

/** One delivery: an event, by which source it came, and who it truly was (−1: nobody's, e.g. cash without a card). */
export interface SimulatedEvent {
  source: BrandSource;
  person: number;
  event: AcceptedEvent;
}

/** What a person does at an instant. */
export type Action = (world: World, person: Person, at: number) => void;

/** Everything an action may use. Times are epoch ms. */
export interface World {
  readonly random: Random;
  readonly calendar: Calendar;
  readonly witness: Witness;
  /** When the simulation begins. */
  readonly openedAt: number;
  /** Multiplies browsing sessions. */
  readonly detail: number;
  /** The last few hundred people by whom others can be mistaken. */
  readonly members: Ring<Person>;
  readonly browsers: Ring<Person>;
  /** What people say of the service, from a stream of its own: it changes nothing else in the world. */
  readonly voice: { random: Random; tell: World['tell'] };
  schedule(at: number, person: Person, action: Action): void;
  tell(
    person: Person | null,
    source: BrandSource,
    name: string,
    at: number,
    identities: Identity[],
    properties: Record<string, unknown>,
    dimensions?: Partial<EventDimensions>,
  ): void;
}

/** The latest `capacity` things. */
export interface Ring<T> {
  push(item: T): void;
  /** Any of them, or undefined while there is none. */
  any(random: Random): T | undefined;
}

export function createRing<T>(capacity: number): Ring<T> {
  const items: T[] = [];
  let next = 0;
  return {
    push(item) {
      if (items.length < capacity) items.push(item);
      else items[next] = item;
      next = (next + 1) % capacity;
    },
    any: (random) => (items.length > 0 ? items[random.int(items.length)] : undefined),
  };
}

const typeOf: Record<string, EventType> = {
  'Page Viewed': 'page',
  'Screen Viewed': 'screen',
  'Profile Updated': 'identify',
};
const contexts: Record<BrandSource, Record<string, unknown>> = {
  website: { locale: 'zh-CN', userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/140 Mobile' },
  'mini-program': { locale: 'zh-CN', app: { name: '小满妈妈', version: '3.2.0' } },
  server: { library: { name: 'xiaoman-mall', version: '2' } },
  pos: { library: { name: 'xiaoman-till', version: '7' } },
  wecom: {},
  'official-account': {},
  marketplace: { library: { name: 'tmall-orders', version: '1' } },
};
const nothing: Partial<EventDimensions> = {};

/** Turns what people do into deliveries: late, out of order and at times twice. */
export function createTeller(
  random: Random,
  calendar: Calendar,
  prefix: string,
  openedAt: number,
  deliveries = createAgenda<SimulatedEvent>(hour, (item) => item.event.receivedAt),
): { tell: World['tell']; deliveries: Agenda<SimulatedEvent> } {
  let count = 0;

  function delay(source: BrandSource, at: number): number {
    const draw = random.float();
    switch (source) {
      case 'pos': // the till sends its day at two in the morning
        return calendar.nextHour(at, 2) - at + Math.floor(draw * 20 * minute);
      case 'marketplace': // orders are fetched every hour
        return hour - (at % hour) + Math.floor(draw * 2 * minute);
      case 'server':
        return 50 + Math.floor(exponential(random, 250));
      case 'wecom':
      case 'official-account':
        return 300 + Math.floor(exponential(random, draw < 0.01 ? hour : 1.5 * second));
      default: // clients: most at once, some after minutes, a few when the phone is on line again
        if (draw < 0.955) return 100 + Math.floor(exponential(random, 1.2 * second));
        return Math.floor(Math.min(exponential(random, draw < 0.993 ? 12 * minute : 14 * hour), 70 * hour));
    }
  }

  return {
    deliveries,
    tell(person, source, name, when, identities, properties, dimensions = nothing) {
      const at = Math.floor(when);
      // what happened before the doors opened comes with the first import
      const history = at < openedAt;
      const receivedAt = history ? openedAt + (count % minute) : at + delay(source, at);
      const event: AcceptedEvent = {
        messageId: `${prefix}${(count++).toString(36)}`,
        type: typeOf[name] ?? 'track',
        name,
        family: familyOf(name),
        occurredAt: at,
        receivedAt,
        history,
        identities,
        properties,
        context: contexts[source],
        sourceId: null,
        amountMinor: dimensions.amountMinor ?? null,
        costMinor: dimensions.costMinor ?? null,
        channel: dimensions.channel ?? null,
        play: dimensions.play ?? null,
        campaign: dimensions.campaign ?? null,
        code: dimensions.code ?? null,
        ticket: null,
        content: dimensions.content ?? null,
        staff: dimensions.staff ?? null,
        outlet: dimensions.outlet ?? null,
        orderId: dimensions.orderId ?? null,
      };
      const index = person ? person.index : -1;
      deliveries.add({ source, person: index, event });
      if (!brandSources[source].verified && random.chance(0.008)) {
        // a client that did not see our answer sends again
        const again = receivedAt + second + Math.floor(exponential(random, 20 * second));
        deliveries.add({ source, person: index, event: { ...event, receivedAt: again } });
      }
    },
  };
}
