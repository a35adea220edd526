import type { AcceptedEvent, LoggedEvent } from '@yutang/core/events';
import type { SystemEventDraft } from '../platform/feature.ts';

export interface Cursor {
  lastSeq: number;
  /** τ of the last tick, epoch ms. */
  lastNow: number;
}

/**
 * Gives a tick's events their place in the log: dense `seq`, and `knownAt = min(τ, max(receivedAt, τ₋₁ + 1))`,
 * never decreasing. The last tick's drafts come first, known at τ₋₁ + 1.
 */
export function numberEvents(
  drafts: readonly SystemEventDraft[],
  events: readonly AcceptedEvent[],
  cursor: Cursor,
  now: number,
): LoggedEvent[] {
  let seq = cursor.lastSeq;
  let known = Math.min(now, cursor.lastNow + 1);
  const logged = drafts.map((draft) => systemEvent(draft, ++seq, known));
  for (const event of events) {
    known = Math.max(known, Math.min(now, event.receivedAt));
    const numbered = event as LoggedEvent;
    numbered.seq = ++seq;
    numbered.knownAt = known;
    numbered.source = 0;
    numbered.customer = 0;
    logged.push(numbered);
  }
  return logged;
}

function systemEvent(draft: SystemEventDraft, seq: number, knownAt: number): LoggedEvent {
  return {
    messageId: `system:${seq}`,
    type: 'track',
    name: draft.name,
    family: 'system',
    occurredAt: draft.occurredAt,
    receivedAt: knownAt,
    knownAt,
    seq,
    history: draft.history ?? false,
    identities: [],
    properties: draft.properties,
    context: {},
    sourceId: null,
    source: draft.source,
    customer: draft.customer,
    amountMinor: null,
    costMinor: draft.costMinor ?? null,
    channel: draft.channel ?? null,
    play: null,
    campaign: draft.campaign ?? null,
    code: null,
    ticket: null,
    content: null,
    staff: draft.staff ?? null,
    outlet: draft.outlet ?? null,
    orderId: null,
  };
}
