import type { Identity } from '../identity/index.ts';

/** consumption: money · behaviour: what people do · relation: who is connected to whom · system: what we did */
export type EventFamily = 'consumption' | 'behaviour' | 'relation' | 'system';

/** The Segment call an event came in by. */
export type EventType = 'track' | 'identify' | 'page' | 'screen' | 'group' | 'alias';

/** The columns every question may filter and group by; null when the event does not say. */
export interface EventDimensions {
  /** Integer minor units (fen) of the workspace's currency. */
  amountMinor: number | null;
  /** Integer minor units paid for this contact (an ad click, a message). */
  costMinor: number | null;
  channel: string | null;
  play: string | null;
  campaign: string | null;
  code: string | null;
  ticket: string | null;
  content: string | null;
  /** Staff member and outlet that were right at that moment; no transfer ever rewrites them. */
  staff: string | null;
  outlet: string | null;
  orderId: string | null;
}

/**
 * An event as accepted: validated, normalised, not yet ordered or resolved.
 * Times are epoch milliseconds. `occurredAt ≤ receivedAt` always.
 */
export interface AcceptedEvent extends EventDimensions {
  /** Idempotency: one `messageId` counts once. */
  messageId: string;
  type: EventType;
  name: string;
  family: EventFamily;
  occurredAt: number;
  receivedAt: number;
  /** Brought by an import, first synchronisation or replay: counts everywhere, fires nothing. */
  history: boolean;
  identities: Identity[];
  /** Properties of a track/page/screen, traits of an identify/group. */
  properties: Record<string, unknown>;
  /** What is left of the Segment `context` that anybody may ask for: page, campaign, device, locale, ip, userAgent. */
  context: Record<string, unknown>;
  /** Which source (write key, import, connector) delivered it. */
  sourceId: number | null;
}

/** An event with its place in the log: `seq` is dense and equals commit order; `customer` as resolved then. */
export interface LoggedEvent extends AcceptedEvent {
  seq: number;
  /** When the engine took it to be known; never decreasing in `seq`. */
  knownAt: number;
  /** Home number of its strongest identity; 0 when it has none. Never changes. */
  source: number;
  /** The customer `source` belonged to when the event was taken in; `moves` tell of later merges. 0 = nobody. */
  customer: number;
}
