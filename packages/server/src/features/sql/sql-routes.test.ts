import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maskProperties } from '@yutang/core/customers';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDoorScene, type DoorPerson, type DoorScene } from '../../../testing/door-scene.ts';
import { maskValue } from '../workspaces/index.ts';
import { eraseMentions } from './run-store.ts';

let scene: DoorScene;
let owner: DoorPerson;
let analyst: DoorPerson;
const at = (text: string) => Date.parse(text);
const paid = { family: 'consumption' as const, name: 'Order Completed' };

/** What net sales by month and channel are asked with: the first example of the page. */
const netSales = `select date_trunc('month', at)::date as month, channel, sum(amount) as net_sales
from (
  select paid_at as at, channel, paid as amount from orders where paid_at is not null
  union all
  select refunded_at, channel, -amount from refunds
) as sales
group by 1, 2 order by 1, 2`;

beforeAll(async () => {
  scene = await createDoorScene();
  owner = await scene.person();
  analyst = await scene.person({ role: 'analyst', workspaceId: owner.workspaceId });
  await scene.tell(
    owner.workspaceId,
    {
      who: ['user u1', 'phone 13800138000'],
      type: 'identify',
      name: 'Identify',
      properties: { name: '王小满', phone: '13800138000', city: '上海', memberNo: 'M1234567' },
      occurredAt: at('2026-02-01T00:00:00Z'),
    },
    {
      who: ['user u1'],
      ...paid,
      orderId: 'A',
      amountMinor: 1050,
      channel: '小程序',
      properties: {
        products: [{ sku: '=1+1', name: '奶粉, "一段"', quantity: 2, price: 5.25 }],
        receiverName: '王小满',
        odd: 'a\u0000b',
      },
      // 00:30 on 1 March in Shanghai
      occurredAt: at('2026-02-28T16:30:00Z'),
    },
    {
      who: ['user u1'],
      name: 'Order Refunded',
      family: 'consumption',
      orderId: 'A',
      amountMinor: 50,
      occurredAt: at('2026-04-02T00:00:00Z'),
    },
    { ...paid, orderId: 'B', amountMinor: 500, channel: 'outlet', occurredAt: at('2026-03-05T00:00:00Z') },
  );
}, 120_000);
afterAll(() => scene?.close());

describe('the SQL door', () => {
  it('answers net sales by month and channel, equal to the summary of orders', async () => {
    const { status, body } = await owner.ask(netSales);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({
      columns: [
        { name: 'month', type: 'date' },
        { name: 'channel', type: 'text' },
        { name: 'net_sales', type: 'decimal' },
      ],
      rows: [
        ['2026-03-01', 'mini_program', '10.50'],
        ['2026-03-01', 'outlet', '5.00'],
        ['2026-04-01', 'mini_program', '-0.50'],
      ],
      more: false,
      masked: false,
    });
  });

  it('has views whose columns are those documented, and every one can be read by both', async () => {
    for (const person of [owner, analyst]) {
      const { views, closed } = (await person.send('GET', '/api/sql/schema')).json();
      expect(closed).toBeNull();
      expect(views.map((view: { name: string }) => view.name)).toEqual(
        expect.arrayContaining(['events', 'customers', 'orders', 'order_lines', 'identities', 'refunds']),
      );
      for (const { name, columns } of views) {
        const { status, body } = await person.ask(`select * from ${name}`);
        expect(status, JSON.stringify(body)).toBe(200);
        expect((body.columns as { name: string }[]).map((column) => column.name)).toEqual(
          columns.map((column: { name: string }) => column.name),
        );
      }
    }
  });

  it('gives times in the zone of the workspace, money in both units, and JSON that PostgreSQL would not hold', async () => {
    const { body } = await owner.ask(
      `select o.placed_at, o.paid, o.paid_minor, o.customer, l.sku, l.product, l.quantity, l.amount, e.props ->> 'odd'
       from orders o join order_lines l using (order_id) join events e using (order_id)
       where o.order_id = 'A' and e.name = 'Order Completed'`,
    );
    expect(body.rows).toEqual([
      ['2026-03-01 00:30:00+08', '10.50', 1050, 1, '=1+1', '奶粉, "一段"', '2', '10.50', 'a\uFFFDb'],
    ]);
  });

  it('masks personal data for an analyst, and for a key that may not take customers out', async () => {
    const query = `select c.name, c.attributes, i.value, e.props ->> 'receiverName' as receiver
      from customers c join identities i using (customer) join events e using (customer)
      where i.namespace = 'phone' and e.name = 'Order Completed'`;
    const full = await owner.ask(query);
    expect(full.body.rows).toEqual([
      [
        '王小满',
        { city: '上海', memberNo: 'M1234567', name: '王小满', phone: '13800138000' },
        '13800138000',
        '王小满',
      ],
    ]);
    const masked = await analyst.ask(query);
    expect(masked.body).toMatchObject({
      masked: true,
      rows: [['王*', { city: '上海', memberNo: '****', name: '****', phone: '****' }, '138****8000', '****']],
    });
    expect(JSON.stringify(masked.body)).not.toContain('M1234567');
  });

  it('masks as the rest of the house does, whatever the values', async () => {
    const client = await scene.breakIn(owner.workspaceId, 'masked');
    const schema = `door_${owner.workspaceId}_masked`;
    const keys = fc.oneof(
      fc.constantFrom(
        'name',
        'userName',
        'phone',
        'ip',
        'zip',
        'ip_addr',
        'eMail',
        'email',
        'products',
        'city',
        '生日',
        'namespace',
        'value',
        'payer',
        'to',
      ),
      fc.string({ maxLength: 5 }),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.dictionary(
        keys,
        fc.oneof(
          { depthSize: 'small' },
          fc.jsonValue({ maxDepth: 1 }),
          tie('tree'),
          fc.array(tie('tree'), { maxLength: 2 }),
        ),
      ),
    }));
    // what PostgreSQL holds in no text: the character zero and halves of a pair
    const held = (text: string) => text.replace(/[\0\p{Surrogate}]/gu, 'x');
    const clean = (value: unknown): unknown => {
      if (typeof value === 'string') return held(value);
      if (Array.isArray(value)) return value.map(clean);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [held(name), clean(inner)]));
    };
    try {
      await fc.assert(
        fc.asyncProperty(
          tree,
          fc.constantFrom('phone', 'email', 'name', 'user', 'openid:wx'),
          fc.string({ unit: 'grapheme-ascii', maxLength: 14 }),
          async (raw, namespace, value) => {
            const json = clean(raw) as Record<string, unknown>;
            const { rows } = await client.query(
              `select ${schema}.mask_json($1::jsonb) as json, ${schema}.mask_value($2, $3) as value`,
              [JSON.stringify(json), namespace, value],
            );
            expect(rows[0].json).toEqual(JSON.parse(JSON.stringify(maskProperties(json))));
            expect(rows[0].value).toBe(maskValue(namespace, value));
          },
        ),
        { numRuns: 60 },
      );
    } finally {
      await client.end();
    }
  });

  it('writes CSV that a spreadsheet opens as it is meant', async () => {
    const text = `select sku, product, quantity, paid_at, null as nothing, true as yes, -1 as n from order_lines where order_id = 'A'`;
    const answer = await analyst.send('POST', '/api/sql/export', { text, format: 'csv' });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.body).toBe(
      `\uFEFFsku,product,quantity,paid_at,nothing,yes,n\r\n'=1+1,"奶粉, ""一段""",2,2026-03-01 00:30:00+08,,true,-1\r\n`,
    );
    const bare = await analyst.send('POST', '/api/sql/export', {
      text: 'select 1 as a',
      format: 'csv',
      bom: false,
    });
    expect(bare.body).toBe('a\r\n1\r\n');
    const none = await analyst.send('POST', '/api/sql/export', {
      text: 'select 1 as a where false',
      format: 'csv',
    });
    expect(none.body).toBe('\uFEFFa\r\n');
    // its place is free as soon as the file has ended: more than may run at once, one after the other
    for (let again = 0; again < 4; again++) {
      const next = await analyst.send('POST', '/api/sql/export', { text: 'select 1 as a', format: 'csv' });
      expect(next.statusCode, next.body).toBe(200);
    }
    const wrong = await analyst.send('POST', '/api/sql/export', { text: 'select nosuch', format: 'csv' });
    expect(wrong.json()).toMatchObject({
      status: 400,
      code: 'sql.failed-at',
      params: { line: 1, column: 8 },
    });
  });

  it('writes Parquet with types that DuckDB reads back equal, in several row groups', async () => {
    const text = `select n, n * 3000000000 as big, n / 4.0 as dec, n % 2 = 0 as even, 'x' || n as t,
      timestamptz '2026-01-01 08:00+08' + n * interval '1 second' as at, date '2026-01-01' + (n % 3)::int as day,
      case when n > 1 then json_build_object('n', n) end as j, n as n
      from generate_series(1, 25000) as s(n)`;
    const answer = await owner.send('POST', '/api/sql/export', { text, format: 'parquet' });
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
    const folder = mkdtempSync(join(tmpdir(), 'yutang-parquet-'));
    const file = join(folder, 'a.parquet');
    writeFileSync(file, answer.rawPayload);
    try {
      const bytes = answer.rawPayload;
      const rows = await parquetReadObjects({
        file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
        rowStart: 24_999,
      });
      expect(rows[0]).toMatchObject({
        n: 25000,
        big: 75_000_000_000_000n,
        dec: 6250,
        even: true,
        t: 'x25000',
        n_2: 25000,
      });
      expect(await readByDuckdb(file)).toEqual([
        {
          rows: '25000',
          big: '937537500000000000',
          dec: 78128125 / 1,
          even: '12500',
          span: '2026-01-01 00:00:01 … 2026-01-01 06:56:40',
          days: '3',
          j: '24999',
        },
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('keeps named queries for the workspace, and own runs for oneself, with an audit row each', async () => {
    const made = (await analyst.send('POST', '/api/sql/queries', { name: '月销售', text: netSales })).json();
    expect((await owner.send('GET', '/api/sql/queries')).json().items).toMatchObject([
      { id: made.id, name: '月销售', own: false },
    ]);
    const operator = await scene.person({ role: 'operator', workspaceId: owner.workspaceId });
    expect((await operator.send('PATCH', `/api/sql/queries/${made.id}`, { name: 'x' })).statusCode).toBe(404);
    expect(
      (await analyst.send('PATCH', `/api/sql/queries/${made.id}`, { name: '月净销售' })).json().name,
    ).toBe('月净销售');
    await operator.ask(`select 1 where '13800138000' = ''`);
    const runs = (await operator.send('GET', '/api/sql/runs')).json().items;
    expect(runs).toMatchObject([
      { kind: 'screen', text: `select 1 where '13800138000' = ''`, rows: 0, error: null },
    ]);
    const audit = (await owner.send('GET', '/api/audit?action=sql.run')).json().items[0];
    expect(audit).toMatchObject({
      action: 'sql.run',
      details: { text: `select 1 where '…' = '…'`, rows: 0 },
    });
    // who is erased is in no query any more, and what it asked for is still to be read
    await scene.db
      .transaction()
      .execute((tx) => eraseMentions(tx, owner.workspaceId, ['13800138000', 'else']));
    expect((await operator.send('GET', '/api/sql/runs')).json().items).toMatchObject([
      { text: `select 1 where '…' = '…'` },
    ]);
    expect((await owner.send('DELETE', `/api/sql/queries/${made.id}`)).statusCode).toBe(200);
    expect((await analyst.send('GET', '/api/sql/queries')).json().items).toEqual([]);
  });

  it('says what is wrong and where, and how much more there is', async () => {
    expect((await owner.ask('select\n  nosuch from orders')).body).toMatchObject({
      code: 'sql.failed-at',
      params: { line: 2, column: 3 },
    });
    expect((await owner.ask('select 1 / 0')).body).toMatchObject({ code: 'sql.failed' });
    const some = await owner.ask('select n from generate_series(1, 5000) as s(n)', { limit: 2500 });
    expect(some.body).toMatchObject({ more: true });
    expect(some.body.rows).toHaveLength(2500);
  });
});

/** Asks DuckDB in a process of its own: only the events thread may open it in ours. */
async function readByDuckdb(file: string): Promise<unknown> {
  const { execFileSync } = await import('node:child_process');
  const script = `import { DuckDBInstance } from '@duckdb/node-api';
    const c = await (await DuckDBInstance.create(':memory:')).connect();
    const r = await c.runAndReadAll(\`select count(*)::text as rows, sum(big)::text as big, sum(dec) as dec,
      (count(*) filter (even))::text as even, min("at")::timestamp::text || ' … ' || max("at")::timestamp::text as span,
      count(distinct day)::text as days, count(j)::text as j from '${file}'\`);
    console.log(JSON.stringify(r.getRowObjectsJson()));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
      cwd: import.meta.dirname,
    }),
  );
}
