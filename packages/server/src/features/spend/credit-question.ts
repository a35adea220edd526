import type { Credits } from '@yutang/contracts/spend';
import { unpaidStatuses } from '@yutang/core/orders';
import type { Dialect } from '../../platform/event-store/dialect.ts';
import { clickhouseDialect, duckdbDialect } from '../../platform/event-store/dialect.ts';
import type { EventStore, Question, QuestionParams } from '../../platform/event-store/event-store.ts';
import { groupChannels } from '../pond/index.ts';

/** Later than every event, for a minimum over nothing differs between the engines; negated to be signed in both. */
const never = '-(-9000000000000000)';

/** A touch counts for orders of the next 30 days. */
export const creditWindowDays = 30;
const windowMs = creditWindowDays * 86_400_000;

export interface CreditInput {
  workspaceId: number;
  /** Spellings of channels that events carried. */
  spellings: readonly string[];
  /** Epoch ms; `from ≤ order < to`. */
  from: number;
  to: number;
}

type Cell = Credits['items'][number];
interface CellRow {
  ch: string;
  ct: string;
  pl: string;
  orders: number;
  buyers: number;
  paid: number;
}

/**
 * Orders credited to the last touch before them (last touch, 30 days), by channel × content × play (ID-09). '' stands for none
 * inside the questions, for an aggregate over null is not the same in both engines.
 */
export async function askCredits(
  events: EventStore,
  input: CreditInput & { currency: string },
): Promise<Credits> {
  const { workspaceId, from, to, currency } = input;
  const upTo = await events.watermark(workspaceId);
  const ask = <T>(text: (dialect: Dialect) => string) => events.query<T>(workspaceId, question(input, text));
  const all = await ask<{ n: number; buyers: number; paid: number }>(
    (
      dialect,
    ) => `select count(*) as n, ${dialect.distinct('case when buyer > 0 then buyer else null end')} as buyers,
      coalesce(sum(paid), 0) as paid from (${ordersOf(dialect)})`,
  );
  const cells = await ask<CellRow>(
    (
      dialect,
    ) => `select ch, ct, pl, count(*) as orders, ${dialect.distinct('buyer')} as buyers, sum(paid) as paid
      from (${creditedOf(dialect, input)}) group by ch, ct, pl order by ch, ct, pl`,
  );
  const touched = await ask<{ ch: string; ct: string; pl: string; people: number }>(
    (
      dialect,
    ) => `select ch, ct, pl, ${dialect.distinct('customer')} as people from (${touchesOf(dialect, input)})
      group by ch, ct, pl order by people desc, ch, ct, pl`,
  );
  const keyOf = ({ ch, ct, pl }: { ch: string; ct: string; pl: string }) => JSON.stringify([ch, ct, pl]);
  const orders = new Map(cells.map((row) => [keyOf(row), row]));
  const items = touched.map((row): Cell => {
    const own = orders.get(keyOf(row));
    return {
      channel: row.ch || null,
      content: row.ct || null,
      play: row.pl || null,
      touched: row.people,
      orders: own?.orders ?? 0,
      buyers: own?.buyers ?? 0,
      paidMinor: own?.paid ?? 0,
      rate: (own?.buyers ?? 0) / row.people,
    };
  });
  const total = { orders: all[0]?.n ?? 0, buyers: all[0]?.buyers ?? 0, paidMinor: all[0]?.paid ?? 0 };
  const credited = (of: (row: CellRow) => number) => cells.reduce((sum, row) => sum + of(row), 0);
  return {
    upTo,
    currency,
    windowDays: creditWindowDays,
    from,
    to,
    total,
    uncredited: {
      orders: total.orders - credited((row) => row.orders),
      paidMinor: total.paidMinor - credited((row) => row.paid),
    },
    items: items.sort((a, b) => b.orders - a.orders || b.touched - a.touched),
  };
}

/** What one play, or channel, or content was credited with. */
export async function askCreditOf(
  events: EventStore,
  input: CreditInput,
  cell: CreditCell,
): Promise<{ upTo: number; orders: number; buyers: number; paidMinor: number }> {
  const upTo = await events.watermark(input.workspaceId);
  const { where, params } = cellFilter(cell);
  const rows = await events.query<{ n: number; buyers: number; paid: number }>(
    input.workspaceId,
    question(
      input,
      (
        dialect,
      ) => `select count(*) as n, ${dialect.distinct('buyer')} as buyers, coalesce(sum(paid), 0) as paid
        from (${creditedOf(dialect, input)}) where ${where}`,
      params,
    ),
  );
  const [row] = rows;
  return { upTo, orders: row?.n ?? 0, buyers: row?.buyers ?? 0, paidMinor: row?.paid ?? 0 };
}

/** A cell of the matrix, or a row or column of it; '-': none. */
export interface CreditCell {
  channel?: string | undefined;
  content?: string | undefined;
  play?: string | undefined;
}

/** The buyers behind a cell, at most 10 000. */
export async function askBuyers(events: EventStore, input: CreditInput, cell: CreditCell): Promise<number[]> {
  const { where, params } = cellFilter(cell);
  const rows = await events.query<{ buyer: number }>(
    input.workspaceId,
    question(
      input,
      (dialect) =>
        `select buyer from (${creditedOf(dialect, input)}) where ${where} group by buyer order by buyer`,
      params,
    ),
  );
  return rows.map(({ buyer }) => buyer);
}

function cellFilter({ channel, content, play }: CreditCell): { where: string; params: QuestionParams } {
  const where = ['buyer > 0'];
  const params: QuestionParams = {};
  for (const [column, value] of Object.entries({ ch: channel, ct: content, pl: play })) {
    if (value === undefined) continue;
    where.push(`${column} = :is_${column}`);
    params[`is_${column}`] = value === '-' ? '' : value;
  }
  return { where: where.join(' and '), params };
}

function question(
  input: CreditInput,
  text: (dialect: Dialect) => string,
  params: QuestionParams = {},
): Question {
  const { from, to } = input;
  const groups = groupChannels(input.spellings, (channel) => channel);
  return {
    sql: { duckdb: text(duckdbDialect), clickhouse: text(clickhouseDialect) },
    params: { ...groups.params, ...params, from, to, since: from - windowMs, window: windowMs },
  };
}

/**
 * Orders paid in the period, as `combineOrder` of core has it said in SQL: of each piece the latest amount holds, payments say
 * what was paid, else what was placed as paid. Every event of an order counts, whenever it was. `buyer` 0: nobody known.
 */
function ordersOf(dialect: Dialect): string {
  const duckdb = dialect.engine === 'duckdb';
  const last = duckdb ? 'arg_max' : 'argMax';
  const status = `lower(coalesce(${dialect.prop('status')}, ${dialect.prop('payment_status')}, ''))`;
  const open = `(coalesce(${dialect.prop('paid')}, '') = 'false' or ${status} in (${unpaidStatuses.map(dialect.text).join(', ')}))`;
  // -1 stands for an amount that no event names
  const latest = (condition: string) => `case when ${dialect.countIf(`amount >= 0 and ${condition}`)} > 0
    then ${last}(amount, case when amount >= 0 and ${condition} then occurred_at else -1 end) else -1 end`;
  const entries = `select coalesce(order_id, cast(seq as ${duckdb ? 'varchar' : 'String'})) as o_id,
      coalesce(${dialect.prop('part')}, '') as piece, customer, occurred_at, coalesce(case when amount_minor < 0 then -amount_minor else amount_minor end, -1) as amount,
      case when name = 'Order Paid' then 2 when ${open} then 0 else 1 end as kind
    from events where name in ('Order Completed', 'Order Paid') and occurred_at < :to`;
  const pieces = `select o_id, piece, max(customer) as who, ${dialect.countIf('kind = 2')} as payments,
      ${dialect.countIf('kind = 1')} as completes, ${latest('kind = 2')} as paid_amount,
      ${latest('kind < 2')} as placed_amount, min(case when kind = 2 then occurred_at else ${never} end) as paid_at,
      min(case when kind = 1 then occurred_at else ${never} end) as completed_at
    from (${entries}) group by o_id, piece`;
  const placed = 'case when placed_amount >= 0 then placed_amount else 0 end';
  return `select o_id, buyer, ordered_at, paid from
    (select o_id, max(who) as buyer,
        case when sum(payments) > 0 then min(paid_at) else min(completed_at) end as ordered_at,
        case when sum(payments) = 0 then sum(case when completes > 0 then ${placed} else 0 end)
          when max(paid_amount) < 0 then sum(${placed})
          else sum(case when payments = 0 then 0 when paid_amount >= 0 then paid_amount else ${placed} end) end as paid
      from (${pieces}) group by o_id)
    where ordered_at >= :from and ordered_at < :to`;
}

/** One touch an instant and person: of several at one instant the last known holds. */
function touchesOf(dialect: Dialect, input: CreditInput): string {
  const last = dialect.engine === 'duckdb' ? 'arg_max' : 'argMax';
  const { expression } = groupChannels(input.spellings, (channel) => channel);
  return `select customer, occurred_at as touched_at, ${last}(e_ch, seq) as ch, ${last}(e_ct, seq) as ct,
      ${last}(e_pl, seq) as pl from
    (select customer, occurred_at, seq, coalesce(${expression}, '') as e_ch, coalesce(content, '') as e_ct,
        coalesce(play, '') as e_pl
      from events where customer > 0 and family in ('behaviour', 'relation')
        and occurred_at >= :since and occurred_at < :to and (campaign is not null or content is not null
          or play is not null or code is not null or cost_minor is not null))
    group by customer, occurred_at`;
}

/** Orders with the last touch before them. */
function creditedOf(dialect: Dialect, input: CreditInput): string {
  const last = dialect.engine === 'duckdb' ? 'arg_max' : 'argMax';
  return `select o_id, max(customer) as buyer, max(paid_once) as paid, ${last}(t_ch, touched_at) as ch,
      ${last}(t_ct, touched_at) as ct, ${last}(t_pl, touched_at) as pl from
    (select o_id, customer, paid_once, touched_at, t_ch, t_ct, t_pl from
      (select o_id, buyer as customer, ordered_at, paid as paid_once from (${ordersOf(dialect)}) where buyer > 0) o
      inner join
      (select customer, touched_at, ch as t_ch, ct as t_ct, pl as t_pl from (${touchesOf(dialect, input)})) t
      using (customer) where touched_at <= ordered_at and touched_at >= ordered_at - :window)
    group by o_id`;
}
