import type { AcceptedEvent } from '@yutang/core/events';

let made = 0;

/** An event as the collector would accept it; say only what the test is about. */
export function acceptedEvent(given: Partial<AcceptedEvent> = {}): AcceptedEvent {
  const receivedAt = given.receivedAt ?? Date.now();
  return {
    messageId: `test-${process.pid}-${++made}-${Math.random().toString(36).slice(2)}`,
    type: 'track',
    name: 'Product Viewed',
    family: 'behaviour',
    occurredAt: receivedAt,
    receivedAt,
    history: false,
    identities: [],
    properties: {},
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
    staff: null,
    outlet: null,
    orderId: null,
    ...given,
  };
}
