import { type Identity, normaliseIdentity } from '../identity/index.ts';
import { readDimensions } from './dimensions.ts';
import type { AcceptedEvent, EventType } from './event.ts';
import { eventTime } from './event-time.ts';
import { familyOf } from './vocabulary.ts';

/** What is wrong with an item, by field, for the person who sent it. */
export interface ItemProblem {
  field: string;
  reason: string;
}

/** What the collector knows of an item besides the item. */
export interface Reception {
  receivedAt: number;
  /** The batch's own `sentAt`, for items that bring none. */
  sentAt?: unknown;
  /** Came by a server key: its identities are verified. */
  verified: boolean;
  /** Counts everywhere, fires nothing. */
  history: boolean;
  sourceId: number | null;
  defaultChannel: string | null;
  ip: string | null;
  /** Used when the item has no `messageId`; unique by itself. */
  fallbackId: string;
  /** The call the address named (`/v1/track`), when the item does not say. */
  type?: EventType;
}

export type ReadItem = { ok: true; event: AcceptedEvent } | { ok: false; problems: ItemProblem[] };

const types = new Set<string>(['track', 'identify', 'page', 'screen', 'group', 'alias']);
const nameOf: Record<Exclude<EventType, 'track'>, string> = {
  identify: 'Profile Updated',
  page: 'Page Viewed',
  screen: 'Screen Viewed',
  group: 'Group Joined',
  alias: 'Alias Made',
};
const keptContext = [
  'page',
  'campaign',
  'device',
  'locale',
  'timezone',
  'userAgent',
  'library',
  'app',
  'os',
] as const;

type Bag = Record<string, unknown>;
const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const bag = (value: unknown): Bag => (isBag(value) ? value : {});

/**
 * Reads one item of the Segment HTTP spec (track, identify, page, screen, group, alias) into an event,
 * or says by field what is wrong with it.
 */
export function readSegmentItem(item: unknown, reception: Reception): ReadItem {
  if (!isBag(item)) return { ok: false, problems: [{ field: '', reason: 'is not an object' }] };
  const problems: ItemProblem[] = [];
  const type = (item.type ?? reception.type) as EventType;
  if (!types.has(type))
    problems.push({ field: 'type', reason: 'is not track, identify, page, screen, group or alias' });
  for (const field of ['properties', 'traits', 'context'] as const) {
    if (item[field] !== undefined && item[field] !== null && !isBag(item[field])) {
      problems.push({ field, reason: 'is not an object' });
    }
  }
  const name = type === 'track' ? item.event : nameOf[type];
  if (type === 'track' && (typeof name !== 'string' || name.trim() === '' || name.length > 200)) {
    problems.push({ field: 'event', reason: 'is not a name of 1 to 200 characters' });
  }
  const messageId = item.messageId ?? reception.fallbackId;
  if (typeof messageId !== 'string' || messageId === '' || messageId.length > 256) {
    problems.push({ field: 'messageId', reason: 'is not text of 1 to 256 characters' });
  }
  const occurredAt = eventTime(item, reception.sentAt, reception.receivedAt);
  if (occurredAt === undefined) problems.push({ field: 'timestamp', reason: 'is not an ISO 8601 time' });
  const identities = readIdentities(item, type, reception.verified, problems);
  if (problems.length > 0 || occurredAt === undefined) return { ok: false, problems };

  const context = bag(item.context);
  const carriesTraits = type === 'identify' || type === 'group';
  const properties: Bag = { ...bag(carriesTraits ? item.traits : item.properties) };
  if (type === 'page' || type === 'screen') properties.name ??= item.name ?? undefined;
  if (type === 'group') properties.groupId = item.groupId;
  if (type === 'alias') properties.previousId = item.previousId;
  const eventName = (name as string).trim();
  return {
    ok: true,
    event: {
      messageId: messageId as string,
      type,
      name: eventName,
      family: familyOf(eventName),
      occurredAt,
      receivedAt: reception.receivedAt,
      history: reception.history,
      identities,
      properties,
      context: readContext(context, reception.ip),
      sourceId: reception.sourceId,
      ...readDimensions(properties, bag(context.campaign), reception.defaultChannel),
    },
  };
}

function readContext(context: Bag, ip: string | null): Bag {
  const kept: Bag = {};
  for (const key of keptContext)
    if (context[key] !== undefined && context[key] !== null) kept[key] = context[key];
  // whoever rehearses says so, and what comes of it is labelled
  if (context.simulated === true) kept.simulated = true;
  const from = context.ip ?? ip;
  if (typeof from === 'string') kept.ip = from;
  return kept;
}

/** Every identity an item carries. A wrong userId or anonymousId spoils the item; wrong traits are only not identities. */
function readIdentities(item: Bag, type: EventType, verified: boolean, problems: ItemProblem[]): Identity[] {
  const found = new Map<string, Identity>();
  const add = (namespace: string, raw: unknown, field?: string) => {
    if (raw === undefined || raw === null || raw === '') return;
    const normal = normaliseIdentity(namespace, raw);
    if (normal.ok) found.set(`${namespace} ${normal.value}`, { namespace, value: normal.value, verified });
    else if (field) problems.push({ field, reason: normal.reason });
  };
  add('user', item.userId, 'userId');
  add('anonymous', item.anonymousId, 'anonymousId');
  const context = bag(item.context);
  const device = bag(context.device).id;
  if (device !== item.anonymousId) add('device', device);
  if (Array.isArray(context.externalIds)) {
    for (const external of context.externalIds.slice(0, 20)) {
      if (isBag(external) && typeof external.type === 'string')
        add(external.type, external.id, 'context.externalIds');
    }
  }
  if (type === 'identify') {
    const traits = bag(item.traits);
    add('phone', traits.phone);
    add('email', traits.email);
    add('member', traits.memberNo);
  }
  if (type === 'alias') {
    // an old id of the shape our SDKs give to visitors is a visitor, any other is a user of the brand
    const visitor =
      item.previousId === item.anonymousId ||
      (typeof item.previousId === 'string' &&
        /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(item.previousId));
    add(visitor ? 'anonymous' : 'user', item.previousId, 'previousId');
  }
  if (found.size === 0 && problems.length === 0) {
    problems.push({ field: 'userId', reason: 'or anonymousId is required' });
  }
  return [...found.values()];
}
