import { day } from '../time/index.ts';
import {
  type BrandChannel,
  type BrandGuide,
  type BrandOutlet,
  brandChannels,
  brandOutlets,
} from './brand.ts';
import { beta, gamma, weighted } from './distributions.ts';
import { personName, personPhone } from './names.ts';
import type { Random } from './random.ts';

/** Where a person likes to buy. */
export type Place = 'outlet' | 'mall' | 'website' | 'marketplace';

/**
 * One simulated person. Who somebody is stands still; below the line is what life changes.
 * Rates are true: they are what a model that sees the events tries to guess.
 */
export interface Person {
  readonly index: number;
  readonly arrivedAt: number;
  /** Was a member before the simulation begins, and comes with the first import. */
  readonly founding: boolean;
  readonly channel: BrandChannel;
  readonly outlet: BrandOutlet;
  readonly guide: BrandGuide;
  readonly name: string;
  readonly woman: boolean;
  readonly phone: string;
  readonly babyBornAt: number;
  readonly buyer: boolean;
  /** Purchases a week while alive (λ of BG/NBD); 0 for who never buys. */
  readonly rate: number;
  /** Chance to stop for good after a repeat purchase (p of BG/NBD). */
  readonly dropout: number;
  /** Mean order value in fen (1/ν of Gamma–Gamma, times its shape). */
  readonly spendMinor: number;
  /** Browsing sessions a week while alive. */
  readonly curiosity: number;
  // —— what life changes ——
  preferred: Place;
  alive: boolean;
  diedAt: number | null;
  orders: number;
  /** Asked to be a member; the number the till knows may be wrong, stray or another person's. */
  member: string | null;
  memberPhone: string | null;
  memberAt: number | null;
  mall: boolean;
  phoneInMall: boolean;
  knowsAccount: boolean;
  follows: boolean;
  knowsContact: boolean;
  contact: boolean;
  contactNamed: boolean;
  community: string | null;
  user: boolean;
  phoneOnWebsite: boolean;
  shop: boolean;
  consented: boolean;
  anonymous: string | null;
}

/** Gamma–Gamma: an order is Gamma(shape, shape / mean), the mean is Gamma-distributed inverse over people. */
export const spendModel = { shape: 6, q: 4.2, gammaMinor: 13_200 };
/** BG/NBD: λ ~ Gamma(r, α weeks), p ~ Beta(a, b). */
export const purchaseModel = { r: 0.95, alphaWeeks: 6.2, a: 0.9, b: 4.1 };

const outletChannel = channelOf('outlet');

function channelOf(key: string): BrandChannel {
  const found = brandChannels.find((channel) => channel.key === key);
  if (!found) throw new Error(`no channel ${key}`);
  return found;
}

/** A new person. Everything about them is drawn here, in a fixed order. */
export function createPerson(
  random: Random,
  seed: number,
  index: number,
  arrivedAt: number,
  founding: boolean,
): Person {
  const channel = founding ? outletChannel : weighted(random, brandChannels);
  const outlet = random.pick(brandOutlets);
  const buyer = founding || random.chance(channel.buyerShare);
  const woman = random.chance(0.82);
  const { shape, q, gammaMinor } = spendModel;
  const { r, alphaWeeks, a, b } = purchaseModel;
  const rate = buyer ? Math.max(0.004, gamma(random, r, alphaWeeks) * channel.quality) : 0;
  return {
    index,
    arrivedAt,
    founding,
    channel,
    outlet,
    guide: random.pick(outlet.guides),
    woman,
    name: personName(random, woman),
    phone: personPhone(seed, index),
    babyBornAt: arrivedAt - Math.floor((random.float() * 34 - 7) * 30.44 * day),
    buyer,
    rate,
    dropout: beta(random, a, b),
    spendMinor: (shape / gamma(random, q, gammaMinor)) * channel.quality,
    curiosity: 0.1 + 0.9 * rate + random.float() * 0.25,
    preferred: preferredPlace(random, channel.key),
    alive: true,
    diedAt: null,
    orders: 0,
    member: null,
    memberPhone: null,
    memberAt: null,
    mall: false,
    phoneInMall: false,
    knowsAccount: false,
    follows: false,
    knowsContact: false,
    contact: false,
    contactNamed: random.chance(0.92),
    community: null,
    user: false,
    phoneOnWebsite: random.chance(0.45),
    shop: channel.key === 'tmall',
    consented: false,
    anonymous: null,
  };
}

function preferredPlace(random: Random, channel: string): Place {
  const draw = random.float();
  if (channel === 'tmall') return 'marketplace';
  if (channel === 'outlet') return draw < 0.74 ? 'outlet' : 'mall';
  return draw < 0.5 ? 'mall' : draw < 0.82 ? 'website' : 'outlet';
}
