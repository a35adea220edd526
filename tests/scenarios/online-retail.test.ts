import { spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Import } from '@yutang/contracts/imports';
import type { Order, OrderPage } from '@yutang/contracts/orders';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, caughtUp, clientOf, cookieOf, owner, until } from '../harness/client.ts';
import { databaseOfLane, type LaneStores } from '../harness/lane.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { type Answers, readAnswers } from './online-retail-answers.ts';

const shared = process.env.YUTANG_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const file = join(shared, 'data/online_retail/online_retail.csv.gz');
const there = existsSync(file);
if (!there)
  console.warn(
    `SKIPPED: ${file} is not there; set YUTANG_SHARED to the folder that holds data/online_retail`,
  );

const main = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url));
const minutes = 60_000;

describe.skipIf(!there)('a year of a real shop, imported', () => {
  let server: RunningServer;
  let client: Client;
  let key: string;
  let answers: Answers;
  let stores: LaneStores;
  const folder = mkdtempSync(join(tmpdir(), 'yutang-retail-'));
  const dataFolder = join(folder, 'data');

  const signIn = async () => {
    const answer = await clientOf(server.url).send('POST', '/api/session', {
      login: owner.login,
      password: owner.password,
    });
    return clientOf(server.url, { cookie: cookieOf(answer) });
  };

  /** `yutang import …` as a user types it. */
  async function command(...args: string[]): Promise<{ code: number | null; output: string }> {
    const child = spawn(process.execPath, [main, 'import', ...args, '--url', server.url, '--key', key], {
      env: { ...process.env, ...stores.env, LC_ALL: 'C', YUTANG_DATA: dataFolder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { code, output };
  }

  const find = async (id: number) => (await client.get<Import>(`/api/imports/${id}`)).body;

  async function everyOrder(query: string): Promise<Order[]> {
    const orders: Order[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: OrderPage } = await client.get(
        `/api/orders?limit=200&${query}${cursor && `&cursor=${cursor}`}`,
      );
      orders.push(...body.items);
      cursor = body.nextCursor;
    }
    return orders;
  }

  /** Everything a user can ask of it, to see that a second run changes nothing. */
  async function picture(): Promise<unknown> {
    const [summary, people, orders, engine] = await Promise.all([
      client.get('/api/orders/summary?by=month'),
      client.get('/api/customers?limit=200&sort=net_sales'),
      client.get('/api/orders?limit=200'),
      client.get('/api/engine'),
    ]);
    return [summary.body, people.body, orders.body, engine.body.lastSeq];
  }

  beforeAll(async () => {
    answers = readAnswers(file);
    stores = await databaseOfLane();
    server = await startServer({ dataFolder, env: stores.env });
    const setUp = await clientOf(server.url).send('POST', '/api/setup', {
      ...owner,
      workspace: { name: 'Online Retail', zone: 'Europe/London', currency: 'GBP', language: 'en' },
    });
    expect(setUp.status, JSON.stringify(setUp.body)).toBeLessThan(300);
    client = clientOf(server.url, { cookie: cookieOf(setUp) });
    const made = await client.send('POST', '/api/keys', {
      label: 'import',
      scopes: ['imports.read', 'imports.write'],
    });
    key = made.body.secret;
  }, 2 * minutes);

  afterAll(async () => {
    await server?.stop();
    await stores?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    '[ID-08] reads every line, kill −9 in the middle included, and reports what it refused with reasons',
    async () => {
      const upload = await fetch(`${server.url}/api/imports/files?name=online_retail.csv.gz`, {
        method: 'POST',
        headers: client.headers,
        body: Readable.toWeb(createReadStream(file)) as never,
        duplex: 'half',
      } as RequestInit);
      const { id: fileId, guess } = await upload.json();
      expect(guess.preset).toBe('online-retail');
      const { body: preview } = await client.send('POST', '/api/imports/preview', { fileId, spec: guess });
      expect(preview).toMatchObject({ complete: false, faults: [], totals: { read: 20_000 } });
      const { body: started } = await client.send<Import>('POST', '/api/imports', { fileId, spec: guess });
      await until(
        () => find(started.id),
        ({ read }) => read > 50_000,
        2 * minutes,
      );
      await server.kill();
      server = await startServer({ dataFolder, env: stores.env });
      client = await signIn();
      const done = await until(
        () => find(started.id),
        ({ state }) => state !== 'running',
        5 * minutes,
      );
      expect(done).toMatchObject({ state: 'done', read: 541_909, repeated: 0 });
      expect(answers.lines).toBe(541_909);
      const { adjustment, stock, noSale } = answers.refused;
      expect(done.rejected).toBe(adjustment + stock + noSale);
      expect(Object.fromEntries(done.reasons.map(({ code, count }) => [code, count]))).toEqual({
        'row.adjustment': adjustment,
        'row.stock-adjustment': stock,
        'row.no-sale': noSale,
      });
      expect(done.events).toBe(answers.sales.size + answers.cancellations.size);
      await caughtUp(client, 5 * minutes);
    },
    10 * minutes,
  );

  it(
    '[ID-08] makes 4 372 customers, and none of the anonymous orders',
    async () => {
      expect(answers.customers.size).toBe(4372);
      const { body } = await client.get('/api/customers?limit=1');
      expect(body.total).toBe(4372);
      const anonymous = await everyOrder('anonymous=true');
      expect(new Set(anonymous.map(({ orderId }) => orderId))).toEqual(answers.anonymous);
    },
    2 * minutes,
  );

  it('[DAT-12] has the revenue of every month, and what was given back, to the penny', async () => {
    const { body } = await client.get('/api/orders/summary?by=month');
    expect(body.zone).toBe('Europe/London');
    const months = (read: (row: { paidMinor: number; refundedMinor: number }) => number) =>
      new Map(
        body.rows.map((row: { key: string; paidMinor: number; refundedMinor: number }) => [
          row.key,
          read(row),
        ]),
      );
    expect(months((row) => row.paidMinor)).toEqual(answers.paid);
    expect(months((row) => row.refundedMinor)).toEqual(answers.refunded);
    expect(body.total.orders).toBe(answers.sales.size);
  });

  it(
    '[DAT-12] has every customer’s purchases as the file has them',
    async () => {
      const orders = await everyOrder('anonymous=false');
      const names = new Map<number, string>();
      for (const { customer } of orders)
        if (customer !== null && !names.has(customer)) names.set(customer, '');
      expect(names.size).toBe(4372);
      const { body } = await client.get('/api/customers?q=17850');
      expect(body.items).toHaveLength(1);
      const found = new Map<number, Map<string, { pence: number; refund: boolean; time: number }>>();
      for (const order of orders) {
        const mine = found.get(order.customer as number) ?? new Map();
        const refund = order.paidMinor === 0 && order.refundedMinor > 0;
        mine.set(order.orderId, {
          pence: refund ? order.refundedMinor : order.paidMinor,
          refund: order.orderId.startsWith('C'),
          time: order.placedAt ?? order.refundedAt,
        });
        found.set(order.customer as number, mine);
      }
      // customers are told apart by their invoices: one customer of ours, one of the file, and the same purchases
      const expected = new Map(
        [...answers.purchases].map(([name, invoices]) => [
          [...invoices.keys()].sort().join(),
          { name, invoices },
        ]),
      );
      for (const mine of found.values()) {
        const theirs = expected.get([...mine.keys()].sort().join());
        expect(theirs, [...mine.keys()].join()).toBeDefined();
        for (const [invoice, purchase] of theirs?.invoices ?? []) {
          const { pence, refund, time } = mine.get(invoice) as {
            pence: number;
            refund: boolean;
            time: number;
          };
          expect([invoice, pence, refund, londonTime(time)]).toEqual([
            invoice,
            purchase.pence,
            purchase.refund,
            purchase.time,
          ]);
        }
      }
      expect(found.size).toBe(expected.size);
    },
    5 * minutes,
  );

  it(
    '[DAT-02] changes nothing when it is imported a second time, by the command line',
    async () => {
      const before = await picture();
      const report = join(folder, 'rejects.csv');
      const { code, output } = await command(file, '--preset', 'online-retail', '--rejects', report);
      expect(output).toContain('541909 rows read, 0 accepted, 539431 known already, 2478 rejected; 0 events');
      expect(code).toBe(0);
      const lines = readFileSync(report, 'utf8').trimEnd().split('\r\n');
      expect(lines).toHaveLength(2479);
      expect(await picture()).toEqual(before);
    },
    5 * minutes,
  );

  it(
    '[DAT-02] is gone without a trace when it is undone',
    async () => {
      const { body } = await client.get('/api/imports');
      const first = body.items.at(-1) as Import;
      const { code, output } = await command('--undo', String(first.id));
      expect(output).toContain('is undone');
      expect(code).toBe(0);
      await caughtUp(client, 2 * minutes);
      expect((await client.get('/api/customers?limit=1')).body).toMatchObject({ items: [], total: 0 });
      expect((await client.get('/api/orders?limit=1')).body.items).toEqual([]);
    },
    5 * minutes,
  );

  it(
    'tells what is missing when the command is used wrongly',
    async () => {
      expect((await command('--kind')).code).toBe(2);
      expect((await command('no-such-file.csv')).code).toBe(2);
      expect((await command('--undo', '999')).code).toBe(1);
      expect((await command('--help')).output).toContain('--preset');
    },
    minutes,
  );
});

/** Wall-clock time in London as the file writes it. */
function londonTime(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'medium',
    timeZone: 'Europe/London',
  }).format(at);
}
