import type { ImportLine } from './order-row.ts';
import type { ImportedEvent } from './row-frame.ts';

/**
 * What the lines of one order become: `Order Completed` for what was sold, `Order Refunded` for what came back,
 * `Order Cancelled` where a status says so. `part` 0 is the order's first appearance; a later one (lines far apart in
 * the file, or corrected and imported again) names its part, and its amount is added to the order's.
 * Lines that were cancelled were placed and never paid; beside lines that were sold they count for nothing.
 * `returned` are lines that an earlier file sold and this one calls cancelled: what was paid for them came back. With
 * `gone` all that this file has of the order is cancelled, so the order is.
 */
export function orderEvents(
  lines: readonly ImportLine[],
  part: number,
  { returned, gone }: { returned: readonly ImportLine[]; gone: boolean } = { returned: [], gone: false },
): ImportedEvent[] {
  const events: ImportedEvent[] = [];
  const sold = lines.filter(({ kind }) => kind === 'sale');
  const cancelled = lines.filter(({ kind }) => kind === 'cancelled');
  const back = lines.filter(({ kind }) => kind === 'refund');
  if (sold.length > 0) events.push(orderEvent('Order Completed', '', sold, part));
  else if (cancelled.length > 0) {
    const placed = orderEvent('Order Completed', '', cancelled, part);
    // as far as the file knows
    placed.properties.paid = false;
    events.push(placed);
    // a later part may be a few lines of an order that stands
    if (part === 0) events.push(orderEvent('Order Cancelled', ':cancelled', cancelled, part));
  }
  if (back.length > 0)
    events.push(orderEvent('Order Refunded', events.length > 0 ? ':refund' : '', back, part));
  if (returned.length > 0) {
    const refund = orderEvent('Order Refunded', ':returned', returned, part);
    // without amounts of lines only the whole is known: a refund that names no amount
    const whole = gone && returned.every(({ amountMinor }) => amountMinor === null);
    if (whole) events.push(withoutAmount(refund));
    else if (refund.dimensions.amountMinor !== 0) events.push(refund);
    if (gone) events.push(orderEvent('Order Cancelled', ':cancelled', returned, part));
  }
  return events;
}

function withoutAmount(event: ImportedEvent): ImportedEvent {
  const { total, products, ...properties } = event.properties;
  return { ...event, properties, dimensions: { ...event.dimensions, amountMinor: null } };
}

function orderEvent(name: string, suffix: string, lines: readonly ImportLine[], part: number): ImportedEvent {
  const [first] = lines as [ImportLine];
  const amountMinor = name === 'Order Cancelled' ? null : amountOf(lines, part);
  const products = name === 'Order Cancelled' ? [] : lines.filter(isProduct).map(productOf);
  const properties: Record<string, unknown> = { ...first.properties, order_id: first.orderId };
  if (amountMinor !== null) properties.total = amountMinor / 100;
  if (first.currency) properties.currency = first.currency;
  if (products.length > 0) properties.products = products;
  if (part > 0) properties.part = part;
  return {
    suffix,
    type: 'track',
    name,
    family: 'consumption',
    occurredAt: lines.reduce((earliest, line) => Math.min(earliest, line.occurredAt), first.occurredAt),
    identities: (lines.find(({ identities }) => identities.length > 0) ?? first).identities,
    properties,
    dimensions: { ...first.dimensions, orderId: first.orderId, amountMinor },
  };
}

/** The order's own amount where the file has one (it stands on every line, so once), else the sum of its lines. */
function amountOf(lines: readonly ImportLine[], part: number): number {
  const whole = lines.find(({ orderAmountMinor }) => orderAmountMinor !== null)?.orderAmountMinor;
  if (whole !== undefined && whole !== null) return part === 0 ? whole : 0;
  return lines.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0);
}

const isProduct = ({ sku, product, price, quantity }: ImportLine) =>
  sku !== '' || product !== '' || price !== null || quantity !== null;

function productOf({ sku, product, category, quantity, price, amountMinor }: ImportLine) {
  const unit = price ?? (amountMinor === null ? null : amountMinor * 100);
  // by hand: spreading conditions into the object took a third of an import's time
  const found: Record<string, unknown> = {};
  if (sku) {
    found.product_id = sku;
    found.sku = sku;
  }
  if (product) found.name = product;
  if (category) found.category = category;
  found.quantity = (quantity ?? 10_000) / 10_000;
  if (unit !== null) found.price = unit / 10_000;
  return found;
}
