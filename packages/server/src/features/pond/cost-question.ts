import type { Costs } from '@yutang/contracts/pond';
import { type DomainClass, domainRank } from '@yutang/core/channels';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import { type ChannelGroups, channelGroupings } from './channel-groups.ts';
import { forBoth, type ReportInput } from './conversion-question.ts';

interface Reach {
  g: string;
  reaches: number;
  people: number;
  cost: number;
  first_cost: number;
}

type Figures = Omit<Costs['byDomainClass'][number], 'domainClass'>;

/**
 * What reaching people costs, by channel and class (ACQ-04). A reach is an event with a cost, 0 included; a repeat reach is
 * any but a person's first there in the period. Reaches of nobody known count each as a person of its own.
 */
export async function askCosts(
  events: EventStore,
  input: ReportInput & { currency: string },
): Promise<Costs> {
  const { workspaceId, book, currency, spellings } = input;
  const upTo = await events.watermark(workspaceId);
  if (spellings.length === 0) return { upTo, currency, byDomainClass: [], byChannel: [] };
  const groupings = channelGroupings(spellings, book);
  const byClass = await figures(events, input, groupings.byDomainClass);
  const byChannel = await figures(events, input, groupings.byChannel);
  return {
    upTo,
    currency,
    byDomainClass: [...byClass]
      .map(([key, row]) => ({ domainClass: key as DomainClass, ...row }))
      .sort((a, b) => domainRank(a.domainClass) - domainRank(b.domainClass)),
    byChannel: [...byChannel]
      .map(([channel, row]) => ({ channel, domainClass: book.classOf(channel), ...row }))
      .sort((a, b) => b.costMinor - a.costMinor || (a.channel < b.channel ? -1 : 1)),
  };
}

async function figures(
  events: EventStore,
  { workspaceId, spellings, from, to }: ReportInput,
  groups: ChannelGroups,
): Promise<Map<string, Figures>> {
  const params = { ...groups.params, all: spellings, from, to };
  const reached = `cost_minor is not null and channel in (:all) and occurred_at >= :from and occurred_at < :to`;
  // one row a person and group; events of nobody (customer 0) are told apart by their seq
  const reaches = await events.query<Reach>(workspaceId, {
    sql: forBoth(
      ({
        engine,
      }) => `select g, sum(n) as reaches, count(*) as people, sum(c) as cost, sum(f) as first_cost from
        (select g, person, count(*) as n, sum(cost_minor) as c,
          ${engine === 'duckdb' ? 'arg_min' : 'argMin'}(cost_minor, occurred_at) as f from
          (select ${groups.expression} as g, case when customer > 0 then customer else -seq end as person, cost_minor, occurred_at
            from events where ${reached})
          group by g, person)
        group by g order by g`,
    ),
    params,
  });
  const conversions = await events.query<{ g: string; orders: number }>(workspaceId, {
    sql: forBoth(
      (dialect) => `select g, ${dialect.distinct('order_id')} as orders from
        (select customer, order_id, occurred_at as ordered_at from events
          where customer > 0 and order_id is not null and name in ('Order Completed', 'Order Paid')
            and occurred_at >= :from and occurred_at < :to) o
        inner join
        (select customer, g, min(occurred_at) as reached_at from
          (select customer, ${groups.expression} as g, occurred_at from events where customer > 0 and ${reached})
          group by customer, g) r
        using (customer) where ordered_at >= reached_at group by g order by g`,
    ),
    params,
  });
  const orders = new Map(conversions.map((row) => [row.g, row.orders]));
  return new Map(reaches.map((row) => [row.g, figuresOf(row, orders.get(row.g) ?? 0)]));
}

function figuresOf(row: Reach, conversions: number): Figures {
  const { reaches, people, cost: costMinor } = row;
  const repeatReaches = reaches - people;
  const repeatCostMinor = costMinor - row.first_cost;
  const per = (sum: number, count: number) => (count > 0 ? sum / count : null);
  return {
    reaches,
    people,
    repeatReaches,
    conversions,
    costMinor,
    repeatCostMinor,
    perReachMinor: per(costMinor, reaches),
    perRepeatReachMinor: per(repeatCostMinor, repeatReaches),
    perConversionMinor: per(costMinor, conversions),
  };
}
