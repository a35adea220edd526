import { brandPlays, type SimulatedEvent } from '@yutang/core/simulation';
import type { SpendLine } from '@yutang/core/spend';
import { day, localDate } from '@yutang/core/time';
import { writePlay } from '../../features/plays/index.ts';
import { writeLines } from '../../features/spend/index.ts';
import type { Db } from '../../platform/postgres/db.ts';
import type { DemoWorkspace } from './demo-workspace.ts';

/** What the simulated advertisements cost, as their platforms would bill it: by local day, channel and campaign. */
export interface SpendTally {
  add(event: SimulatedEvent): void;
  lines(): SpendLine[];
}

/** Views that one click of a feed takes, about. */
const viewsPerClick = 41;

export function createSpendTally(zone: string): SpendTally {
  const lines = new Map<string, SpendLine>();
  const seen = new Set<string>();
  return {
    add({ event }) {
      const { costMinor, channel, campaign, play, occurredAt, messageId } = event;
      if (costMinor === null || channel === null || seen.has(messageId)) return;
      seen.add(messageId);
      const date = localDate(occurredAt, zone);
      const key = `${date} ${channel} ${campaign}`;
      const line = lines.get(key) ?? {
        day: date,
        kind: 'acquisition' as const,
        channel,
        play,
        campaign,
        outlet: null,
        amountMinor: 0,
        impressions: 0,
        clicks: 0,
      };
      line.amountMinor += costMinor;
      line.clicks = (line.clicks ?? 0) + 1;
      line.impressions = (line.clicks ?? 0) * viewsPerClick;
      lines.set(key, line);
    },
    lines: () => [...lines.values()],
  };
}

/** Describes the brand's plays and enters its spend: what clicks cost, parcel cards by the week, and a weekly message to those known. */
export async function enterDemoSpend(
  db: Db,
  demo: DemoWorkspace,
  days: number,
  tally: SpendTally,
): Promise<void> {
  const at = Date.now();
  const by = { at, label: 'demo' };
  const from = demo.endAt - days * day;
  const weekly: SpendLine[] = [];
  for (let week = from; week < demo.endAt; week += 7 * day) {
    const date = localDate(week, demo.zone);
    const none = { campaign: null, outlet: null, impressions: null, clicks: null };
    weekly.push(
      { day: date, kind: 'reach', channel: 'sms', play: null, amountMinor: 36_000, ...none },
      {
        day: date,
        kind: 'acquisition',
        channel: 'package_card',
        play: 'parcel-card',
        amountMinor: 12_000,
        ...none,
      },
    );
  }
  await db.transaction().execute(async (tx) => {
    for (const play of brandPlays) {
      const startsOn = localDate(from, demo.zone);
      const told = { ...play, startsOn, endsOn: null, status: 'running' as const, archivedAt: null };
      await writePlay(tx, demo.workspaceId, told, by);
    }
    await writeLines(tx, demo.workspaceId, [...tally.lines(), ...weekly], by);
  });
}
