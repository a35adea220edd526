import { unpackDelivery } from './delivery.ts';
import type { AcceptedEvent, EventDimensions } from './event.ts';

const noDimensions: EventDimensions = {
  amountMinor: null,
  costMinor: null,
  channel: null,
  play: null,
  campaign: null,
  code: null,
  ticket: null,
  content: null,
  staff: null,
  outlet: null,
  orderId: null,
};
const dimensionNames = Object.keys(noDimensions) as (keyof EventDimensions)[];

/**
 * Accepted events as the text of one inbox row: JSON with the empty dimensions left out. What does not come this way
 * (`delivery.ts`) has no escape in it, so here is where U+0000 and halves of characters (an emoji cut in two by somebody's `slice`) become
 * U+FFFD: PostgreSQL's text and jsonb refuse them.
 */
export function packEvents(events: readonly AcceptedEvent[]): string {
  // a replacer function would make stringify several times slower, so the copy is made by hand
  const text = JSON.stringify(
    events.map((event) => {
      const packed: Record<string, unknown> = {
        messageId: event.messageId,
        type: event.type,
        name: event.name,
        family: event.family,
        occurredAt: event.occurredAt,
        receivedAt: event.receivedAt,
        history: event.history,
        identities: event.identities,
        properties: event.properties,
        context: event.context,
        sourceId: event.sourceId,
      };
      for (const name of dimensionNames) if (event[name] !== null) packed[name] = event[name];
      return packed;
    }),
  );
  return text.includes('\\u') ? text.replace(escapes, storable) : text;
}

// JSON.stringify writes whole characters as they are, so of its escapes D800–DFFF stand for halves only
const escapes = /\\(?:u(?:0000|d[89a-f][0-9a-f]{2})|.)/g;
const storable = (found: string): string => (found.length > 2 ? '\ufffd' : found);

/** The events of an inbox row, packed or as they came, every dimension present again. */
export function unpackEvents(text: string): AcceptedEvent[] {
  if (text.startsWith('{')) return unpackDelivery(text);
  const events = JSON.parse(text) as AcceptedEvent[];
  for (const event of events) {
    for (const name of dimensionNames) if (event[name] === undefined) event[name] = null as never;
  }
  return events;
}
