import { identityKey } from '../identity/index.ts';
import type { Person } from './person.ts';
import type { CollisionKind, Witness } from './witness.ts';
import type { SimulatedEvent } from './world.ts';

/** Two people, or an outlet's phone and those recorded with it, made to look like one. Each belongs into review. */
export interface PlantedCollision {
  kind: CollisionKind;
  /** `phone 138…`: see `identityKey`. Only of what was delivered to both. */
  identity: string;
  people: number[];
}

/** Identities that one delivered event truly carried together. */
export interface TrueLink {
  person: number;
  identities: string[];
}

/** What the simulation knows and nobody else. People are named by their index. */
export interface Truth {
  /** By index; live objects, as they are at the instant the simulation has reached. */
  people: readonly Person[];
  /** Identity key → the people it belongs to (several for a family's tablet). Only of what was delivered. */
  owners: ReadonlyMap<string, readonly number[]>;
  links: readonly TrueLink[];
  collisions: readonly PlantedCollision[];
  /** Values that prove nothing: phones of collisions and outlets, browsers of family tablets. */
  unreliable: ReadonlySet<string>;
  /** A browser claimed another's phone: must join nobody. */
  claims: readonly { identity: string; attacker: number; victim: number }[];
  /** Deliveries by event name. */
  counts: ReadonlyMap<string, number>;
}

/** Records the truth while a simulation runs. */
export function createTruth(): { truth: Truth; witness: Witness; delivered(item: SimulatedEvent): void } {
  const people: Person[] = [];
  const owners = new Map<string, number[]>();
  const links: TrueLink[] = [];
  const planted: PlantedCollision[] = [];
  const outletPhones = new Map<string, PlantedCollision>();
  const unreliable = new Set<string>();
  const claims: { identity: string; attacker: number; victim: number }[] = [];
  const counts = new Map<string, number>();
  const seen = new Set<string>();

  const witness: Witness = {
    born(person) {
      people[person.index] = person;
    },
    collision(kind, phone, first, second) {
      const identity = identityKey({ namespace: 'phone', value: phone });
      unreliable.add(identity);
      const known = kind === 'outlet-phone' ? outletPhones.get(phone) : undefined;
      if (known) {
        known.people.push(first.index);
        return;
      }
      const entry = { kind, identity, people: second ? [first.index, second.index] : [first.index] };
      planted.push(entry);
      if (kind === 'outlet-phone') outletPhones.set(phone, entry);
    },
    sharedDevice(anonymous) {
      unreliable.add(identityKey({ namespace: 'anonymous', value: anonymous }));
    },
    claim(phone, attacker, victim) {
      const identity = identityKey({ namespace: 'phone', value: phone });
      claims.push({ identity, attacker: attacker.index, victim: victim.index });
    },
  };

  function delivered({ person, event }: SimulatedEvent): void {
    counts.set(event.name, (counts.get(event.name) ?? 0) + 1);
    if (person < 0) return;
    // a phone that a browser claims is no fact
    const keys = event.identities
      .filter((identity) => identity.verified || identity.namespace !== 'phone')
      .map(identityKey);
    const together = keys.join(' ');
    if (seen.has(together)) return;
    seen.add(together);
    for (const key of keys) {
      const known = owners.get(key);
      if (!known) owners.set(key, [person]);
      else if (!known.includes(person)) known.push(person);
    }
    if (keys.length > 1) links.push({ person, identities: keys });
  }

  const truth: Truth = {
    people,
    owners,
    links,
    unreliable,
    claims,
    counts,
    get collisions() {
      // a card that the till has not sent yet collides with nothing
      return planted
        .map((entry) => {
          const arrived = owners.get(entry.identity) ?? [];
          return { ...entry, people: entry.people.filter((person) => arrived.includes(person)) };
        })
        .filter((entry) => entry.people.length > 1);
    },
  };
  return {
    truth,
    witness,
    delivered,
  };
}

/** Identity keys that true and uncorrupted links connect, person by person; only lists of two and more. */
export function connectedIdentities(truth: Truth): { person: number; identities: string[] }[] {
  const byPerson = new Map<number, string[][]>();
  for (const { person, identities } of truth.links) {
    const reliable = identities.filter((key) => !truth.unreliable.has(key));
    if (reliable.length < 2) continue;
    const lists = byPerson.get(person) ?? [];
    // joins every list that shares an identity with this one
    const touching = lists.filter((list) => list.some((key) => reliable.includes(key)));
    const joined = [...new Set([...touching.flat(), ...reliable])];
    byPerson.set(person, [...lists.filter((list) => !touching.includes(list)), joined]);
  }
  return [...byPerson].flatMap(([person, lists]) => lists.map((identities) => ({ person, identities })));
}
