import type { Conversion } from '@yutang/contracts/pond';
import { type ChannelBook, type DomainClass, domainRank } from '@yutang/core/channels';
import { sql } from 'kysely';
import { clickhouseDialect, type Dialect, duckdbDialect } from '../../platform/event-store/dialect.ts';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { type ChannelGroups, channelGroupings } from './channel-groups.ts';

export interface ReportInput {
  workspaceId: number;
  book: ChannelBook;
  /** Spellings of channels that events carried. */
  spellings: readonly string[];
  /** Epoch ms; `from ≤ occurred_at < to`. */
  from: number;
  to: number;
}

type Row = Conversion['total'];

/**
 * Public → private conversion: settlement rows that left a class ÷ unique people with an event there, in the period. The
 * total is that of public and commercial channels together.
 */
export async function askConversion(
  deps: { db: Db; events: EventStore },
  input: ReportInput,
): Promise<Conversion> {
  const { workspaceId, book, from, to } = input;
  const groupings = channelGroupings(input.spellings, book);
  const upTo = await deps.events.watermark(workspaceId);
  const byChannel = await exposed(deps.events, input, groupings.byChannel);
  const byClass = await exposed(deps.events, input, groupings.byDomainClass);
  const outer =
    input.spellings.length > 0 ? await exposedOutside(deps.events, input, groupings.byDomainClass) : 0;
  const { rows } = await sql<{ from_channel: string; to_channel: string; people: number }>`
    select from_channel, to_channel, count(*) as people from settlements
    where workspace_id = ${workspaceId} and at >= ${from} and at < ${to} and from_channel is not null
    group by 1, 2`.execute(deps.db);
  const settled = (keep: (channel: string, domainClass: DomainClass) => boolean) => {
    const own = rows.filter((row) => keep(row.from_channel, book.classOf(row.from_channel)));
    const sum = (list: typeof rows) => list.reduce((total, row) => total + row.people, 0);
    return {
      settled: sum(own),
      toPrivate: sum(own.filter((row) => book.classOf(row.to_channel) === 'private')),
    };
  };
  const row = (exposed: number, counts: { settled: number; toPrivate: number }): Row => ({
    exposed,
    ...counts,
    rate: exposed > 0 ? counts.settled / exposed : null,
  });
  const channels = new Set([...byChannel.keys(), ...rows.map(({ from_channel }) => from_channel)]);
  const classes = new Set([...byClass.keys(), ...rows.map(({ from_channel }) => book.classOf(from_channel))]);
  return {
    upTo,
    total: row(
      outer,
      settled((_, domainClass) => isOutside(domainClass)),
    ),
    byDomainClass: [...classes]
      .map((key) => key as DomainClass)
      .sort((a, b) => domainRank(a) - domainRank(b))
      .map((domainClass) => ({
        domainClass,
        ...row(
          byClass.get(domainClass) ?? 0,
          settled((_, of) => of === domainClass),
        ),
      })),
    byChannel: [...channels]
      .map((channel) => ({
        channel,
        domainClass: book.classOf(channel),
        ...row(
          byChannel.get(channel) ?? 0,
          settled((of) => of === channel),
        ),
      }))
      .sort((a, b) => b.exposed - a.exposed || (a.channel < b.channel ? -1 : 1)),
  };
}

const isOutside = (domainClass: DomainClass) => domainClass === 'public' || domainClass === 'commercial';

/** A question's text for both engines. */
export function forBoth(text: (dialect: Dialect) => string): { duckdb: string; clickhouse: string } {
  return { duckdb: text(duckdbDialect), clickhouse: text(clickhouseDialect) };
}

/** What people did, not what we did to them or report of them, inside the period. */
export const inPeriod = `family <> 'system' and occurred_at >= :from and occurred_at < :to`;

async function exposed(
  events: EventStore,
  { workspaceId, spellings, from, to }: ReportInput,
  groups: ChannelGroups,
): Promise<Map<string, number>> {
  const rows = await events.query<{ g: string; people: number }>(workspaceId, {
    sql: forBoth(
      (dialect) => `select g, ${dialect.distinct('customer')} as people from
        (select ${groups.expression} as g, customer from events where customer > 0 and channel in (:all) and ${inPeriod})
        group by g order by g`,
    ),
    params: { ...groups.params, all: spellings, from, to },
  });
  return new Map(rows.map(({ g, people }) => [g, people]));
}

async function exposedOutside(
  events: EventStore,
  { workspaceId, spellings, from, to }: ReportInput,
  groups: ChannelGroups,
): Promise<number> {
  const rows = await events.query<{ people: number }>(workspaceId, {
    sql: forBoth(
      (dialect) => `select ${dialect.distinct('customer')} as people from
        (select ${groups.expression} as g, customer from events where customer > 0 and channel in (:all) and ${inPeriod})
        where g in ('public', 'commercial')`,
    ),
    params: { ...groups.params, all: spellings, from, to },
  });
  return rows[0]?.people ?? 0;
}
