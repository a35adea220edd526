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

/** Accepted events as the text of one inbox row: JSON with the empty dimensions left out. */
export function packEvents(events: readonly AcceptedEvent[]): string {
  return joinPacked(events.map(packEvent));
}

/** Texts of `packEvent` as the text of one inbox row. */
export function joinPacked(packed: readonly string[]): string {
  return `[${packed.join(',')}]`;
}

/**
 * One event as JSON. Every event comes this way into the inbox, so here is where U+0000 and halves of characters (an
 * emoji cut in two by somebody's `slice`) become U+FFFD: PostgreSQL's text and jsonb refuse them.
 */
export function packEvent(event: AcceptedEvent): string {
  // a replacer function would make stringify several times slower, so the copy is made by hand
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
  const text = JSON.stringify(packed);
  return unstorable.test(text) ? text.replace(escapes, storable) : text;
}

// JSON.stringify writes whole characters as they are, so of the escapes below D800–DFFF stand for halves only
const unstorable = /\\u(?:0000|d[89a-f])/;
const escapes = /\\(?:u(?:0000|d[89a-f][0-9a-f]{2})|.)/g;
const storable = (found: string): string => (found.length > 2 ? '\ufffd' : found);

/** The events of an inbox row, every dimension present again. */
export function unpackEvents(text: string): AcceptedEvent[] {
  const events = JSON.parse(text) as AcceptedEvent[];
  for (const event of events) {
    for (const name of dimensionNames) if (event[name] === undefined) event[name] = null as never;
  }
  return events;
}
