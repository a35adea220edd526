import type { EventDimensions } from '../events/index.ts';
import type { Identity } from '../identity/index.ts';
import { day, hour, minute, second } from '../time/index.ts';
import type { BrandSource } from './brand.ts';
import { babyMonths, enterMall, nextTime, register, session } from './browsing.ts';
import { fillBasket, type OrderLine } from './catalogue.ts';
import { exponential, gamma } from './distributions.ts';
import {
  clientIdentities,
  mallIdentities,
  serverIdentities,
  shopIdentities,
  tillIdentities,
  websiteIdentities,
} from './identities.ts';
import { joinAtTill, joinInMall } from './membership.ts';
import { speakOfPurchase, speakOfRefund } from './opinions.ts';
import { type Person, type Place, spendModel } from './person.ts';
import { addContact, removeContact, unfollow } from './relations.ts';
import type { Action, World } from './world.ts';

/** What is sold at a place: who reports it, under which channel, and how often it comes back. */
const places: Record<
  Place,
  { source: BrandSource; channel: string; letter: string; refunds: number; cancels: number }
> = {
  outlet: { source: 'pos', channel: 'outlet', letter: 'P', refunds: 0.035, cancels: 0 },
  mall: { source: 'server', channel: 'mini_program', letter: 'M', refunds: 0.06, cancels: 0.03 },
  website: { source: 'server', channel: 'website', letter: 'W', refunds: 0.06, cancels: 0.03 },
  marketplace: { source: 'marketplace', channel: 'tmall', letter: 'T', refunds: 0.09, cancels: 0.02 },
};

/** A purchase, and — unless it was the last — the next one. */
export const purchase: Action = (world, person, at) => {
  if (!person.alive) return;
  const place = placeOf(world, person);
  buy(world, person, at, place);
  // BG/NBD: after every repeat purchase a person may be gone for good
  if (person.orders >= 2 && world.random.chance(person.dropout)) {
    lose(world, person, at);
    return;
  }
  const where = place === 'outlet' ? 'outlet' : 'online';
  world.schedule(nextTime(world, at, person.rate, where), person, purchase);
};

function lose(world: World, person: Person, at: number): void {
  const { random } = world;
  person.alive = false;
  person.diedAt = at;
  // the lost go silently; some also say so
  if (random.chance(0.3)) world.schedule(at + exponential(random, 60 * day), person, removeContact);
  if (random.chance(0.25)) world.schedule(at + exponential(random, 60 * day), person, unfollow);
}

function placeOf(world: World, person: Person): Place {
  if (person.preferred === 'marketplace') {
    return person.mall && world.random.chance(0.45) ? 'mall' : 'marketplace';
  }
  const draw = world.random.float();
  if (draw < 0.82) return person.preferred;
  return person.preferred === 'outlet' ? 'mall' : person.founding || draw < 0.88 ? 'outlet' : 'mall';
}

function buy(world: World, person: Person, at: number, place: Place): void {
  const { random } = world;
  const { shape } = spendModel;
  const target = gamma(random, shape, shape / person.spendMinor);
  const lines = fillBasket(random, babyMonths(person, at), target);
  const { source, channel, letter } = places[place];
  let paidAt = at;
  let identities: Identity[];
  let outlet: string | null = null;
  let staff: string | null = null;
  const extra: Record<string, unknown> = { channel };
  if (place === 'outlet') {
    if (!person.member && random.chance(0.8)) joinAtTill(world, person, at);
    paidAt = at + minute;
    identities = tillIdentities(person);
    outlet = person.outlet.key;
    staff = person.guide.key;
    extra.outlet = outlet;
    extra.staff = staff;
  } else if (place === 'marketplace') {
    identities = shopIdentities(person);
    // the platform gives a masked number, which is no identity
    extra.phone = `${person.phone.slice(0, 3)}****${person.phone.slice(7)}`;
  } else {
    if (place === 'mall') enterMall(world, person, at, null);
    else register(world, person, at);
    paidAt = session(world, person, at + 10 * second, null) + 30 * second;
    identities = place === 'mall' ? mallIdentities(person) : serverIdentities(person);
    checkOut(world, person, paidAt, place, lines);
    paidAt += 40 * second;
  }
  person.orders++;
  const orderId = `${letter}${person.index.toString(36).toUpperCase()}-${person.orders}`;
  const listMinor = lines.reduce((sum, line) => sum + line.product.priceMinor * line.quantity, 0);
  const discountMinor = random.chance(0.28) ? Math.round(listMinor * 0.1) : 0;
  const amountMinor = listMinor - discountMinor;
  const dimensions: Partial<EventDimensions> = { channel, outlet, staff, orderId, amountMinor };
  const { cancels } = places[place];
  const unpaid = cancels > 0 && random.chance(0.15);
  world.tell(
    identities.length > 0 ? person : null,
    source,
    'Order Completed',
    paidAt,
    identities,
    {
      order_id: orderId,
      total: amountMinor / 100,
      ...(discountMinor > 0 ? { discount: discountMinor / 100, coupon: 'WELCOME10' } : {}),
      currency: 'CNY',
      ...(unpaid ? { paid: false } : {}),
      products: lines.map(({ product, quantity }) => ({
        product_id: product.sku,
        sku: product.sku,
        name: product.name,
        category: product.category,
        price: product.priceMinor / 100,
        quantity,
      })),
      ...extra,
    },
    dimensions,
  );
  settle(world, person, paidAt, place, identities, unpaid, amountMinor, dimensions, extra);
  if (identities.length > 0) speakOfPurchase(world, person, paidAt, place, identities, dimensions);
  afterwards(world, person, paidAt, place);
}

/** Payment — or none, and the order is cancelled — and what comes back. */
function settle(
  world: World,
  person: Person,
  at: number,
  place: Place,
  identities: Identity[],
  unpaid: boolean,
  amountMinor: number,
  dimensions: Partial<EventDimensions>,
  extra: Record<string, unknown>,
): void {
  const { random } = world;
  const { source, cancels, refunds } = places[place];
  const { orderId } = dimensions;
  const who = identities.length > 0 ? person : null;
  const order = { order_id: orderId, currency: 'CNY', ...extra };
  if (random.chance(cancels * (unpaid ? 4 : 0.5))) {
    const whenCancelled = at + 20 * minute + exponential(random, 3 * hour);
    world.schedule(whenCancelled, person, () =>
      world.tell(who, source, 'Order Cancelled', whenCancelled, identities, order, {
        ...dimensions,
        amountMinor: null,
      }),
    );
    return;
  }
  if (unpaid) {
    const whenPaid = at + 20 * second + exponential(random, 8 * minute);
    const paid = { ...order, total: amountMinor / 100 };
    world.schedule(whenPaid, person, () =>
      world.tell(who, source, 'Order Paid', whenPaid, identities, paid, dimensions),
    );
  }
  if (!random.chance(refunds)) return;
  const backMinor = random.chance(0.4) ? Math.round(amountMinor * (0.2 + 0.6 * random.float())) : amountMinor;
  const whenRefunded = at + day + exponential(random, 6 * day);
  world.schedule(whenRefunded, person, () => {
    if (who) speakOfRefund(world, person, whenRefunded, identities, dimensions);
    world.tell(
      who,
      source,
      'Order Refunded',
      whenRefunded,
      identities,
      {
        ...order,
        total: backMinor / 100,
        reason: random.pick(['不合适', '质量问题', '买多了', '宝宝不喜欢']),
      },
      { ...dimensions, amountMinor: backMinor },
    );
  });
}

function checkOut(world: World, person: Person, at: number, place: Place, lines: OrderLine[]): void {
  const inMall = place === 'mall';
  const source = inMall ? 'mini-program' : 'website';
  const identities = inMall ? clientIdentities(person) : websiteIdentities(person);
  const first = lines[0];
  if (first) {
    const { sku, name, category, priceMinor } = first.product;
    const line = { product_id: sku, sku, name, category, price: priceMinor / 100, quantity: first.quantity };
    world.tell(person, source, 'Product Added', at, identities, line);
  }
  world.tell(person, source, 'Checkout Started', at + 20 * second, identities, { lines: lines.length });
}

/** What a purchase leads to: a friend at the counter, a card in the parcel. */
function afterwards(world: World, person: Person, at: number, place: Place): void {
  const { random } = world;
  if (place === 'outlet') {
    if (!person.contact && random.chance(person.knowsContact ? 0.05 : 0.22)) {
      addContact(world, person, at + 2 * minute, 'outlet', random.chance(0.6) ? 'checkout' : 'table-card');
    }
    return;
  }
  if (place === 'mall' && !person.phoneInMall && random.chance(0.3)) joinInMall(world, person, at + minute);
  if (
    place === 'marketplace' ? !person.mall && random.chance(0.09) : !person.contact && random.chance(0.07)
  ) {
    world.schedule(at + 2 * day + exponential(random, day), person, scanParcelCard);
  }
}

/** The card in a parcel: the one bridge from a marketplace's nick to a person the brand can reach. */
const scanParcelCard: Action = (world, person, at) => {
  const { random } = world;
  if (person.shop && !person.mall) {
    enterMall(world, person, at, 'tmall');
    world.tell(
      person,
      'server',
      'Parcel Card Scanned',
      at + 20 * second,
      [...mallIdentities(person), ...shopIdentities(person)],
      { channel: 'tmall', code: 'parcel-card' },
      { channel: 'tmall', code: 'parcel-card' },
    );
    if (random.chance(0.6)) joinInMall(world, person, at + minute);
  }
  if (random.chance(0.7)) addContact(world, person, at + 2 * minute, person.channel.key, 'parcel-card');
};
