import { type AcceptedEvent, familyOf } from '../events/index.ts';
import type { Identity } from '../identity/index.ts';
import { day, hour, minute } from '../time/index.ts';
import { products } from './catalogue.ts';
import { createRandom } from './random.ts';
import type { SimulatedEvent } from './world.ts';

const accounts = 12;
const devices = ['ring-device-1', 'ring-device-2'] as const;
const address = '上海市嘉定区某路 88 号 12 室';

/** What is true of the ring: its accounts, the two devices behind them, six accounts each, and the one address they order to. */
export const knownRing = {
  users: Array.from({ length: accounts }, (_, n) => userOf(n)),
  devices,
  address,
} as const;

function userOf(n: number): string {
  return `ring-${String(n + 1).padStart(2, '0')}`;
}

/**
 * Adds a ring to a simulation: twelve accounts of the website, made one after the other in its last two months on the
 * same two devices, each of which orders with the newcomers' coupon to the same address and gives everything back. From a
 * random stream of its own, so the simulation's events and figures stay as they are; the same options give the same ring.
 */
export function* withRing(
  events: Iterable<SimulatedEvent>,
  { seed, days, endAt }: { seed: number; days: number; endAt: number },
): Generator<SimulatedEvent, void> {
  const own = ringEvents(seed, endAt, Math.min(60, days) * day);
  let next = 0;
  for (const item of events) {
    for (; next < own.length; next++) {
      const one = own[next];
      if (!one || one.event.receivedAt > item.event.receivedAt) break;
      yield one;
    }
    yield item;
  }
  yield* own.slice(next);
}

/** The ring's events in order of receipt. */
function ringEvents(seed: number, endAt: number, span: number): SimulatedEvent[] {
  const random = createRandom(seed ^ 0x52_49_4e_47);
  const told: SimulatedEvent[] = [];
  const pace = Math.floor((span - 5 * day) / accounts);
  for (let n = 0; n < accounts; n++) {
    const at = endAt - span + n * pace + Math.floor(random.float() * 6 * hour);
    const user = userOf(n);
    const identities = [
      seen('user', user),
      seen('email', `${user}@example.com`),
      seen('device', devices[n % devices.length] ?? devices[0]),
    ];
    const { sku, name, category, priceMinor } = random.pick(products);
    const amountMinor = Math.round(priceMinor * 0.5);
    const orderId = `R${n + 1}`;
    const order = { order_id: orderId, currency: 'CNY', channel: 'website' };
    const tell = (event: string, when: number, properties: Record<string, unknown>, amount: number | null) =>
      told.push({
        source: 'server',
        person: -1,
        event: eventOf(
          `ring-${(seed >>> 0).toString(36)}-${told.length}`,
          event,
          when,
          identities,
          properties,
          {
            orderId: amount === null ? null : orderId,
            amountMinor: amount,
            channel: 'website',
          },
        ),
      });
    tell('Profile Updated', at, { name: `新客${n + 1}`, channel: 'website' }, null);
    tell(
      'Order Completed',
      at + 3 * minute,
      {
        ...order,
        total: amountMinor / 100,
        coupon: 'NEWCOMER',
        discount: (priceMinor - amountMinor) / 100,
        shipping_address: address,
        products: [{ product_id: sku, sku, name, category, price: priceMinor / 100, quantity: 1 }],
      },
      amountMinor,
    );
    const back = at + 2 * day + Math.floor(random.float() * day);
    tell('Order Refunded', back, { ...order, total: amountMinor / 100, reason: '买多了' }, amountMinor);
  }
  return told.sort((a, b) => a.event.receivedAt - b.event.receivedAt);
}

const seen = (namespace: string, value: string): Identity => ({ namespace, value, verified: true });

function eventOf(
  messageId: string,
  name: string,
  at: number,
  identities: Identity[],
  properties: Record<string, unknown>,
  dimensions: Pick<AcceptedEvent, 'orderId' | 'amountMinor' | 'channel'>,
): AcceptedEvent {
  return {
    messageId,
    type: name === 'Profile Updated' ? 'identify' : 'track',
    name,
    family: familyOf(name),
    occurredAt: at,
    receivedAt: at + 200,
    history: false,
    identities,
    properties,
    context: { library: { name: 'xiaoman-mall', version: '2' } },
    sourceId: null,
    costMinor: null,
    play: null,
    campaign: null,
    code: null,
    ticket: null,
    content: null,
    staff: null,
    outlet: null,
    ...dimensions,
  };
}
