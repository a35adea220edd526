import type { Db } from '../../platform/postgres/db.ts';
import { addVolumes, type Volume } from './source-store.ts';

const dayMs = 86_400_000;

export interface VolumeCounter {
  count(workspaceId: number, sourceId: number, at: number, accepted: number, refused: number): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Counts volumes in memory and writes them once a second: figures for people, not for decisions. */
export function createVolumeCounter(db: Db): VolumeCounter {
  let volumes = new Map<string, Volume>();
  async function flush(): Promise<void> {
    if (volumes.size === 0) return;
    const counted = volumes;
    volumes = new Map();
    try {
      await addVolumes(db, [...counted.values()]);
    } catch {
      // the database is away: keep the counts for the next second
      for (const volume of counted.values()) add(volume);
    }
  }
  function add(volume: Volume): void {
    const key = `${volume.workspaceId} ${volume.sourceId} ${volume.day}`;
    const known = volumes.get(key);
    if (!known) volumes.set(key, { ...volume });
    else {
      known.accepted += volume.accepted;
      known.refused += volume.refused;
      known.lastAt = Math.max(known.lastAt, volume.lastAt);
    }
  }
  const timer = setInterval(() => void flush(), 1000);
  timer.unref();
  return {
    count: (workspaceId, sourceId, at, accepted, refused) =>
      add({ workspaceId, sourceId, day: Math.floor(at / dayMs), accepted, refused, lastAt: at }),
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
