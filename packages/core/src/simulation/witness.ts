import type { Person } from './person.ts';

/** Why two people look like one on purpose. */
export type CollisionKind = 'typo' | 'family-phone' | 'recycled-number' | 'outlet-phone';

/** Who sees what is planted, and remembers. */
export interface Witness {
  born(person: Person): void;
  /** `second` was recorded with a phone that is `first`'s; `second` null: the phone is an outlet's and `first` was recorded with it. */
  collision(kind: CollisionKind, phone: string, first: Person, second: Person | null): void;
  sharedDevice(anonymous: string, first: Person, second: Person): void;
  /** `attacker` claimed `victim`'s phone from a browser. */
  claim(phone: string, attacker: Person, victim: Person): void;
}
