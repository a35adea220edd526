import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersTests } from './answers.testsuite.ts';
import type { EventStore } from './event-store.ts';
import { randomEvents, testEvent } from './random-events.ts';

/** One engine under test. `open` called again opens the same data anew, as after a restart. */
export interface StoreUnderTest {
  open(): Promise<EventStore>;
  cleanup(): Promise<void>;
}

/** The promises of the port, which every adapter must keep. `slow`: a select over `events` that takes many seconds. */
export function describeEventStore(name: string, setup: () => Promise<StoreUnderTest>, slow: string): void {
  describe(`event store: ${name}`, { timeout: 120_000 }, () => {
    let under: StoreUnderTest;
    let store: EventStore;
    let workspace = 100;
    beforeAll(async () => {
      under = await setup();
      store = await under.open();
    }, 120_000);
    afterAll(async () => {
      await store?.close();
      await under?.cleanup();
    }, 120_000);

    const fresh = async (): Promise<number> => {
      workspace += 1;
      await store.open(workspace);
      return workspace;
    };
    const ask = <Row = Record<string, unknown>>(
      id: number,
      sql: string,
      params?: Record<string, string | number | boolean | null | readonly (string | number)[]>,
    ): Promise<Row[]> => store.query<Row>(id, params ? { sql, params } : { sql });
    const events = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => testEvent(from + index));

    it('starts empty, and opening again changes nothing', async () => {
      const id = await fresh();
      await store.open(id);
      expect(await store.watermark(id)).toBe(0);
      expect(await store.audit(id)).toEqual({ rows: 0, distinct: 0, minSeq: 0, maxSeq: 0 });
      expect(await ask(id, 'select count(*) as n from events')).toEqual([{ n: 0 }]);
    });

    it('gives back every column exactly as appended', async () => {
      const id = await fresh();
      const full = testEvent(1, {
        name: '下单 "引号" \\ \' \n\t',
        history: true,
        amount_minor: -1250,
        cost_minor: 0,
        channel: 'twelve-bytes',
        play: '十二个字节以上的名字',
        campaign: 'thirteen-byte',
        code: '',
        ticket: '🎏',
        content: '\u0001',
        staff: 's',
        outlet: 'o',
        order_id: 'x'.repeat(10_000),
        origin: 3,
        props: '{"a":{"b":[1,"二"]},"c":null}',
      });
      await store.append(id, { rows: [full, testEvent(2)], moves: [], upTo: 2 });
      const rows = await ask(id, `select ${Object.keys(full).join(', ')} from events order by seq`);
      expect(rows).toEqual([
        { ...full, history: 1 },
        { ...testEvent(2), history: 0 },
      ]);
    });

    it('keeps numbers up to 2^53 exact, and stores what is beyond instead of failing', async () => {
      const id = await fresh();
      const top = Number.MAX_SAFE_INTEGER;
      const rows = [
        testEvent(1, { amount_minor: top, occurred_at: 0 }),
        testEvent(2, { amount_minor: -top, occurred_at: -86_400_000 }),
        testEvent(3, { amount_minor: 2 ** 63, cost_minor: -(2 ** 63) }),
        testEvent(4, { amount_minor: 4294967296, cost_minor: -4294967297 }),
      ];
      await store.append(id, { rows, moves: [], upTo: 4 });
      const answer = await ask(
        id,
        'select amount_minor as a, cost_minor as c, occurred_at as t from events order by seq',
      );
      expect(answer[0]).toMatchObject({ a: top, t: 0 });
      expect(answer[1]).toMatchObject({ a: -top, t: -86_400_000 });
      expect(answer[2]).toMatchObject({ a: 2 ** 63 - 1024, c: 1024 - 2 ** 63 });
      expect(answer[3]).toMatchObject({ a: 4294967296, c: -4294967297 });
    });

    it('appends a batch once, however often and however cut it is repeated', async () => {
      const id = await fresh();
      await store.append(id, { rows: events(1, 100), moves: [], upTo: 100 });
      await store.append(id, { rows: events(1, 100), moves: [], upTo: 100 });
      await store.append(id, { rows: events(51, 150), moves: [], upTo: 150 });
      await store.append(id, { rows: events(1, 30), moves: [], upTo: 30 });
      expect(await store.watermark(id)).toBe(150);
      expect(await store.audit(id)).toEqual({ rows: 150, distinct: 150, minSeq: 1, maxSeq: 150 });
    });

    it('takes no row above the new watermark, and moves the watermark where no row is', async () => {
      const id = await fresh();
      await store.append(id, { rows: events(1, 20), moves: [], upTo: 10 });
      expect(await store.audit(id)).toMatchObject({ rows: 10, maxSeq: 10 });
      await store.append(id, { rows: [], moves: [], upTo: 40 });
      expect(await store.watermark(id)).toBe(40);
      await store.append(id, { rows: events(35, 45), moves: [], upTo: 45 });
      expect(await store.audit(id)).toMatchObject({ rows: 15, maxSeq: 45 });
    });

    it('keeps all that was acknowledged over a restart', async () => {
      const id = await fresh();
      await store.append(id, { rows: events(1, 10), moves: [{ source: 8, customer: 99, seq: 9 }], upTo: 10 });
      await store.close();
      store = await under.open();
      expect(await store.watermark(id)).toBe(10);
      expect(await store.audit(id)).toMatchObject({ rows: 10, distinct: 10 });
      expect(await ask(id, 'select customer from events where source = 8')).toEqual([{ customer: 99 }]);
    });

    it('answers by today’s partition at once, after moving back too, and the same when settled', async () => {
      const id = await fresh();
      const rows = [1, 2, 3, 1, 2, 3].map((source, index) => testEvent(index + 1, { source }));
      await store.append(id, { rows, moves: [], upTo: 6 });
      const groups = () =>
        ask(id, 'select customer, count(*) as n from events group by customer order by customer');
      await store.append(id, { rows: [], moves: [{ source: 2, customer: 1, seq: 7 }], upTo: 7 });
      expect(await groups()).toEqual([
        { customer: 1, n: 4 },
        { customer: 3, n: 2 },
      ]);
      expect(await ask(id, 'select count(*) as n from events where customer = 2')).toEqual([{ n: 0 }]);
      expect(await store.settleMoves(id)).toBe(2);
      expect(await store.settleMoves(id)).toBe(0);
      expect(await groups()).toHaveLength(2);
      await store.append(id, { rows: [], moves: [{ source: 2, customer: 2, seq: 8 }], upTo: 8 });
      expect(await groups()).toHaveLength(3);
      const twice = [
        { source: 3, customer: 2, seq: 9 },
        { source: 3, customer: 1, seq: 10 },
      ];
      await store.append(id, { rows: [testEvent(9, { source: 3, customer: 2 })], moves: twice, upTo: 10 });
      const expected = [
        { customer: 1, n: 5 },
        { customer: 2, n: 2 },
      ];
      expect(await groups()).toEqual(expected);
      expect(await store.settleMoves(id)).toBe(5);
      expect(await groups()).toEqual(expected);
    });

    it('takes the whole partition at once, as after an undone import', async () => {
      const id = await fresh();
      const rows = Array.from({ length: 30_000 }, (_, index) => testEvent(index + 1, { source: index + 1 }));
      await store.append(id, { rows, moves: [], upTo: 30_000 });
      const moves = rows.map(({ source }) => ({
        source,
        customer: source % 7 === 0 ? 1 : source,
        seq: 30_001,
      }));
      await store.append(id, { rows: [], moves, upTo: 30_001 });
      await store.append(id, { rows: [], moves: [{ source: 14, customer: 14, seq: 30_002 }], upTo: 30_002 });
      const one = () => ask(id, 'select count(*) as n from events where customer = 1');
      const expected = [{ n: 1 + Math.floor(30_000 / 7) - 1 }];
      expect(await one()).toEqual(expected);
      expect(await store.settleMoves(id)).toBe(Math.floor(30_000 / 7) - 1);
      expect(await one()).toEqual(expected);
    });

    it('puts parameters in as values, whatever they say', async () => {
      const id = await fresh();
      const nasty = [
        "'; drop table events; --",
        '\\',
        "\\'",
        '中文“引号”',
        ':name',
        'a\u0000b',
        "''",
        '%_',
        '🎏 $1 ?',
      ];
      const rows = nasty.map((channel, index) => testEvent(index + 1, { channel }));
      await store.append(id, { rows, moves: [], upTo: rows.length });
      for (const [index, value] of nasty.entries()) {
        const found = await ask(id, 'select seq, channel from events where channel = :value', { value });
        expect(found).toEqual([{ seq: index + 1, channel: value }]);
      }
      const some = { some: [nasty[0] as string, nasty[2] as string] };
      expect(await ask(id, 'select count(*) as n from events where channel in (:some)', some)).toEqual([
        { n: 2 },
      ]);
      const none = { none: [] };
      expect(await ask(id, 'select count(*) as n from events where channel in (:none)', none)).toEqual([
        { n: 0 },
      ]);
      expect(await ask(id, 'select count(*) as n from events where seq not in (:none)', none)).toEqual([
        { n: nasty.length },
      ]);
      const mixed = { low: 2, high: -1, yes: true, nothing: null };
      expect(
        await ask(
          id,
          "select ':low' as text, :nothing as nothing, :yes as yes from events where seq = :low and seq > :high",
          mixed,
        ),
      ).toEqual([{ text: ':low', nothing: null, yes: 1 }]);
    });

    it('says which parameter is missing', async () => {
      const id = await fresh();
      await expect(ask(id, 'select :gone as x from events')).rejects.toMatchObject({
        code: 'question.parameter',
        params: { name: 'gone' },
      });
    });

    it('refuses everything but one select over this workspace’s events', async () => {
      const id = await fresh();
      const other = await fresh();
      await store.append(other, { rows: events(1, 3), moves: [], upTo: 3 });
      const attempts = [
        'drop table events',
        'select 1; select 2',
        'insert into events select * from events',
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from url('http://127.0.0.1/', CSV, 'x String')",
        "select * from file('x', CSV, 'x String')",
        `select * from yutang_${other}.events`,
        `select * from "yutang_${other}"."events"`,
        'select * from system.tables',
        'select * from information_schema.tables',
        "attach '/tmp/x.db'",
        "copy events to '/tmp/x.csv'",
        "select * from events into outfile '/tmp/x'",
        'set memory_limit = 1',
        'select sleep(3) from events',
        '',
      ];
      for (const sql of attempts) {
        await expect(ask(id, sql), sql).rejects.toMatchObject({ code: 'question.not-allowed' });
      }
      expect(await ask(id, 'select count(*) as n from events')).toEqual([{ n: 0 }]);
    });

    it('names what it cannot answer, and goes on', async () => {
      const id = await fresh();
      await expect(ask(id, 'select colour from events')).rejects.toMatchObject({ code: 'question.invalid' });
      await expect(ask(id, 'select from where')).rejects.toMatchObject({ code: 'question.invalid' });
      expect(await ask(id, 'select count(*) as n from events')).toEqual([{ n: 0 }]);
    });

    it('stops at the row limit in the order asked for', async () => {
      const id = await fresh();
      await store.append(id, { rows: events(1, 12_000), moves: [], upTo: 12_000 });
      const sql = 'select seq from events order by seq desc';
      const few = await store.query<{ seq: number }>(id, { sql, limit: 5 });
      expect(few.map(({ seq }) => seq)).toEqual([12_000, 11_999, 11_998, 11_997, 11_996]);
      expect(await store.query(id, { sql })).toHaveLength(10_000);
      expect(await store.query(id, { sql, limit: 20_000 })).toHaveLength(12_000);
    });

    it('gives up at the time limit, and goes on', async () => {
      const id = await fresh();
      await store.append(id, { rows: events(1, 20_000), moves: [], upTo: 20_000 });
      const began = Date.now();
      await expect(store.query(id, { sql: slow, timeoutMs: 400 })).rejects.toMatchObject({
        code: 'question.timeout',
        params: { ms: 400 },
      });
      expect(Date.now() - began).toBeLessThan(5_000);
      expect(await ask(id, 'select count(*) as n from events')).toEqual([{ n: 20_000 }]);
    });

    it('keeps workspaces apart', async () => {
      const [one, two] = [await fresh(), await fresh()];
      await store.append(one, { rows: events(1, 5), moves: [{ source: 8, customer: 70, seq: 5 }], upTo: 5 });
      await store.append(two, { rows: events(1, 9), moves: [], upTo: 9 });
      expect(await store.audit(one)).toMatchObject({ rows: 5 });
      expect(await store.audit(two)).toMatchObject({ rows: 9 });
      expect(await ask(two, 'select count(*) as n from events where customer = 70')).toEqual([{ n: 0 }]);
      await store.drop(one);
      expect(await store.audit(two)).toMatchObject({ rows: 9 });
      expect(await store.watermark(one)).toBe(0);
      expect(await store.audit(one)).toMatchObject({ rows: 0 });
    });

    it('erases a person: sums and counts stay, nothing else does', async () => {
      const id = await fresh();
      const said = {
        amount_minor: 500,
        channel: '抖音',
        staff: 's',
        order_id: 'o',
        props: '{"city":"上海"}',
        origin: 4,
      };
      const rows = [1, 2, 3].map((source) => testEvent(source, { ...said, source }));
      await store.append(id, { rows, moves: [{ source: 2, customer: 1, seq: 3 }], upTo: 3 });
      await store.erase(id, [1, 2]);
      await store.erase(id, []);
      const [erased, second, kept] = await ask(
        id,
        `select ${Object.keys(testEvent(1)).join(', ')} from events order by seq`,
      );
      const blank = {
        source: 0,
        customer: 0,
        channel: null,
        staff: null,
        order_id: null,
        origin: null,
        message_id: '',
      };
      expect(erased).toMatchObject({
        ...blank,
        amount_minor: 500,
        name: 'Page Viewed',
        props: '{}',
        meta: '{}',
      });
      expect(second).toMatchObject(blank);
      expect(kept).toMatchObject({ source: 3, channel: '抖音', props: '{"city":"上海"}' });
      expect(await ask(id, 'select sum(amount_minor) as s from events')).toEqual([{ s: 1500 }]);
      expect(await store.audit(id)).toMatchObject({ rows: 3, distinct: 3 });
    });

    it('takes back what an origin brought, and nothing later', async () => {
      const id = await fresh();
      const rows = [1, 2, 3, 4].map((seq) => testEvent(seq, { origin: seq === 2 ? null : 9 }));
      await store.append(id, { rows, moves: [], upTo: 4 });
      expect(await store.retract(id, 9, 3)).toBe(2);
      expect(await store.retract(id, 9, 3)).toBe(0);
      expect(await ask(id, 'select seq from events order by seq')).toEqual([{ seq: 2 }, { seq: 4 }]);
      expect(await store.watermark(id)).toBe(4);
    });

    it('answers aggregates over nothing alike', async () => {
      const id = await fresh();
      const sql = 'select count(*) as n, count(amount_minor) as m from events where seq < 0';
      expect(await ask(id, sql)).toEqual([{ n: 0, m: 0 }]);
      expect(await ask(id, 'select channel, count(*) as n from events group by channel')).toEqual([]);
    });

    it('takes 200 000 rows in one batch while questions are asked', async () => {
      const id = await fresh();
      const rows = randomEvents(200_000, 5);
      const appended = store.append(id, { rows, moves: [], upTo: 200_000 });
      const seen: number[] = [];
      let open = true;
      const done = appended.finally(() => {
        open = false;
      });
      done.catch(() => undefined);
      while (open) {
        const [row] = await ask<{ n: number }>(id, 'select count(*) as n from events');
        seen.push(row?.n ?? -1);
      }
      await done;
      expect(seen.every((n) => n === 0 || n === 200_000)).toBe(true);
      expect(await store.audit(id)).toEqual({ rows: 200_000, distinct: 200_000, minSeq: 1, maxSeq: 200_000 });
      const total = rows.reduce((sum, row) => sum + (row.amount_minor ?? 0), 0);
      expect(await ask(id, 'select sum(amount_minor) as s from events')).toEqual([{ s: total }]);
    });

    it('tells its engine and version', async () => {
      const { engine, version } = await store.describe();
      expect(engine).toMatch(/^(duckdb|clickhouse)$/);
      expect(version).toMatch(/\d+\.\d+/);
    });

    answersTests(() => store, fresh);
  });
}
