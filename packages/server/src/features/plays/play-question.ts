import type { Play, PlayFigures } from '@yutang/contracts/plays';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { readActivity as readChannelActivity } from '../channels/index.ts';
import { askPlayFlow } from '../pond/index.ts';
import { askCreditOf, sumSpend } from '../spend/index.ts';
import { type PlayRow, readActivity, readPlays } from './play-store.ts';

const order = ['running', 'draft', 'paused', 'finished'];

/** Every play with what it has so far: described ones, and codes that appeared in events by themselves. */
export async function askPlays(db: Db, workspaceId: number, code?: string): Promise<Play[]> {
  const described = new Map((await readPlays(db, workspaceId, code)).map((play) => [play.code, play]));
  const activity = new Map((await readActivity(db, workspaceId, code)).map((row) => [row.play, row]));
  const spent = new Map<string, number>();
  const only = code === undefined ? {} : { play: code };
  for (const row of await sumSpend(db, workspaceId, 'play', only))
    spent.set(row.by, (spent.get(row.by) ?? 0) + row.amountMinor);
  const codes = new Set([...described.keys(), ...activity.keys(), ...spent.keys()]);
  const plays = [...codes].map((each): Play => {
    const seen = activity.get(each);
    const known = described.get(each);
    return {
      ...(known ?? bare(each)),
      described: known !== undefined,
      people: seen?.people ?? 0,
      events: seen?.events ?? 0,
      firstAt: seen?.firstAt ?? null,
      lastAt: seen?.lastAt ?? null,
      spendMinor: spent.get(each) ?? 0,
    };
  });
  return plays.sort(
    (a, b) =>
      order.indexOf(a.status) - order.indexOf(b.status) || b.people - a.people || (a.code < b.code ? -1 : 1),
  );
}

function bare(code: string): PlayRow {
  return {
    code,
    name: code,
    goal: null,
    owner: null,
    startsOn: null,
    endsOn: null,
    budgetMinor: null,
    hypothesis: null,
    status: 'running',
    archivedAt: null,
  };
}

/** What a play brought from its first event until `until` (epoch ms), and what each of it cost. */
export async function askFigures(
  { db, events }: { db: Db; events: EventStore },
  workspaceId: number,
  { code, people, firstAt }: Play,
  until: number,
): Promise<PlayFigures> {
  const flow = await askPlayFlow(db, workspaceId, code);
  const spellings = (await readChannelActivity(db, workspaceId)).map((row) => row.spelling);
  const period = { workspaceId, spellings, from: firstAt ?? until - 1, to: until };
  const credit = await askCreditOf(events, period, { play: code });
  const sums = await sumSpend(db, workspaceId, 'play', { play: code });
  const sum = (of: (row: (typeof sums)[number]) => number) => sums.reduce((all, row) => all + of(row), 0);
  const spent = sum((row) => row.amountMinor);
  const per = (count: number) => (spent > 0 && count > 0 ? spent / count : null);
  return {
    ...flow,
    ...credit,
    acquisitionMinor: sum((row) => (row.kind === 'acquisition' ? row.amountMinor : 0)),
    reachMinor: sum((row) => (row.kind === 'reach' ? row.amountMinor : 0)),
    impressions: sum((row) => row.impressions),
    clicks: sum((row) => row.clicks),
    perPersonMinor: per(people),
    perEntryMinor: per(flow.entered),
    perOrderMinor: per(credit.orders),
  };
}
