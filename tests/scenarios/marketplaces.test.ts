import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../packages/server/src/config.ts';
import { type House, openHouse } from '../../packages/server/src/open-house.ts';
import { makePrincipal, type TestPrincipal } from '../../packages/server/testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../packages/server/testing/test-database.ts';

let database: TestDatabase;
let house: House;
let who: TestPrincipal;
const folder = mkdtempSync(join(tmpdir(), 'yutang-shops-'));

beforeAll(async () => {
  database = await createTestDatabase();
  const settings = readConfig({ YUTANG_DATA: folder, PORT: '0', LOG_LEVEL: 'error' });
  house = await openHouse({ ...settings, databaseUrl: database.url }, pino({ level: 'error' }));
}, 120_000);
beforeEach(async () => {
  who = await makePrincipal(database.db);
});
afterAll(async () => {
  await house?.close();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function call(
  method: 'GET' | 'POST',
  url: string,
  payload?: object | Buffer,
  headers = {},
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects by asserting on it
): Promise<any> {
  const answer = await house.app.inject({
    method,
    url,
    headers: { ...who.headers, ...headers },
    ...(payload ? { payload: payload as object } : {}),
  });
  expect(answer.statusCode, `${method} ${url}: ${answer.body}`).toBeLessThan(300);
  return answer.json();
}

/** Imports a file as it is guessed, with these changes, and waits until the engine has taken it in. */
async function bring(name: string, rows: string[], change: object = {}) {
  const content = Buffer.from(rows.join('\n'));
  const file = await call('POST', `/api/imports/files?name=${encodeURIComponent(name)}`, content, {
    'content-type': 'text/csv',
  });
  const { id } = await call('POST', '/api/imports', { fileId: file.id, spec: { ...file.guess, ...change } });
  const poll = { timeout: 30_000 };
  await expect.poll(async () => (await call('GET', `/api/imports/${id}`)).state, poll).toBe('done');
  await expect.poll(async () => (await call('GET', '/api/engine')).waitingEvents, poll).toBe(0);
  return { file, done: await call('GET', `/api/imports/${id}`) };
}

const phone = (n: number) => `138${String(10_000_000 + n * 37)}`;
const shopOrders = (prefix: string, phoneOf: (n: number) => string) => [
  '订单编号,买家会员名,联系手机,买家实际支付金额,订单付款时间',
  ...Array.from({ length: 50 }, (_, n) => `${prefix}${n},买家${n},${phoneOf(n)},${100 + n},2026-03-08 10:00`),
];

describe('orders of two marketplaces', () => {
  it('[INT-04] [ID-10] leave their buyers locked; only a phone bridges to a member, and nobody else merges', async () => {
    const members = Array.from({ length: 10 }, (_, n) => `XM${n},会员${n},${phone(n)}`);
    await bring('会员.csv', ['会员卡号,姓名,手机', ...members]);
    // the first five of each shop give the phone of a member; the others a masked one, as marketplaces do
    const taobao = await bring(
      '淘宝订单.csv',
      shopOrders('T', (n) => (n < 5 ? phone(n) : '138****0000')),
    );
    const jd = await bring(
      '京东订单.csv',
      shopOrders('J', (n) => (n < 5 ? phone(n + 5) : '')),
    );
    expect(taobao.file.guess).toMatchObject({
      kind: 'orders',
      columns: expect.arrayContaining([{ column: '买家会员名', field: 'identity:shop:taobao' }]),
    });
    expect([taobao.done, jd.done]).toMatchObject([
      { accepted: 50, rejected: 0 },
      { accepted: 50, rejected: 0 },
    ]);
    const { items, total } = await call('GET', '/api/customers?limit=200');
    // 10 members, and 45 buyers of each shop who have the same nicknames and stay apart
    expect(total).toBe(100);
    const people = await Promise.all(
      items.map(
        async ({ id }: { id: number }) => (await call('GET', `/api/customers/${id}/identities`)).identities,
      ),
    );
    const namespacesOf = (identities: { namespace: string }[]) =>
      [...new Set(identities.map(({ namespace }) => namespace))].sort().join(' ');
    const kinds = people.map(namespacesOf);
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(count('member phone shop:taobao')).toBe(5);
    expect(count('member phone shop:jd')).toBe(5);
    expect(count('shop:taobao')).toBe(45);
    expect(count('shop:jd')).toBe(45);
    const { counts } = await call('GET', '/api/pond');
    expect(counts).toMatchObject({ stock: 100, private: 0, reachable: 0 });
  });
});

describe('an address book', () => {
  it('[ACQ-36] makes a person with an e-mail only reachable once they consented, and not before', async () => {
    const evidence = '2025 展会签到表,同意书存于法务';
    const rows = ['Given Name,E-mail 1 - Value', 'Ann,ann@example.com', 'Bob,bob@example.com'];
    const book = (consents: string[]) => ({ addressBook: { authorised: true, evidence, consents } });
    await bring('contacts.csv', rows, book([]));
    expect((await call('GET', '/api/pond')).counts).toMatchObject({ identifiable: 2, reachable: 0 });
    await bring('contacts.csv', rows.slice(0, 2), { ...book(['email']), source: 'fair' });
    expect((await call('GET', '/api/pond')).counts).toMatchObject({ identifiable: 2, reachable: 1 });
    const { items } = await call('GET', '/api/pond/people?state=reachable');
    const [ann] = items;
    const consents = await call('GET', `/api/customers/${ann.id ?? ann.customer}/consents`);
    expect(consents.now).toMatchObject([
      { purpose: 'marketing', channel: 'email', state: 'granted', textVersion: evidence },
    ]);
  });
});
