import { channelName } from '@yutang/core/channels';
import type { Tick } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { type ActivityRow, addActivity } from './channel-store.ts';

/** Counts events by the channel they name; a name nobody described appears in the list by itself. */
export async function foldChannels(tx: Tx, tick: Tick): Promise<void> {
  const seen = new Map<string, ActivityRow>();
  for (const { channel: spelling, family, occurredAt } of tick.events) {
    if (spelling === null || family === 'system') continue;
    const row = seen.get(spelling);
    if (row) {
      row.events++;
      row.firstSeenAt = Math.min(row.firstSeenAt, occurredAt);
      row.lastSeenAt = Math.max(row.lastSeenAt, occurredAt);
      continue;
    }
    const name = channelName(spelling);
    // a blank is no channel
    if (name === '') continue;
    seen.set(spelling, { spelling, name, events: 1, firstSeenAt: occurredAt, lastSeenAt: occurredAt });
  }
  const rows = [...seen.values()].sort((a, b) => (a.spelling < b.spelling ? -1 : 1));
  await addActivity(tx, tick.workspaceId, rows);
}
