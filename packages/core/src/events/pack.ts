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
  // a replacer function would make stringify several times slower, so the copy is made by hand
  return JSON.stringify(
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
}

/** The events of an inbox row, every dimension present again. */
export function unpackEvents(text: string): AcceptedEvent[] {
  const events = JSON.parse(text) as AcceptedEvent[];
  for (const event of events) {
    for (const name of dimensionNames) if (event[name] === undefined) event[name] = null as never;
  }
  return events;
}
