/** What a source delivered on one day (a UTC day number); instants are epoch ms of the workspace's clock. */
export interface Volume {
  workspaceId: number;
  sourceId: number;
  day: number;
  accepted: number;
  refused: number;
  lastAt: number;
  /** First and last delivery that was no history, and the longest silence between them, ms; null: there was none. */
  live: { from: number; to: number; gap: number } | null;
}

/** Days by workspace and source, while they are counted. */
export type Volumes = Map<string, Volume>;

const dayMs = 86_400_000;

/** One delivery as a day's volume. */
export function volumeOf(delivery: {
  workspaceId: number;
  sourceId: number;
  at: number;
  accepted: number;
  refused: number;
  history: boolean;
}): Volume {
  const { at, history, ...counted } = delivery;
  const live = history ? null : { from: at, to: at, gap: 0 };
  return { ...counted, day: Math.floor(at / dayMs), lastAt: at, live };
}

/** Adds a volume to what was counted of its day. */
export function addVolume(volumes: Volumes, volume: Volume): void {
  const key = `${volume.workspaceId} ${volume.sourceId} ${volume.day}`;
  const known = volumes.get(key);
  if (!known) {
    volumes.set(key, { ...volume });
    return;
  }
  known.accepted += volume.accepted;
  known.refused += volume.refused;
  known.lastAt = Math.max(known.lastAt, volume.lastAt);
  known.live = joined(known.live, volume.live);
}

function joined(one: Volume['live'], other: Volume['live']): Volume['live'] {
  if (!one || !other) return one ?? other;
  const [early, late] = one.from <= other.from ? [one, other] : [other, one];
  return {
    from: early.from,
    to: Math.max(early.to, late.to),
    gap: Math.max(early.gap, late.gap, late.from - early.to),
  };
}
