/** Instants a client sends with an event, as it wrote them. */
export interface ClientTimes {
  timestamp?: unknown;
  originalTimestamp?: unknown;
  sentAt?: unknown;
}

const firstInstant = Date.UTC(1990, 0);
const endOfInstants = Date.UTC(2100, 0);

/** ISO text or epoch ms → epoch ms; undefined when it is neither or lies outside 1990–2099. */
export function parseInstant(value: unknown): number | undefined {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return at >= firstInstant && at < endOfInstants ? Math.trunc(at) : undefined;
}

/**
 * When it happened, by our clock. With `sentAt` the client's clock is corrected:
 * receivedAt − (sentAt − originalTimestamp). Never after receipt. Undefined when a time is there but unreadable,
 * or when the correction leads before 1990.
 */
export function eventTime(times: ClientTimes, batchSentAt: unknown, receivedAt: number): number | undefined {
  const said = times.originalTimestamp ?? times.timestamp;
  if (said === undefined || said === null) return receivedAt;
  const happened = parseInstant(said);
  if (happened === undefined) return undefined;
  const sent = parseInstant(times.sentAt ?? batchSentAt);
  const at = Math.min(receivedAt, sent === undefined ? happened : receivedAt - (sent - happened));
  return at >= firstInstant ? at : undefined;
}
