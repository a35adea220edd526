import type { PondFlow, PondFlowQuery } from '@yutang/contracts/pond';
import { channelName } from '@yutang/core/channels';
import { AppError } from '@yutang/core/errors';
import type { PondReason } from '@yutang/core/pond';
import { day, localDate, localMidnight } from '@yutang/core/time';
import { sql } from 'kysely';
import type { CustomerScope } from '../../platform/http/principal.ts';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { ofPeople } from '../customers/index.ts';

type Unit = PondFlow['unit'];

/** The day after, and the first day of the unit, as calendar days. */
function nextStart(date: string, unit: Unit): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (unit === 'month') at.setUTCMonth(at.getUTCMonth() + 1, 1);
  else at.setUTCDate(at.getUTCDate() + (unit === 'week' ? 7 : 1));
  return at.toISOString().slice(0, 10);
}

function startOf(date: string, unit: Unit): string {
  if (unit === 'month') return `${date.slice(0, 8)}01`;
  if (unit === 'day') return date;
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  return at.toISOString().slice(0, 10);
}

/** Most buckets one answer has. */
const mostBuckets = 800;

/** Who came into the private pond and who left, by local day, week or month, with the reasons. */
export async function askFlow(
  db: Db,
  workspaceId: number,
  input: { query: PondFlowQuery; zone: string; now: number; scope: CustomerScope },
): Promise<PondFlow> {
  const { query, zone, now } = input;
  const unit = query.unit ?? 'day';
  const to = query.to ?? now + 1;
  const from = query.from ?? localMidnight(localDate(to - 30 * day, zone), zone);
  if (from >= to) throw new AppError('request.invalid', { field: 'query.from', reason: 'must be before to' });
  const labels: string[] = [];
  for (
    let date = startOf(localDate(from, zone), unit);
    localMidnight(date, zone) < to;
    date = nextStart(date, unit)
  ) {
    labels.push(date);
    if (labels.length > mostBuckets) {
      throw new AppError('request.invalid', {
        field: 'query.unit',
        reason: `gives more than ${mostBuckets} buckets`,
      });
    }
  }
  const starts = labels.map((date) => localMidnight(date, zone));
  const { owner, outlet } = query;
  const channel = query.channel === undefined ? sql`true` : sql`channel = ${channelName(query.channel)}`;
  const play = query.play === undefined ? sql`true` : sql`play = ${query.play}`;
  const people = ofPeople(workspaceId, 'customer', { scope: input.scope, owner, outlet });
  const narrowed = sql`and ${channel} and ${play} and ${people}`;
  const { rows } = await sql<{ bucket: number; flow: number; reason: PondReason; people: number }>`
    select width_bucket(at, ${integers(starts)}::bigint[]) as bucket, flow, reason, count(*) as people
    from pond_changes where workspace_id = ${workspaceId} and flow <> 0 and at >= ${from} and at < ${to} ${narrowed}
    group by 1, 2, 3 order by 1, 2, 4 desc, 3`.execute(db);
  const { rows: earlier } = await sql<{ people: number }>`
    select coalesce(sum(flow), 0)::bigint as people from pond_changes
    where workspace_id = ${workspaceId} and flow <> 0 and at < ${from} ${narrowed}`.execute(db);
  const start = earlier[0]?.people ?? 0;
  let end = start;
  const buckets = labels.map((label, index) => {
    const own = rows.filter((row) => row.bucket === index + 1);
    const sum = (flow: number) => own.reduce((total, row) => total + (row.flow === flow ? row.people : 0), 0);
    const [entered, left] = [sum(1), sum(-1)];
    end += entered - left;
    const reasons = own.map(({ reason, flow, people }) => ({
      reason,
      direction: flow > 0 ? ('in' as const) : ('out' as const),
      people,
    }));
    return { start: starts[index] as number, label, entered, left, end, reasons };
  });
  return { from, to, zone, unit, start, buckets };
}
