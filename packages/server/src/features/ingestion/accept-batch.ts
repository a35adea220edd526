import { randomUUID } from 'node:crypto';
import { AppError } from '@yutang/core/errors';
import {
  type AcceptedEvent,
  type EventType,
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
/** An event packs into no less than this, so a batch is first judged by its sum: packing one by one costs as much again. */
const leastEventBytes = 150;
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

/** Judges every item of a body: good ones become events, bad ones go to quarantine with their reasons. */
export function judgeBatch(body: unknown, delivery: Delivery, judge: Judge): Judged {
  const { holder, receivedAt, history } = delivery;
  const items = itemsOf(body, delivery.type === undefined);
  const requestId = randomUUID();
  let events: AcceptedEvent[] = [];
  const places: number[] = [];
  const refused: QuarantineDraft[] = [];
  const rejected: Judged['rejected'] = [];
  let refusedBytes = 0;
  const refuse = (item: unknown, index: number, problems: readonly ItemProblem[]) => {
    const messageId = isBag(item) && typeof item.messageId === 'string' ? item.messageId : null;
    rejected.push({ index, messageId, problems });
    const { workspaceId, sourceId, verified } = holder;
    // in quarantine the item stands without the address it came to, so it must say itself which call it is
    const whole = delivery.type && isBag(item) ? { type: delivery.type, ...item } : item;
    refusedBytes += JSON.stringify(item)?.length ?? 0;
    refused.push({ workspaceId, sourceId, verified, receivedAt, history, item: whole, problems });
  };
  for (const [index, item] of items.entries()) {
    if (isDeeper(item, deepest))
      throw new AppError('request.invalid', {
        field: `item ${index}`,
        reason: `is nested deeper than ${deepest} levels`,
      });
    const reception: Reception = {
      receivedAt,
      sentAt: (body as Bag).sentAt,
      verified: holder.verified,
      history,
      sourceId: holder.sourceId,
      defaultChannel: holder.channel,
      ip: delivery.ip,
      fallbackId: `${requestId}:${index}`,
      ...(delivery.type ? { type: delivery.type } : {}),
    };
    const read = judgeItem(item, holder.workspaceId, reception, judge);
    if (read.ok) {
      events.push(read.event);
      places.push(index);
    } else refuse(item, index, read.problems);
  }
  let packed = pack(events);
  if (packed && packed.length > mostItemBytes + (events.length - 1) * leastEventBytes) {
    const oversized = new Set(events.filter((event) => (pack([event])?.length ?? 0) > mostItemBytes));
    for (const [n, event] of events.entries()) {
      const index = places[n] as number;
      if (oversized.has(event))
        refuse(items[index], index, [{ field: '', reason: `is larger than ${mostItemBytes} bytes` }]);
    }
    events = events.filter((event) => !oversized.has(event));
    if (oversized.size > 0) packed = pack(events);
  }
  return {
    collected: {
      workspaceId: holder.workspaceId,
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

/** Whether a parsed value is nested deeper than so many levels. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const key in value) {
    const inner = (value as Bag)[key];
    if (typeof inner === 'object' && inner !== null && isDeeper(inner, levels - 1)) return true;
  }
  return false;
}
