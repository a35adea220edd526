import { toMinor } from '../money/index.ts';
import { cutText } from './cut-text.ts';
import type { EventDimensions } from './event.ts';

type Bag = Record<string, unknown>;

/** Text of at most 200 characters; numbers become text; null for anything else or nothing. */
function text(...candidates: unknown[]): string | null {
  for (const value of candidates) {
    if (typeof value === 'string' && value !== '') return cutText(value, 200);
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  }
  return null;
}

function amount(...candidates: unknown[]): number | null {
  for (const value of candidates) {
    const minor = value === undefined || value === null ? undefined : toMinor(value);
    if (minor !== undefined) return minor;
  }
  return null;
}

/**
 * Reads the columns every question may group by out of an event's properties and its campaign context
 * (`utm_source` is the channel when the event names none; then comes the source's own channel).
 * `total` is what the customer pays, so it goes before `revenue` (Segment: revenue excludes shipping and tax).
 */
export function readDimensions(
  properties: Bag,
  campaign: Bag,
  defaultChannel: string | null,
): EventDimensions {
  return {
    amountMinor: amount(properties.amount, properties.total, properties.revenue, properties.value),
    costMinor: amount(properties.cost),
    channel: text(properties.channel, campaign.source, defaultChannel),
    play: text(properties.play),
    campaign: text(properties.campaign, campaign.name),
    code: text(properties.code),
    ticket: text(properties.ticket),
    content: text(properties.content, campaign.content),
    staff: text(properties.staff),
    outlet: text(properties.outlet),
    orderId: text(properties.order_id, properties.orderId),
  };
}
