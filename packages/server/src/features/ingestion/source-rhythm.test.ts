import { day, hour, minute } from '@yutang/core/time';
import { describe, expect, it } from 'vitest';
import { type Rhythm, silenceLimit, staleSince } from './source-rhythm.ts';
import { addVolume, type Volumes, volumeOf } from './volume.ts';

const rhythm = (given: Partial<Rhythm> = {}): Rhythm => ({
  staleRule: 'learned',
  staleAfterMs: null,
  days: 5,
  longestGapMs: 4 * hour,
  liveAt: 100 * day,
  ...given,
});

describe('the rhythm of a source', () => {
  it('[DAT-02] allows three times its longest silence, never less than an hour or more than a week', () => {
    expect(silenceLimit(rhythm())).toBe(12 * hour);
    expect(silenceLimit(rhythm({ longestGapMs: minute }))).toBe(hour);
    expect(silenceLimit(rhythm({ longestGapMs: 6 * day }))).toBe(7 * day);
  });

  it('[DAT-02] is not known before three days with traffic, and gives way to what people say', () => {
    expect(silenceLimit(rhythm({ days: 2 }))).toBeNull();
    expect(silenceLimit(rhythm({ days: 0, staleRule: 'hand', staleAfterMs: 2 * hour }))).toBe(2 * hour);
    expect(silenceLimit(rhythm({ staleRule: 'never' }))).toBeNull();
  });

  it('[DAT-02] is broken one millisecond after its limit', () => {
    const limit = 100 * day + 12 * hour;
    expect(staleSince(rhythm(), limit)).toBeNull();
    expect(staleSince(rhythm(), limit + 1)).toBe(limit);
    expect(staleSince(rhythm({ liveAt: null }), limit + 1)).toBeNull();
  });
});

describe('volumes', () => {
  const of = (at: number, history = false) =>
    volumeOf({ workspaceId: 1, sourceId: 1, at, accepted: 2, refused: 1, history });

  it('[DAT-02] know the longest silence between deliveries of a day, whatever the order they are added in', () => {
    for (const order of [
      [0, 10, 12, 40],
      [40, 0, 12, 10],
      [12, 40, 10, 0],
    ]) {
      const volumes: Volumes = new Map();
      for (const at of order) addVolume(volumes, of(day + at));
      const [volume] = volumes.values();
      expect(volume).toMatchObject({ accepted: 8, refused: 4, lastAt: day + 40 });
      expect(volume?.live).toMatchObject({ from: day, to: day + 40 });
    }
    const volumes: Volumes = new Map();
    for (const at of [0, 10, 12, 40]) addVolume(volumes, of(day + at));
    expect([...volumes.values()][0]?.live?.gap).toBe(28);
  });

  it('[DAT-02] take history for traffic, but not for a sign of life', () => {
    const volumes: Volumes = new Map();
    addVolume(volumes, of(day, true));
    expect([...volumes.values()][0]).toMatchObject({ accepted: 2, lastAt: day, live: null });
    addVolume(volumes, of(day + 5));
    expect([...volumes.values()][0]?.live).toEqual({ from: day + 5, to: day + 5, gap: 0 });
  });
});
