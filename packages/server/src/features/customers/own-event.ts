import { randomUUID } from 'node:crypto';
import type { AcceptedEvent, EventFamily } from '@yutang/core/events';
import { compareStrength, type Identity } from '@yutang/core/identity';

/** What a command says of a person. */
export interface OwnEvent {
  name: string;
  family: EventFamily;
  type?: 'track' | 'identify';
  properties: Record<string, unknown>;
  staff?: string | null;
}

/**
 * The event by which a command changes what is known of a person: it goes through the inbox like any other, so that the
 * folds have one way in. It names the person by the strongest identity, as a claim: it proves nothing about who is who.
 */
export function ownEvent(
  event: OwnEvent,
  identities: readonly { namespace: string; value: string }[],
  at: number,
): AcceptedEvent {
  const strongest = [...identities].sort(compareStrength)[0];
  const named: Identity[] = strongest
    ? [{ namespace: strongest.namespace, value: strongest.value, verified: false }]
    : [];
  return {
    messageId: `own-${randomUUID()}`,
    type: event.type ?? 'track',
    name: event.name,
    family: event.family,
    occurredAt: at,
    receivedAt: at,
    history: false,
    identities: named,
    properties: event.properties,
    context: {},
    sourceId: null,
    amountMinor: null,
    costMinor: null,
    channel: null,
    play: null,
    campaign: null,
    code: null,
    ticket: null,
    content: null,
    staff: event.staff ?? null,
    outlet: null,
    orderId: null,
  };
}
