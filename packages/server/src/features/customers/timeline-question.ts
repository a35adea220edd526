import type { TimelineEvent, TimelineQuery } from '@yutang/contracts/customers';
import { maskProperties } from '@yutang/core/customers';
import type { EventRow, EventStore, QuestionParams } from '../../platform/event-store/event-store.ts';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';

/** What of a person's events is asked for; `homes` may not be empty. */
export interface TimelineInput {
  workspaceId: number;
  homes: readonly number[];
  query: TimelineQuery;
  masked: boolean;
}

const columns = `seq, source, name, family, occurred_at, known_at, history, amount_minor, cost_minor, channel, play, campaign,
  code, content, staff, outlet, order_id, props, case when meta like :simulated then 1 else 0 end as simulated`;

/** One page of a person's events, newest first, of every home; `upTo`: the log position the answer stands at. */
export async function askTimeline(
  events: EventStore,
  { workspaceId, homes, query, masked }: TimelineInput,
): Promise<{ upTo: number; items: TimelineEvent[]; nextCursor: string | null }> {
  const limit = query.limit ?? 50;
  const where = ['source in (:homes)'];
  const params: QuestionParams = {
    homes: query.home === undefined ? homes : homes.filter((home) => home === query.home),
    simulated: '%"simulated":true%',
  };
  const filter = (condition: string, name: string, value: string | number | undefined) => {
    if (value === undefined) return;
    where.push(condition);
    params[name] = value;
  };
  filter('family = :family', 'family', query.family);
  filter('name = :name', 'name', query.name);
  filter('staff = :staff', 'staff', query.staff);
  filter('channel = :channel', 'channel', query.channel);
  filter('play = :play', 'play', query.play);
  filter('occurred_at >= :from', 'from', query.from);
  filter('occurred_at < :to', 'to', query.to);
  const after = decodeCursor(query.cursor, ['number', 'number']);
  filter('(occurred_at < :at or (occurred_at = :at and seq < :seq))', 'at', after?.[0]);
  if (after) params.seq = after[1];
  const upTo = await events.watermark(workspaceId);
  const rows = await events.query<EventRow & { simulated: number }>(workspaceId, {
    sql: `select ${columns} from events where ${where.join(' and ')} order by occurred_at desc, seq desc`,
    params,
    limit: limit + 1,
  });
  const page = cutPage(rows, limit, (row) => [row.occurred_at, row.seq]);
  return { upTo, items: page.items.map((row) => showEvent(row, masked)), nextCursor: page.nextCursor };
}

function showEvent(row: EventRow & { simulated: number }, masked: boolean): TimelineEvent {
  const properties = JSON.parse(row.props) as Record<string, unknown>;
  return {
    seq: row.seq,
    home: row.source,
    name: row.name,
    family: row.family as TimelineEvent['family'],
    occurredAt: row.occurred_at,
    knownAt: row.known_at,
    history: Boolean(row.history),
    simulated: row.simulated === 1,
    amountMinor: row.amount_minor,
    costMinor: row.cost_minor,
    channel: row.channel,
    play: row.play,
    campaign: row.campaign,
    code: row.code,
    content: row.content,
    staff: row.staff,
    outlet: row.outlet,
    orderId: row.order_id,
    properties: masked ? maskProperties(properties) : properties,
  };
}
