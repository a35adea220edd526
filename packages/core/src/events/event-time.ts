/** Instants a client sends with an event, as it wrote them. */
export interface ClientTimes {
  timestamp?: unknown;
  originalTimestamp?: unknown;
  sentAt?: unknown;
}

/** ISO text or epoch ms → epoch ms; undefined when it is neither or lies before 1990. */
export function parseInstant(value: unknown): number | undefined {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) && at >= 631_152_000_000 && at < 4_102_444_800_000 ? Math.trunc(at) : undefined;
}

/**
 * When it happened, by our clock. With `sentAt` the client's clock is corrected:
 * receivedAt − (sentAt − originalTimestamp). Never after receipt. Undefined when a time is there but unreadable.
 */
export function eventTime(times: ClientTimes, batchSentAt: unknown, receivedAt: number): number | undefined {
  const said = times.originalTimestamp ?? times.timestamp;
  if (said === undefined || said === null) return receivedAt;
  const happened = parseInstant(said);
  if (happened === undefined) return undefined;
  const sent = parseInstant(times.sentAt ?? batchSentAt);
  return Math.min(receivedAt, sent === undefined ? happened : receivedAt - (sent - happened));
}
