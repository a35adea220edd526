import type { AcceptedEvent } from './event.ts';

const dimensions = [
  'amountMinor',
  'costMinor',
  'channel',
  'play',
  'campaign',
  'code',
  'ticket',
  'content',
  'staff',
  'outlet',
  'orderId',
] as const;

/** Accepted events as the text of one inbox row: JSON with the empty dimensions left out. */
export function packEvents(events: readonly AcceptedEvent[]): string {
  return JSON.stringify(events, (_key, value) => (value === null ? undefined : value));
}

/** The events of an inbox row, every dimension present again. */
export function unpackEvents(text: string): AcceptedEvent[] {
  const events = JSON.parse(text) as AcceptedEvent[];
  for (const event of events) {
    for (const dimension of dimensions) event[dimension] ??= null as never;
    event.sourceId ??= null;
  }
  return events;
}
