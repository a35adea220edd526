import type { AcceptedEvent } from '../events/index.ts';
import type { Identity } from '../identity/index.ts';
import { minute } from '../time/index.ts';
import { brand } from './brand.ts';
import { products } from './catalogue.ts';
import { mix } from './random.ts';
import type { SimulatedEvent } from './world.ts';

/** Kindergartens that buy for the families of their children, in the order they become customers. */
const kindergartens = [
  ['sunshine-kindergarten', '阳光幼儿园', '上海'],
  ['sprout-nursery', '小苗托育中心', '杭州'],
  ['maple-kindergarten', '枫叶幼儿园', '南京'],
  ['rainbow-nursery', '彩虹托班', '苏州'],
  ['starfish-kindergarten', '海星幼儿园', '上海'],
  ['bamboo-kindergarten', '翠竹幼儿园', '成都'],
] as const;

// one buyer in so many; by a hash of the person, so that nothing else of the simulation moves
const inFamily = 16;
const inKindergarten = 12;
const headOfKindergarten = 97;

/** Somebody with an identity that others can be told by. */
interface Known {
  person: number;
  identity: Identity;
}

/**
 * Adds organisations to a simulation (ID-12): households in which a grandmother pays for what the mother uses, and
 * kindergartens that buy for families. Every added event is one of its own, right after an order of somebody it concerns;
 * the simulation's own events and figures stay as they are. The same events give the same additions.
 */
export function* withParties(
  events: Iterable<SimulatedEvent>,
  seed: number,
): Generator<SimulatedEvent, void> {
  const heads: Known[] = [];
  const married = new Set<number>();
  /** Family names of those who may be in a household, as far as they said. */
  const names = new Map<number, string>();
  let grandmother: Known | null = null;
  let count = 0;
  const drawn = (salt: number, person: number, of: number) => mix(seed ^ salt, person) % of === 0;

  function* told(by: Known, base: SimulatedEvent, event: Partial<AcceptedEvent>): Generator<SimulatedEvent> {
    const messageId = `party-${(seed >>> 0).toString(36)}-${(count++).toString(36)}`;
    yield {
      source: 'server',
      person: by.person,
      event: {
        ...base.event,
        type: 'track',
        amountMinor: null,
        channel: null,
        play: null,
        outlet: null,
        staff: null,
        orderId: null,
        ...event,
        messageId,
        identities: [by.identity],
      },
    };
  }

  const joins = (by: Known, base: SimulatedEvent, properties: Record<string, unknown>) =>
    told(by, base, { type: 'group', name: 'Group Joined', family: 'relation', properties });

  function buys(by: Known, base: SimulatedEvent, parties: Record<string, unknown>) {
    const product = products[mix(seed ^ 5, count) % products.length] ?? products[0];
    const quantity = 1 + (mix(seed ^ 6, count) % 3);
    const orderId = `G${by.person.toString(36).toUpperCase()}-${count}`;
    const amountMinor = (product?.priceMinor ?? 0) * quantity;
    const { sku, name, priceMinor } = product ?? { sku: '', name: '', priceMinor: 0 };
    return told(by, base, {
      name: 'Order Completed',
      family: 'consumption',
      channel: 'mini_program',
      orderId,
      amountMinor,
      properties: {
        order_id: orderId,
        total: amountMinor / 100,
        currency: 'CNY',
        channel: 'mini_program',
        products: [{ sku, name, price: priceMinor / 100, quantity }],
        ...parties,
      },
    });
  }

  for (const item of events) {
    yield item;
    const { event, person } = item;
    const said = event.properties.name ?? event.properties.nickname;
    if (event.name === 'Profile Updated' && typeof said === 'string' && drawn(4, person, inFamily))
      names.set(person, said.charAt(0));
    if (person < 0 || event.history || event.name !== 'Order Completed' || item.source !== 'server') continue;
    const identity = event.identities.find(({ namespace }) => namespace === brand.namespaces.unionid);
    // who was delivered twice would join twice
    if (!identity || event.receivedAt - event.occurredAt > 5 * minute) continue;
    const one: Known = { person, identity };
    if (heads.length < kindergartens.length && drawn(1, person, headOfKindergarten)) {
      const [groupId, title, city] = kindergartens[heads.length] ?? kindergartens[0];
      if (heads.some((head) => head.person === person)) continue;
      heads.push(one);
      yield* joins(one, item, {
        groupId,
        name: title,
        city,
        kind: 'company',
        roles: ['buyer', 'decision_maker'],
      });
      continue;
    }
    const number = mix(seed ^ 2, person) % kindergartens.length;
    const head = heads[number];
    if (head && drawn(3, person, inKindergarten)) {
      const payer = { organisation: kindergartens[number]?.[0] };
      const beneficiary = { namespace: identity.namespace, value: identity.value };
      yield* buys(head, item, { payer, beneficiary });
      continue;
    }
    const name = names.get(person);
    if (name === undefined || married.has(person)) continue;
    if (grandmother === null) {
      grandmother = one;
      married.add(person);
      continue;
    }
    married.add(person);
    const groupId = `family-${person}`;
    const family = { groupId, name: `${name}家`, kind: 'household' };
    yield* joins(one, item, { ...family, role: 'user' });
    yield* joins(grandmother, item, { groupId, roles: ['payer', 'buyer'] });
    const { namespace, value } = grandmother.identity;
    yield* buys(one, item, { payer: { namespace, value } });
    grandmother = null;
  }
}
