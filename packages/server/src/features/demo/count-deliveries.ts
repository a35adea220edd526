import type { AcceptedEvent } from '@yutang/core/events';
import type { Db } from '../../platform/postgres/db.ts';
import { addVolume, addVolumes, type Volumes, volumeOf } from '../ingestion/index.ts';

/**
 * Counts simulated deliveries as the collector counts real ones: they go straight into the inbox, and the page of
 * sources would otherwise say that nobody ever sent anything.
 */
export async function countDeliveries(
  db: Db,
  workspaceId: number,
  events: readonly AcceptedEvent[],
): Promise<void> {
  const volumes: Volumes = new Map();
  for (const { sourceId, receivedAt: at, history } of events) {
    if (sourceId === null) continue;
    addVolume(volumes, volumeOf({ workspaceId, sourceId, at, accepted: 1, refused: 0, history }));
  }
  if (volumes.size > 0) await addVolumes(db, [...volumes.values()]);
}
