import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { checkQuery, withoutValues } from './check-query.ts';

/** `code name` a query is refused with; undefined: it may pass. */
function refusal(query: string): string | undefined {
  try {
    checkQuery(query);
  } catch (error) {
    if (error instanceof AppError) return `${error.code} ${error.params.name ?? ''}`.trim();
    throw error;
  }
  return undefined;
}

describe('a query at the door', () => {
  it('is what people ask of rows', () => {
    for (const query of [
      'select 1',
      'select 1;',
      ' -- a remark; with a semicolon\n select /* nested /* ; */ */ count(*) from orders;;',
      `select date_trunc('month', paid_at)::date as month, channel, sum(net) from orders group by 1, 2`,
      `with big(customer, total) as (select customer, sum(paid) from orders group by 1), x as materialized (select 1)
        select * from big where total > 100`,
      `select * from (values (1, 'a;b')) as t(n, s) where s in ('x', $$;$$, E'it\\'s; ') and exists (select 1)`,
      `select row_number() over (partition by customer order by paid_at) from orders`,
      `select percentile_cont(0.5) within group (order by net) filter (where net > 0) from orders`,
      `select cast(net as numeric(10, 1)), coalesce(channel, '—'), "order_id" from orders`,
      '(select 1) union all (select 2)',
      `select props ->> 'sku', '客户' as 客户 from events where name like 'pg_%'`,
      'table orders',
    ]) {
      expect(refusal(query), query).toBeUndefined();
    }
  });

  it('is one statement that reads', () => {
    expect(refusal(' -- nothing')).toBe('sql.empty');
    expect(refusal('select 1; select 2')).toBe('sql.one-statement');
    expect(refusal(`select 'a'';' ; drop table log`)).toBe('sql.one-statement');
    for (const query of [
      'delete from log',
      'set role x',
      'copy log to program $$x$$',
      'do $$ $$',
      'explain select 1',
      'commit',
      '"select" 1',
    ])
      expect(refusal(query), query).toBe('sql.only-select');
  });

  it('names no catalog and calls no function that does more than compute, however it is written', () => {
    const cases: [string, string][] = [
      ['select pg_sleep(5)', 'pg_sleep'],
      ['select pg_catalog.lower(name) from customers', 'pg_catalog'],
      ['select (5).pg_sleep', 'pg_sleep'],
      ['select "pg_sleep" (5)', '"pg_sleep"'],
      ['select U&"\\0070g_sleep"(5)', 'U&"\\0070g_sleep"'],
      ['select * from information_schema.tables', 'information_schema'],
      ['select * from PG_STAT_ACTIVITY', 'PG_STAT_ACTIVITY'],
      [`select set_config('role', 'x', false)`, 'set_config'],
      [`select query_to_xml('select 1', true, true, '')`, 'query_to_xml'],
      [`select lo_import('/etc/passwd')`, 'lo_import'],
      [`select current_setting('x')`, 'current_setting'],
      ['select 1, pg_sleep(1) as (x)', 'pg_sleep'],
      ['select 1, nosuch(1) as x', 'nosuch'],
      [`select nextval('log_seq')`, 'nextval'],
      ['select 1 /* /* */ */, version()', 'version'],
      [`select 'a' -- '\r, version()`, 'version'],
      ['select $a$ $b$ $a$, version() -- $b$', 'version'],
      ["select E'\\'', version() --'", 'version'],
    ];
    for (const [query, name] of cases) expect(refusal(query), query).toBe(`sql.not-offered ${name}`);
  });

  it('says where', () => {
    expect(() => checkQuery('select 1,\n  pg_sleep(1)')).toThrow(AppError);
    try {
      checkQuery('select 1,\n  pg_sleep(1)');
    } catch (error) {
      expect((error as AppError).params).toEqual({ name: 'pg_sleep', line: 2, column: 3 });
    }
  });

  it('goes into the audit log without what it may say of a person', () => {
    expect(
      withoutValues(
        `select * -- Ann\nfrom identities where value = '13800138000' or value like $$x$$ or n=13800138000 limit 10`,
      ),
    ).toBe(`select * from identities where value = '…' or value like '…' or n='…' limit 10`);
  });
});
