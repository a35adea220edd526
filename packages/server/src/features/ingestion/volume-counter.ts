import type { Db } from '../../platform/postgres/db.ts';
import { addVolumes } from './source-store.ts';
import { addVolume, type Volumes, volumeOf } from './volume.ts';

export interface VolumeCounter {
  count(delivery: Parameters<typeof volumeOf>[0]): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Counts volumes in memory and writes them once a second: figures for people, not for decisions. */
export function createVolumeCounter(db: Db): VolumeCounter {
  let volumes: Volumes = new Map();
  async function flush(): Promise<void> {
    if (volumes.size === 0) return;
    const counted = volumes;
    volumes = new Map();
    try {
      await addVolumes(db, [...counted.values()]);
    } catch {
      // the database is away: keep the counts for the next second
      for (const volume of counted.values()) addVolume(volumes, volume);
    }
  }
  const timer = setInterval(() => void flush(), 1000);
  timer.unref();
  return {
    count: (delivery) => addVolume(volumes, volumeOf(delivery)),
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
