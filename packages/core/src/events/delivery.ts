import type { AcceptedEvent, EventFamily } from './event.ts';
import { type Reception, readSegmentItem } from './segment-item.ts';
import { familyOf } from './vocabulary.ts';

/**
 * What the collector knew of a delivery besides its bytes: whoever reads the same bytes with it reads the same events.
 * It stands in front of them in an inbox row, as one line of JSON.
 */
export interface DeliveryNote extends Omit<Reception, 'fallbackId' | 'sentAt'> {
  /** What the ids of items without a `messageId` are made of. */
  requestId: string;
  /** Families of names as the workspace's dictionary describes them, where that is not the standard one. */
  families: Record<string, EventFamily>;
}

/** The id of an item that brings none. */
export function fallbackIdOf(note: Pick<DeliveryNote, 'requestId'>, index: number): string {
  return `${note.requestId}:${index}`;
}

/** The note as it stands in front of the bytes. */
export function deliveryLine(note: DeliveryNote): string {
  return `${JSON.stringify(note)}\n`;
}

/** The events of a delivery kept as it came. @throws Error for one that was never accepted whole. */
export function unpackDelivery(text: string): AcceptedEvent[] {
  const end = text.indexOf('\n');
  const note = JSON.parse(text.slice(0, end)) as DeliveryNote;
  const body = JSON.parse(text.slice(end + 1)) as { batch: unknown[]; sentAt?: unknown };
  const items = note.type ? [body] : body.batch;
  const reception: Reception = { ...note, sentAt: body.sentAt, fallbackId: '' };
  return items.map((item, index) => {
    reception.fallbackId = fallbackIdOf(note, index);
    const read = readSegmentItem(item, reception);
    if (!read.ok)
      throw new Error(`an accepted delivery cannot be read again: ${JSON.stringify(read.problems)}`);
    const { name } = read.event;
    // an event may be called like what every object inherits
    const described = Object.hasOwn(note.families, name) ? note.families[name] : undefined;
    read.event.family = described ?? familyOf(name);
    return read.event;
  });
}
