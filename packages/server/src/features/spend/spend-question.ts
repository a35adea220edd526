import type { ScaleCurve, ScaleQuery, SpendByChannel, SpendPeriod } from '@yutang/contracts/spend';
import type { ChannelBook } from '@yutang/core/channels';
import { AppError } from '@yutang/core/errors';
import { day, localDate, localMidnight } from '@yutang/core/time';
import type { Db } from '../../platform/postgres/db.ts';
import { countPaidOrders } from '../orders/index.ts';
import { askNewPrivate, askPool } from '../pond/index.ts';
import { sumSpend } from './spend-store.ts';

export interface SpendReport<Query> {
  workspaceId: number;
  query: Query;
  book: ChannelBook;
  zone: string;
  currency: string;
  /** The workspace's clock, epoch ms. */
  now: number;
}

/** Days of a report that names none. */
const usualDays = 90;
/** Most points one curve has. */
const mostPoints = 800;

const shift = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);

/** The period asked for as local days, both included. */
function periodOf({ query, zone, now }: SpendReport<{ from?: string; to?: string }>): {
  from: string;
  to: string;
} {
  const to = query.to ?? localDate(now, zone);
  const from = query.from ?? shift(to, 1 - usualDays);
  if (from > to)
    throw new AppError('request.invalid', { field: 'query.from', reason: 'must not be after to' });
  return { from, to };
}

/** Spend and the cost of a new private customer by channel (ACQ-05); a channel without spend is said to have none entered. */
export async function askSpendByChannel(db: Db, report: SpendReport<SpendPeriod>): Promise<SpendByChannel> {
  const { workspaceId, query, book, zone, currency } = report;
  const { from, to } = periodOf(report);
  const [start, end] = [localMidnight(from, zone), localMidnight(shift(to, 1), zone)];
  const play = query.play === undefined ? {} : { play: query.play };
  const sums = await sumSpend(db, workspaceId, 'channel', { from, to, ...play });
  const arrivals = await askNewPrivate(db, workspaceId, { from: start, to: end, ...play });
  const channels = new Set<string | null>([
    ...sums.map(({ by }) => by),
    ...arrivals.map(({ channel }) => channel),
  ]);
  const total = (kind: string) =>
    sums.reduce((sum, row) => sum + (row.kind === kind ? row.amountMinor : 0), 0);
  const items = [...channels].map((channel) => {
    const own = sums.filter((row) => row.by === channel);
    const sum = (of: (row: (typeof own)[number]) => number) => own.reduce((all, row) => all + of(row), 0);
    const newPrivate = arrivals.find((row) => row.channel === channel)?.people ?? 0;
    const acquisitionMinor = sum((row) => (row.kind === 'acquisition' ? row.amountMinor : 0));
    const paid = own.some((row) => row.kind === 'acquisition');
    return {
      channel,
      domainClass: channel === null ? null : book.classOf(channel),
      trend: channel === null ? null : book.find(channel).trend,
      acquisitionMinor,
      reachMinor: sum((row) => (row.kind === 'reach' ? row.amountMinor : 0)),
      impressions: sum((row) => row.impressions),
      clicks: sum((row) => row.clicks),
      entered: own.length > 0,
      newPrivate,
      perNewPrivateMinor: paid && newPrivate > 0 ? acquisitionMinor / newPrivate : null,
    };
  });
  return {
    from,
    to,
    start,
    end,
    currency,
    acquisitionMinor: total('acquisition'),
    reachMinor: total('reach'),
    newPrivate: arrivals.reduce((sum, row) => sum + row.people, 0),
    items: items.sort(
      (a, b) =>
        b.acquisitionMinor + b.reachMinor - a.acquisitionMinor - a.reachMinor ||
        b.newPrivate - a.newPrivate ||
        ((a.channel ?? '') < (b.channel ?? '') ? -1 : 1),
    ),
  };
}

/** The pool day by day (or week, month) with the blended cost of a paid order: (acquisition + reach spend) ÷ paid orders. */
export async function askScale(db: Db, report: SpendReport<ScaleQuery>): Promise<ScaleCurve> {
  const { workspaceId, query, zone, currency } = report;
  const { from, to } = periodOf(report);
  const unit = query.unit ?? 'week';
  const labels: string[] = [];
  for (let date = from; date <= to; date = nextStart(date, unit)) labels.push(date);
  if (labels.length > mostPoints)
    throw new AppError('request.invalid', {
      field: 'query.unit',
      reason: `gives more than ${mostPoints} points`,
    });
  const instants = [...labels, shift(to, 1)].map((date) => localMidnight(date, zone));
  const pools = (await askPool(db, workspaceId, instants)).slice(1);
  const orders = await countPaidOrders(db, workspaceId, instants);
  const sums = await sumSpend(db, workspaceId, 'day', { from, to });
  const items = labels.map((label, index) => {
    const next = labels[index + 1];
    const own = sums.filter(({ by }) => by >= label && (next === undefined || by < next));
    const sum = (kind: string) =>
      own.reduce((all, row) => all + (row.kind === kind ? row.amountMinor : 0), 0);
    const spent = { acquisitionMinor: sum('acquisition'), reachMinor: sum('reach') };
    const paid = orders[index] ?? 0;
    const perOrderMinor =
      own.length > 0 && paid > 0 ? (spent.acquisitionMinor + spent.reachMinor) / paid : null;
    return { label, strictPrivate: 0, stock: 0, ...pools[index], orders: paid, ...spent, perOrderMinor };
  });
  return { currency, unit, from, to, items };
}

/** The first day of the next week (Monday) or month; the day after. */
function nextStart(date: string, unit: ScaleCurve['unit']): string {
  if (unit === 'day') return shift(date, 1);
  const at = new Date(`${date}T00:00:00Z`);
  if (unit === 'week') return shift(date, 7 - ((at.getUTCDay() + 6) % 7));
  at.setUTCMonth(at.getUTCMonth() + 1, 1);
  return at.toISOString().slice(0, 10);
}
