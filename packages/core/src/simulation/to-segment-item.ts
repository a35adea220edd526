import { brandSources } from './brand.ts';
import type { SimulatedEvent } from './world.ts';

const callOf = {
  track: 'event',
  page: 'name',
  screen: 'name',
  identify: null,
  group: null,
  alias: null,
} as const;

/**
 * The event as an SDK of its source would send it to `/v1/batch` (one element of `batch`). Read back by
 * `readSegmentItem` with a key of the source's kind it is the same event.
 */
export function toSegmentItem({ event }: SimulatedEvent): Record<string, unknown> {
  const externalIds: { type: string; id: string }[] = [];
  const item: Record<string, unknown> = { type: event.type, messageId: event.messageId };
  const context: Record<string, unknown> = { ...event.context };
  for (const { namespace, value } of event.identities) {
    if (namespace === 'user') item.userId = value;
    else if (namespace === 'anonymous') item.anonymousId = value;
    else externalIds.push({ type: namespace, id: value });
  }
  if (externalIds.length > 0) context.externalIds = externalIds;
  if (callOf[event.type] === 'event') item.event = event.name;
  else if (callOf[event.type] === 'name') item.name = event.properties.name;
  item[event.type === 'identify' || event.type === 'group' ? 'traits' : 'properties'] = event.properties;
  item.context = context;
  item.timestamp = new Date(event.occurredAt).toISOString();
  return item;
}

/** Events cut as their sources send them: by source, at most `size` a batch, in order of receipt. */
export function* toBatches(
  events: Iterable<SimulatedEvent>,
  size = 100,
): Generator<{ source: SimulatedEvent['source']; batch: Record<string, unknown>[] }> {
  const open = new Map<SimulatedEvent['source'], Record<string, unknown>[]>();
  for (const source of Object.keys(brandSources) as SimulatedEvent['source'][]) open.set(source, []);
  for (const item of events) {
    const batch = open.get(item.source);
    if (!batch) continue;
    batch.push(toSegmentItem(item));
    if (batch.length < size) continue;
    yield { source: item.source, batch };
    open.set(item.source, []);
  }
  for (const [source, batch] of open) if (batch.length > 0) yield { source, batch };
}
