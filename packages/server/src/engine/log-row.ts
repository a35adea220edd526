import type { EventType, LoggedEvent } from '@yutang/core/events';
import type { Identity } from '@yutang/core/identity';
import type { EventRow } from '../platform/event-store/event-store.ts';

/** Columns of `log` after `workspace_id`, in the order in which `logLine` writes them. */
export const logColumns = [
  'seq',
  'source',
  'customer',
  'name',
  'family',
  'occurred_at',
  'known_at',
  'received_at',
  'history',
  'amount_minor',
  'cost_minor',
  'channel',
  'play',
  'campaign',
  'code',
  'ticket',
  'content',
  'staff',
  'outlet',
  'order_id',
  'message_id',
  'origin',
  'props',
  'meta',
] as const satisfies readonly (keyof EventRow)[];

/** What an event carries besides columns and properties. */
interface EventMeta {
  type: EventType;
  identities: [namespace: string, value: string, verified: boolean][];
  context: Record<string, unknown>;
}

/** JSON text of an event's identities, call and context, as the log and the event store keep it. */
export function metaOf(event: LoggedEvent): string {
  const meta: EventMeta = {
    type: event.type,
    identities: event.identities.map((identity) => [identity.namespace, identity.value, identity.verified]),
    context: event.context,
  };
  return JSON.stringify(meta);
}

/** A row of the log or the event store → the event it was. */
export function eventOfRow(row: EventRow): LoggedEvent {
  // an erased event has nothing left of these
  const meta: EventMeta = { type: 'track', identities: [], context: {}, ...JSON.parse(row.meta) };
  const identities: Identity[] = meta.identities.map(([namespace, value, verified]) => ({
    namespace,
    value,
    verified,
  }));
  return {
    seq: row.seq,
    source: row.source,
    customer: row.customer,
    messageId: row.message_id,
    type: meta.type,
    name: row.name,
    family: row.family as LoggedEvent['family'],
    occurredAt: row.occurred_at,
    knownAt: row.known_at,
    receivedAt: row.received_at,
    history: row.history,
    identities,
    properties: JSON.parse(row.props) as Record<string, unknown>,
    context: meta.context,
    sourceId: row.origin,
    amountMinor: row.amount_minor,
    costMinor: row.cost_minor,
    channel: row.channel,
    play: row.play,
    campaign: row.campaign,
    code: row.code,
    ticket: row.ticket,
    content: row.content,
    staff: row.staff,
    outlet: row.outlet,
    orderId: row.order_id,
  };
}
