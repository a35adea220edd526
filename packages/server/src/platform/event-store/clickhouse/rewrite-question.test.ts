import { describe, expect, it } from 'vitest';
import { rewriteQuestion } from './rewrite-question.ts';

const how = { table: 'events_all', watermark: 9, pending: new Map<number, number>() };
const moved = { ...how, pending: new Map([[4, 1]]) };
const plain = (sql: string, using = how): string => rewriteQuestion(sql, using).replace(/\s+/g, ' ').trim();

describe('a question rewritten for ClickHouse', () => {
  it('keeps rows above the watermark out of sight', () => {
    expect(plain('select count(*) from events')).toBe('select count(*) from events_all where append_id < 9');
    expect(plain("select name from events where a = 1 or b = 'x' group by name")).toBe(
      "select name from events_all where append_id < 9 and ( a = 1 or b = 'x' ) group by name",
    );
  });

  it('defines today’s customer where a select speaks of it, and only there', () => {
    expect(plain('select customer from events e where e.customer > 0')).toBe(
      'select customer from events_all e where append_id < 9 and (customer_then as customer) is not null and ( customer > 0 )',
    );
    expect(
      plain(
        'select n from (select customer, count(*) as n from events group by customer) where n > 1',
        moved,
      ),
    ).toBe(
      'select n from (select customer, count(*) as n from events_all where append_id < 9 and (transform(source, [4], [1], customer_then) as customer) is not null group by customer) where n > 1',
    );
    expect(
      plain('select count(*) from events where seq in (select max(seq) from events where customer = 1)'),
    ).toBe(
      'select count(*) from events_all where append_id < 9 and ( seq in (select max(seq) from events_all where append_id < 9 and (customer_then as customer) is not null and ( customer = 1 ) ) )',
    );
  });

  it('spells out the star, and makes the right of a join a select of its own', () => {
    expect(plain('select * from events', moved)).toContain(
      'transform(source, [4], [1], customer_then) as customer, name',
    );
    expect(plain('select 1 from (select 1 as seq) any left join events using seq')).toContain(
      'any left join (select seq, source, customer_then as customer, name',
    );
  });

  it('touches no text, no comment and no word that only looks alike', () => {
    const sql = "select 'from events' as t -- from events\n, x.events, events_of from y";
    expect(rewriteQuestion(sql, how)).toBe(sql);
  });
});
