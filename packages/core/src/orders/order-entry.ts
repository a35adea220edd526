import { channelName } from '../channels/index.ts';
import { cutText, type LoggedEvent } from '../events/index.ts';
import { normaliseIdentity } from '../identity/index.ts';
import { toMinor } from '../money/index.ts';

export interface OrderLine {
  sku: string | null;
  name: string | null;
  quantity: number;
  priceMinor: number | null;
}

/** A party named by an event: an organisation, or an identity as `namespace value` (ID-12). */
export interface PartyRef {
  kind: 'organisation' | 'identity';
  ref: string;
}

/** What one order event says. An order is a function of the set of its entries. */
export interface OrderEntry {
  orderId: string;
  seq: number;
  /** Epoch ms, when it happened. */
  at: number;
  /** Home that placed it; 0: anonymous. */
  home: number;
  kind: 'placed' | 'paid' | 'placed_and_paid' | 'refunded' | 'cancelled';
  /** Which piece of the order it tells of. 0: the order's first or only one; later ones add to it. */
  part: number;
  /** Minor units, never negative; null when the event names none. */
  amountMinor: number | null;
  currency: string | null;
  channel: string | null;
  outlet: string | null;
  staff: string | null;
  payer: PartyRef | null;
  beneficiary: PartyRef | null;
  lines: OrderLine[];
}

/** Words of `status` or `payment_status` that say a completed order is not paid yet; lower case. */
export const unpaidStatuses: readonly string[] = [
  'unpaid',
  'pending',
  'placed',
  'awaiting_payment',
  'cod',
  '待付款',
  '未支付',
];
const unpaid = new Set(unpaidStatuses);

function text(...candidates: unknown[]): string | null {
  for (const value of candidates) {
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value.trim() !== '') return cutText(value.trim(), 200);
  }
  return null;
}

function kindOf(event: LoggedEvent): OrderEntry['kind'] | undefined {
  switch (event.name) {
    case 'Order Completed': {
      const status = text(event.properties.status, event.properties.payment_status)?.toLowerCase();
      const open = event.properties.paid === false || (status !== undefined && unpaid.has(status));
      return open ? 'placed' : 'placed_and_paid';
    }
    case 'Order Paid':
      return 'paid';
    case 'Order Refunded':
      return 'refunded';
    case 'Order Cancelled':
      return 'cancelled';
    default:
      return undefined;
  }
}

function readParty(party: unknown): PartyRef | null {
  if (typeof party === 'string') {
    const [namespace = '', value = ''] = party.trim().split(/ (.*)/s, 2);
    return value === '' ? null : identityParty(namespace, value);
  }
  if (typeof party !== 'object' || party === null) return null;
  const bag = party as Record<string, unknown>;
  const organisation = text(bag.organisation, bag.organization, bag.groupId);
  if (organisation) return { kind: 'organisation', ref: organisation };
  const [namespace, value] = [text(bag.namespace, bag.type), text(bag.value, bag.id)];
  return namespace && value ? identityParty(namespace, value) : null;
}

/** Spelled as identities are, so that it finds the person; what is no identity we know of stays as it came. */
function identityParty(namespace: string, value: string): PartyRef {
  const known = normaliseIdentity(namespace, value);
  return { kind: 'identity', ref: cutText(`${namespace} ${known.ok ? known.value : value}`, 300) };
}

function readLines(products: unknown): OrderLine[] {
  if (!Array.isArray(products)) return [];
  return products.slice(0, 500).flatMap((product: unknown) => {
    if (typeof product !== 'object' || product === null) return [];
    const bag = product as Record<string, unknown>;
    // an object with a `toString` of its own has no number, and asking for one throws
    const quantity = typeof bag.quantity === 'string' ? Number(bag.quantity) : bag.quantity;
    return {
      sku: text(bag.sku, bag.product_id, bag.productId),
      name: text(bag.name),
      quantity: typeof quantity === 'number' && Number.isFinite(quantity) ? quantity : 1,
      priceMinor: toMinor(bag.price) ?? null,
    };
  });
}

/**
 * What an order event says; undefined for any other event. `Order Completed` counts as placed and paid unless
 * `paid: false` or a status such as `unpaid` says otherwise (Segment spec: the event is sent when the order is complete).
 * `part` > 0 names a later piece of the order (an import found more of its lines), see `combineOrder`.
 * An event without an order number stands alone, as `event:<seq>`.
 */
export function readOrder(event: LoggedEvent): OrderEntry | undefined {
  const kind = kindOf(event);
  if (!kind) return undefined;
  const { properties } = event;
  const lines = readLines(properties.products);
  return {
    orderId: event.orderId ?? `event:${event.seq}`,
    seq: event.seq,
    at: event.occurredAt,
    home: event.source,
    kind,
    part: readPart(properties.part),
    amountMinor: event.amountMinor === null ? sumOf(lines) : Math.abs(event.amountMinor),
    currency: text(properties.currency),
    channel: channelName(event.channel),
    outlet: event.outlet,
    staff: event.staff,
    payer: readParty(properties.payer),
    beneficiary: readParty(properties.beneficiary),
    lines,
  };
}

/** `properties.part` where it is a whole number that a 32-bit column holds; 0 for anything else. */
function readPart(part: unknown): number {
  return typeof part === 'number' && Number.isInteger(part) && part > 0 && part < 2 ** 31 ? part : 0;
}

/** Value of the lines, if all have a price. */
function sumOf(lines: OrderLine[]): number | null {
  if (lines.length === 0) return null;
  let sum = 0;
  for (const { quantity, priceMinor } of lines) {
    if (priceMinor === null) return null;
    sum += Math.round(quantity * priceMinor);
  }
  return Math.abs(sum);
}
