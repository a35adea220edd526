import type { AcceptedEvent } from '@yutang/core/events';
import { day } from '@yutang/core/time';
import type { Db } from '../../platform/postgres/db.ts';
import { addVolumes, type Volume } from '../ingestion/index.ts';

/**
 * Counts simulated deliveries as the collector counts real ones: they go straight into the inbox, and the page of
 * sources would otherwise say that nobody ever sent anything.
 */
export async function countDeliveries(
  db: Db,
  workspaceId: number,
  events: readonly AcceptedEvent[],
): Promise<void> {
  const volumes = new Map<string, Volume>();
  for (const { sourceId, receivedAt } of events) {
    if (sourceId === null) continue;
    const key = `${sourceId} ${Math.floor(receivedAt / day)}`;
    const known = volumes.get(key) ?? {
      workspaceId,
      sourceId,
      day: Math.floor(receivedAt / day),
      accepted: 0,
      refused: 0,
      lastAt: 0,
    };
    known.accepted++;
    known.lastAt = Math.max(known.lastAt, receivedAt);
    volumes.set(key, known);
  }
  if (volumes.size > 0) await addVolumes(db, [...volumes.values()]);
}
