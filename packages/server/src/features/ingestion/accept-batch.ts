import { randomUUID } from 'node:crypto';
import { AppError } from '@yutang/core/errors';
import {
  type AcceptedEvent,
  type DeliveryNote,
  deliveryLine,
  type EventType,
  fallbackIdOf,
  familyOf,
  type ItemProblem,
  packEvents,
  type ReadItem,
  type Reception,
  readSegmentItem,
  standardEvents,
} from '@yutang/core/events';
import type { Dictionary, QuarantineDraft } from '../dictionary/index.ts';
import type { Collected } from './collector.ts';
import type { KeyHolder } from './write-keys.ts';

/** The published limits of the spec: items a batch, bytes an item. */
export const mostItems = 2500;
const mostItemBytes = 32 * 1024;
/** Deeper than anything meant, and far from where `JSON.stringify` runs out of stack (about 4 000). */
const deepest = 100;

/** What the collector asks of the event dictionary. */
export type Judge = Pick<Dictionary, 'check' | 'family'>;

/**
 * Whether a browser key may say this. What it says of people is only claimed, so anybody could say of anybody that they
 * became a guide's friend or withdrew a consent: relations by name, and what the system reports, take a server key.
 */
function mayClaim(event: AcceptedEvent): boolean {
  const family = standardEvents[event.name]?.family;
  return event.type !== 'track' || (family !== 'relation' && family !== 'system');
}

/** An item read and held against the dictionary, exactly as when it is collected. */
export function judgeItem(item: unknown, workspaceId: number, reception: Reception, judge: Judge): ReadItem {
  const read = readSegmentItem(item, reception);
  if (!read.ok) return read;
  const { event } = read;
  if (!reception.verified && !mayClaim(event)) {
    return { ok: false, problems: [{ field: 'event', reason: `${event.name} needs a server key` }] };
  }
  event.family = judge.family(workspaceId, event.name);
  const { verdict, problems } = judge.check(workspaceId, event);
  return verdict === 'quarantine' ? { ok: false, problems: [...problems] } : read;
}

export interface Delivery {
  holder: KeyHolder;
  /** The call the address named; undefined for a batch. */
  type: EventType | undefined;
  history: boolean;
  receivedAt: number;
  ip: string;
  /** The bytes of the body, where they may be kept as they came. */
  kept: Buffer | null;
}

export interface Judged {
  collected: Collected;
  accepted: number;
  /** Which items were refused and why, by their place in the batch. */
  rejected: { index: number; messageId: string | null; problems: readonly ItemProblem[] }[];
}

type Bag = Record<string, unknown>;
const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The items of a body: of its `batch`, or the body itself. @throws AppError when it is neither or too long. */
function itemsOf(body: unknown, batch: boolean): unknown[] {
  if (!isBag(body)) throw new AppError('request.malformed');
  if (!batch) return [body];
  if (!Array.isArray(body.batch))
    throw new AppError('request.invalid', { field: 'batch', reason: 'is not a list of items' });
  if (body.batch.length > mostItems) {
    throw new AppError('request.invalid', { field: 'batch', reason: `has more than ${mostItems} items` });
  }
  return body.batch;
}

/**
 * Judges every item of a body: good ones become events, bad ones go to quarantine with their reasons. A body that is
 * good as a whole is kept as it came, and the engine reads it: writing its events anew costs as much as the rest.
 */
export function judgeBatch(body: unknown, delivery: Delivery, judge: Judge): Judged {
  const { holder, receivedAt, history, type } = delivery;
  const { workspaceId, sourceId, verified } = holder;
  const items = itemsOf(body, type === undefined);
  const { sentAt } = body as Bag;
  const note: DeliveryNote = {
    receivedAt,
    verified,
    history,
    sourceId,
    defaultChannel: holder.channel,
    ip: delivery.ip,
    ...(type ? { type } : {}),
    requestId: randomUUID(),
    families: Object.create(null),
  };
  const reception: Reception = { ...note, sentAt, fallbackId: '' };
  const events: AcceptedEvent[] = [];
  const refused: QuarantineDraft[] = [];
  const rejected: Judged['rejected'] = [];
  const numbers = { overflow: false };
  let refusedBytes = 0;
  const refuse = (item: unknown, index: number, problems: readonly ItemProblem[]) => {
    const messageId = isBag(item) && typeof item.messageId === 'string' ? item.messageId : null;
    rejected.push({ index, messageId, problems });
    // in quarantine the item stands without the address it came to, so it must say itself which call it is
    const whole = type && isBag(item) ? { type, ...item } : item;
    refusedBytes += JSON.stringify(item)?.length ?? 0;
    refused.push({ workspaceId, sourceId, verified, receivedAt, history, item: whole, problems });
  };
  for (const [index, item] of items.entries()) {
    const weight = mostBytesOf(item, deepest, numbers);
    if (weight === Number.POSITIVE_INFINITY)
      throw new AppError('request.invalid', {
        field: `item ${index}`,
        reason: `is nested deeper than ${deepest} levels`,
      });
    if (weight > mostItemBytes && Buffer.byteLength(JSON.stringify(item)) > mostItemBytes) {
      refuse(item, index, [{ field: '', reason: `is larger than ${mostItemBytes} bytes` }]);
      continue;
    }
    reception.fallbackId = fallbackIdOf(note, index);
    const read = judgeItem(item, workspaceId, reception, judge);
    if (!read.ok) {
      refuse(item, index, read.problems);
      continue;
    }
    const { name, family } = read.event;
    if (family !== familyOf(name)) note.families[name] = family;
    events.push(read.event);
  }
  // 1e400 is read as infinity, which the log could only keep as null: such a body is written anew
  const kept = rejected.length === 0 && !numbers.overflow && delivery.kept;
  const packed = kept ? Buffer.concat([Buffer.from(deliveryLine(note)), kept]) : pack(events);
  return {
    collected: {
      workspaceId,
      acceptedAt: receivedAt,
      body: packed,
      bytes: (packed?.length ?? 0) + refusedBytes,
      items: events.length,
      refused,
    },
    accepted: events.length,
    rejected,
  };
}

function pack(events: readonly AcceptedEvent[]): Buffer | null {
  return events.length > 0 ? Buffer.from(packEvents(events)) : null;
}

/**
 * No fewer bytes than a parsed value has as JSON, counted without writing it: six for every UTF-16 unit (an escaped
 * control character). Infinity when it is nested deeper than so many levels. Says whether a number in it overflowed.
 */
function mostBytesOf(value: unknown, levels: number, numbers: { overflow: boolean }): number {
  if (typeof value === 'number' && !Number.isFinite(value)) numbers.overflow = true;
  if (typeof value === 'string') return value.length * 6 + 2;
  if (typeof value !== 'object' || value === null) return 25;
  if (levels === 0) return Number.POSITIVE_INFINITY;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (const inner of value) bytes += 1 + mostBytesOf(inner, levels - 1, numbers);
    return bytes;
  }
  for (const key in value)
    bytes += key.length * 6 + 4 + mostBytesOf((value as Bag)[key], levels - 1, numbers);
  return bytes;
}
