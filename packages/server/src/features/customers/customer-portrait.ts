import type { CustomerFilter, Portrait, PortraitBar, PortraitPart } from '@yutang/contracts/portrait';
import { statesOf } from '@yutang/core/pond';
import { percentagesOf } from '@yutang/core/tags';
import { type RawBuilder, sql } from 'kysely';
import { conditions, type ListInput } from './customer-list.ts';
import { outletOf } from './customer-row.ts';
import type { CustomersDeps, GroupCounts } from './customer-service.ts';

const day = 86_400_000;
/** Lower edges of net sales in minor units: nothing (or less), up to 100, 500, 2 000 and more. */
const valueEdges = [1, 10_000, 50_000, 200_000];
/** Days since a person was seen last. */
const recencyEdges = [7, 30, 90, 180];
/** Most bars of a distribution; what is beyond stands together and opens nobody. */
const mostBars = 30;

/** A bar before its percentage. */
type Count = Omit<PortraitBar, 'percent'>;

/**
 * What the people of a list are made of: stage, value, recency, first channel, outlet, and the tags of each group.
 * Each bar carries the list's own filter narrowed to it, so that the same people open. Shares sum to exactly 100.
 */
export async function askPortrait(
  deps: Pick<CustomersDeps, 'db' | 'tags' | 'workspace'>,
  input: ListInput,
  filter: CustomerFilter,
): Promise<Portrait> {
  const { workspaceId, now } = input;
  const where = conditions(input);
  const { rows } = await sql<{ by: string; key: string | null; people: number }>`
    with chosen as (
      select ${stageOf()} as stage, ${bandOf(sql`c.net_minor`, valueEdges)} as value,
        ${bandOf(sql`c.last_seen_at`, instants(now))} as recency,
        c.channel, ${outletOf} as outlet
      from customers c where ${where}
    )
    select case grouping(stage, value, recency, channel, outlet)
        when 15 then 'stage' when 23 then 'value' when 27 then 'recency' when 29 then 'channel' else 'outlet' end as by,
      coalesce(stage, value::text, recency::text, channel, outlet) as key, count(*) as people
    from chosen group by grouping sets ((stage), (value), (recency), (channel), (outlet))
    order by people desc, key`.execute(deps.db);
  const counts = (by: string) =>
    rows.filter((row) => row.by === by).map(({ key, people }) => ({ key, people }));
  const stages = counts('stage');
  const total = stages.reduce((sum, { people }) => sum + people, 0);
  const customers = sql`select c.customer from customers c where ${where}`;
  const groups = total === 0 ? [] : await deps.tags.distribution(workspaceId, customers, now);
  const { currency } = await deps.workspace(workspaceId);
  const told = (name: 'channel' | 'outlet') =>
    counts(name).map(({ key, people }): Count => {
      return { key, label: null, people, filter: { ...filter, [name]: key ?? '-' } };
    });
  return {
    total,
    currency,
    parts: [
      part(
        'stage',
        stages.map(({ key, people }) => ({
          key,
          label: null,
          people,
          filter: { ...filter, stage: key as NonNullable<CustomerFilter['stage']> },
        })),
      ),
      part('value', valueBars(counts('value'), filter)),
      part('recency', recencyBars(counts('recency'), filter, now)),
      part('channel', told('channel')),
      part('outlet', told('outlet')),
      ...groups.map((group) => tagPart(group, total, filter)),
    ],
  };
}

function stageOf(): RawBuilder<unknown> {
  return sql`case when c.pond = any(${statesOf('private')}::smallint[]) then 'private'
    when c.pond = any(${statesOf('visitor')}::smallint[]) then 'visitor' else 'stock' end`;
}

/** Last seen at or after these instants: newest band first. Ascending for `width_bucket`. */
const instants = (now: number) => recencyEdges.map((days) => now - days * day).reverse();

/** 0 below the first edge, then 1 … n. */
function bandOf(value: RawBuilder<unknown>, edges: readonly number[]): RawBuilder<unknown> {
  return sql`width_bucket(${value}, ${[...edges]}::bigint[])`;
}

interface Counted {
  key: string | null;
  people: number;
}

function valueBars(counts: readonly Counted[], filter: CustomerFilter): Count[] {
  return [0, ...valueEdges].map((edge, band) => {
    const to = valueEdges[band];
    const from = band === 0 ? undefined : edge;
    return {
      key: `${band === 0 ? '' : edge}-${to ?? ''}`,
      label: null,
      people: peopleOf(counts, band),
      filter: {
        ...filter,
        ...bounds('netFrom', filter.netFrom, from, Math.max),
        ...bounds('netTo', filter.netTo, to, Math.min),
      },
    };
  });
}

function recencyBars(counts: readonly Counted[], filter: CustomerFilter, now: number): Count[] {
  const edges = instants(now);
  const days = [...recencyEdges].reverse();
  return [...edges.keys(), edges.length].reverse().map((band) => {
    const from = band === 0 ? undefined : edges[band - 1];
    const to = edges[band];
    return {
      key: `${days[band] ?? 0}-${band === 0 ? '' : days[band - 1]}`,
      label: null,
      people: peopleOf(counts, band),
      filter: {
        ...filter,
        ...bounds('seenFrom', filter.seenFrom, from, Math.max),
        ...bounds('seenTo', filter.seenTo, to, Math.min),
      },
    };
  });
}

const peopleOf = (counts: readonly Counted[], band: number) =>
  counts.find(({ key }) => key === String(band))?.people ?? 0;

/** A bound that holds besides the one the list has already. */
function bounds<K extends string>(
  key: K,
  known: number | undefined,
  given: number | undefined,
  both: (a: number, b: number) => number,
): Partial<Record<K, number>> {
  if (given === undefined) return {};
  return { [key]: known === undefined ? given : both(known, given) } as Partial<Record<K, number>>;
}

/** A group of one tag a person speaks of people, another one of tags: else its bars could not sum to 100. */
function tagPart(group: GroupCounts, total: number, filter: CustomerFilter): PortraitPart {
  const bars = group.tags.map(({ id, name, people }): Count => {
    const tagsAll = withNumber(filter.tagsAll, id);
    return { key: String(id), label: name, people, filter: { ...filter, tagsAll } };
  });
  if (group.single && total > group.people) {
    const withoutGroups = withNumber(filter.withoutGroups, group.id);
    const rest = total - group.people;
    bars.push({ key: null, label: null, people: rest, filter: { ...filter, withoutGroups } });
  }
  const { id, name } = group;
  return { ...part('tag', bars), group: { id, name }, of: group.single ? 'people' : 'tags' };
}

function withNumber(list: string | undefined, id: number): string {
  const numbers = list?.split(',') ?? [];
  return numbers.includes(String(id)) ? numbers.join(',') : [...numbers, id].join(',');
}

function part(by: PortraitPart['by'], counts: readonly Count[]): PortraitPart {
  const shown = counts.length > mostBars ? counts.slice(0, mostBars) : counts;
  const rest = counts.slice(shown.length).reduce((sum, { people }) => sum + people, 0);
  const all = rest > 0 ? [...shown, { key: '…', label: null, people: rest, filter: null }] : shown;
  const percents = percentagesOf(all.map(({ people }) => people));
  const bars = all.map((bar, index) => ({ ...bar, percent: percents[index] ?? 0 }));
  return { by, group: null, of: 'people', bars };
}
