import { beforeAll, describe, expect, it } from 'vitest';
import { clickhouseDialect, type Dialect, duckdbDialect, guarded } from './dialect.ts';
import type { EventRow, EventStore, MoveRow } from './event-store.ts';
import { randomEvents } from './random-events.ts';

const day = 86_400_000;
const start = 1_770_000_000_000;
const count = 30_000;

type Answer = Record<string, unknown>;

/** Counts, or folds otherwise, by a key; keys ascending, null last: the order both engines are asked for. */
function groupBy<T>(
  rows: EventRow[],
  key: (row: EventRow) => T,
  value: (group: EventRow[]) => number,
): [T, number][] {
  const groups = new Map<T, EventRow[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return [...groups]
    .map(([name, group]): [T, number] => [name, value(group)])
    .sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : compare(a, b)));
}

const compare = (a: unknown, b: unknown): number =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));

const propOf = (row: EventRow, key: string): unknown => (JSON.parse(row.props) as Answer)[key] ?? null;

const numberOf = (value: unknown): number | null => {
  if (value === null || value === '' || typeof value === 'object') return null;
  const number = Number(value);
  return Number.isFinite(number) ? Math.round(number * 10_000) : null;
};

/** Typical questions over a seeded data set: every engine must say what TypeScript says. */
export function answersTests(store: () => EventStore, fresh: () => Promise<number>): void {
  describe('answers', () => {
    const moves: MoveRow[] = Array.from({ length: 40 }, (_, index) => ({
      source: 200 + index,
      customer: 1 + (index % 10),
      seq: count - index,
    }));
    const moved = new Map(moves.map(({ source, customer }) => [source, customer]));
    const appended = randomEvents(count, 42);
    const rows = appended.map((row) => ({ ...row, customer: moved.get(row.source) ?? row.customer }));
    let id: number;
    let dialect: Dialect;
    beforeAll(async () => {
      id = await fresh();
      dialect = (await store().describe()).engine === 'duckdb' ? duckdbDialect : clickhouseDialect;
      await store().append(id, { rows: appended, moves, upTo: count });
    });
    const ask = (sql: string, params = {}): Promise<Answer[]> =>
      store().query(id, { sql, params, limit: 100_000 });
    const pairs = async (sql: string, params = {}): Promise<unknown[][]> =>
      (await ask(sql, params)).map((row) => Object.values(row));

    it('how many events of each name', async () => {
      expect(await pairs('select name, count(*) as n from events group by name order by name')).toEqual(
        groupBy(
          rows,
          (row) => row.name,
          (group) => group.length,
        ),
      );
    });

    it('how many customers of each channel, unknown channel last', async () => {
      const sql = `select channel, ${dialect.distinct('customer')} as n from events group by channel order by channel`;
      expect(await pairs(sql)).toEqual(
        groupBy(
          rows,
          (row) => row.channel,
          (group) => new Set(group.map(({ customer }) => customer)).size,
        ),
      );
    });

    it('what was paid per customer, by today’s partition', async () => {
      const sql = `select customer, sum(amount_minor) as s from events where name = :name and customer > 0
        group by customer order by customer`;
      const paid = rows.filter(({ name, customer }) => name === 'Order Paid' && customer > 0);
      const sums = groupBy(
        paid,
        (row) => row.customer,
        (group) => group.reduce((sum, row) => sum + (row.amount_minor ?? 0), 0),
      );
      expect(await pairs(sql, { name: 'Order Paid' })).toEqual(sums);
    });

    it('how many events a day, between boundaries of which one day is an hour short', async () => {
      const bounds = Array.from(
        { length: 61 },
        (_, index) => start + index * day - (index > 30 ? 3_600_000 : 0),
      );
      const at = (row: EventRow): number | null => {
        if (row.occurred_at < (bounds[0] as number) || row.occurred_at >= (bounds.at(-1) as number))
          return null;
        return bounds.findLast((bound) => bound <= row.occurred_at) ?? null;
      };
      const bucket = dialect.bucket('occurred_at', bounds);
      expect(await pairs(`select ${bucket} as b, count(*) as n from events group by b order by b`)).toEqual(
        groupBy(rows, at, (group) => group.length),
      );
    });

    it('by a property, in any script, nested ones of the same name aside', async () => {
      const sql = `select ${dialect.prop('city')} as city, count(*) as n from events group by city order by city`;
      expect(await pairs(sql)).toEqual(
        groupBy(
          rows,
          (row) => propOf(row, 'city'),
          (group) => group.length,
        ),
      );
    });

    it('by a property with an odd name, and one that nobody has', async () => {
      const key = 'a/b~c "d"';
      const [row] = await ask(
        `select count(${dialect.prop(key)}) as n, count(${dialect.prop("no'ne")}) as z from events`,
      );
      expect(row).toEqual({ n: rows.filter((each) => propOf(each, key) !== null).length, z: 0 });
    });

    it('by a numeric property, where what is not a number is absent', async () => {
      const price = dialect.propNumber('price');
      const values = rows.map((row) => numberOf(propOf(row, 'price'))).filter((value) => value !== null);
      const [row] = await ask(`select count(${price}) as n, sum(${price}) as s from events`);
      expect(row).toEqual({ n: values.length, s: values.reduce((sum, value) => sum + value, 0) });
    });

    it('several conditions in one pass', async () => {
      const sql = `select ${dialect.countIf("name = 'Product Viewed' and not history")} as seen,
        ${dialect.sumIf('amount_minor', 'history')} as old, ${dialect.sumIf('amount_minor', 'seq < 0')} as none from events`;
      const [row] = await ask(sql);
      expect(row).toEqual({
        seen: rows.filter(({ name, history }) => name === 'Product Viewed' && !history).length,
        old: rows.reduce((sum, each) => sum + (each.history ? (each.amount_minor ?? 0) : 0), 0),
        none: 0,
      });
    });

    it('first, last and mean, null over nothing', async () => {
      const of = (where: string): string =>
        `select ${guarded('min', 'occurred_at')} as low, ${guarded('max', 'amount_minor')} as high,
         ${guarded('avg', 'cost_minor')} as mean from events where ${where}`;
      const costs = rows.map(({ cost_minor }) => cost_minor).filter((cost) => cost !== null);
      const [row] = await ask(of('seq > 0'));
      expect(row).toMatchObject({
        low: rows.reduce((low, each) => Math.min(low, each.occurred_at), Number.POSITIVE_INFINITY),
        high: rows.reduce((high, each) => Math.max(high, each.amount_minor ?? 0), 0),
      });
      expect(row?.mean).toBeCloseTo(costs.reduce((sum, cost) => sum + cost, 0) / costs.length, 6);
      expect(await ask(of('seq < 0'))).toEqual([{ low: null, high: null, mean: null }]);
    });

    it('nulls in conditions', async () => {
      for (const [where, holds] of [
        ['channel is null', (row: EventRow) => row.channel === null],
        ["channel <> 'live-code'", (row: EventRow) => row.channel !== null && row.channel !== 'live-code'],
        ['amount_minor >= 0', (row: EventRow) => row.amount_minor !== null],
        [
          "staff = 'staff-1' or channel = '抖音'",
          (row: EventRow) => row.staff === 'staff-1' || row.channel === '抖音',
        ],
      ] as const) {
        expect(await ask(`select count(*) as n from events where ${where}`), where).toEqual([
          { n: rows.filter(holds).length },
        ]);
      }
    });

    it('one person’s history, newest first, by the homes', async () => {
      const homes = [1, 200, 210, 220, 230];
      const sql = 'select seq from events where source in (:homes) order by occurred_at desc, seq desc';
      const expected = rows
        .filter(({ source }) => homes.includes(source))
        .sort((a, b) => b.occurred_at - a.occurred_at || b.seq - a.seq)
        .slice(0, 100);
      const found = await store().query<{ seq: number }>(id, { sql, params: { homes }, limit: 100 });
      expect(found.map(({ seq }) => seq)).toEqual(expected.map(({ seq }) => seq));
    });

    it('who did A and never B', async () => {
      const sql = `select count(*) as n from (select customer from events where customer > 0 group by customer
        having ${dialect.countIf("name = 'Product Added'")} >= 5 and ${dialect.countIf("name = 'Contact Added'")} = 0)`;
      const counts = new Map<number, [number, number]>();
      for (const { customer, name } of rows) {
        const [added, contact] = counts.get(customer) ?? [0, 0];
        counts.set(customer, [
          added + Number(name === 'Product Added'),
          contact + Number(name === 'Contact Added'),
        ]);
      }
      const n = [...counts].filter(
        ([customer, [added, contact]]) => customer > 0 && added >= 5 && contact === 0,
      ).length;
      expect(await ask(sql)).toEqual([{ n }]);
    });

    it('customers in one set and not in another', async () => {
      const sql = `select ${dialect.distinct('customer')} as n from events where name = 'Product Viewed' and staff = 'staff-3'
        and customer not in (select customer from events where name = 'Order Paid' and amount_minor > 95000)`;
      const dear = new Set(
        rows.filter((row) => (row.amount_minor ?? 0) > 95_000).map(({ customer }) => customer),
      );
      const seen = rows.filter(
        (row) => row.name === 'Product Viewed' && row.staff === 'staff-3' && !dear.has(row.customer),
      );
      expect(await ask(sql)).toEqual([{ n: new Set(seen.map(({ customer }) => customer)).size }]);
    });

    it('top ten by spend, ties by customer', async () => {
      const sql = `select customer, sum(amount_minor) as s from events where amount_minor > 0 and customer > 0
        group by customer order by s desc, customer limit 10`;
      const sums = groupBy(
        rows.filter(({ amount_minor, customer }) => (amount_minor ?? 0) > 0 && customer > 0),
        (row) => row.customer,
        (group) => group.reduce((sum, row) => sum + (row.amount_minor ?? 0), 0),
      );
      expect(await pairs(sql)).toEqual(sums.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 10));
    });

    it('the same after the moves are settled', async () => {
      const sql = 'select customer, count(*) as n from events group by customer order by customer';
      const before = await pairs(sql);
      expect(await store().settleMoves(id)).toBeGreaterThan(0);
      expect(await pairs(sql)).toEqual(before);
      expect(before).toEqual(
        groupBy(
          rows,
          (row) => row.customer,
          (group) => group.length,
        ),
      );
    });
  });
}
