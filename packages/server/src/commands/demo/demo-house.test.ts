import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brand, demoSimulation } from '@yutang/core/simulation';
import { day, localOffset } from '@yutang/core/time';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpFolds } from '../../../testing/fold-world.ts';
import { makePrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { readConfig } from '../../config.ts';
import { nextOpening } from '../../features/demo/index.ts';
import { type House, openHouse } from '../../open-house.ts';
import { workspaceTables } from '../../platform/postgres/workspace-rows.ts';
import { type DemoWorkspace, makeDemo, openAt } from './demo-workspace.ts';
import { fillDemo } from './fill-demo.ts';

const folder = mkdtempSync(join(tmpdir(), 'yutang-demo-'));
let database: TestDatabase;
let house: House;
let demo: DemoWorkspace;

async function open(): Promise<House> {
  const settings = readConfig({ YUTANG_DATA: folder, PORT: '0', LOG_LEVEL: 'error' });
  return openHouse({ ...settings, databaseUrl: database.url }, pino({ level: 'error' }));
}

beforeAll(async () => {
  database = await createTestDatabase();
  const endAt = nextOpening(Date.now(), brand.zone);
  const simulation = { ...demoSimulation, people: 120, days: 30, endAt };
  demo = await makeDemo(database.db, simulation);
  await fillDemo({
    db: database.db,
    databaseUrl: database.url,
    demo,
    simulation,
    log: { info: () => undefined, error: (details, message) => console.error(message, details) },
    progress: () => undefined,
  });
  await openAt(database.db, demo.workspaceId, endAt);
  house = await open();
}, 180_000);
afterAll(async () => {
  await house?.close();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

type Headers = Record<string, string>;
const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, headers: Headers, payload?: object) =>
  house.app.inject({ method, url, headers: { host: 'localhost', ...headers }, ...(payload && { payload }) });

/** Tries the demo as a role; answers the cookie. */
async function tryAs(role: string): Promise<Headers> {
  const answer = await ask('POST', '/api/demo/session', {}, { role });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json()).toMatchObject({ role, account: { trial: true }, workspace: { kind: 'demo' } });
  return { cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' };
}

const one = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(database.db)).rows[0] as T;

/** Waits until everything posted is folded and exported. */
async function rest(headers: Headers): Promise<void> {
  await expect
    .poll(async () => (await ask('GET', '/api/engine', headers)).json(), { timeout: 20_000 })
    .toMatchObject({ waitingEvents: 0 });
  await new Promise((resolve) => setTimeout(resolve, 300));
}

describe('the demo as it is opened', () => {
  it('begins at ten in the morning and knows its own channel by name', async () => {
    const headers = await tryAs('owner');
    const { now } = (await ask('GET', '/api/demo', headers)).json();
    const wall = new Date(now + localOffset(now, brand.zone));
    expect(wall.getUTCHours()).toBe(10);
    const { items } = (await ask('GET', '/api/channels', headers)).json();
    expect(items.find((channel: { name: string }) => channel.name === 'referral')).toMatchObject({
      title: '老客推荐',
      domainClass: 'private',
      classified: true,
    });
  });

  it('has the regions, outlets and guides of the brand by name', async () => {
    const owner = await tryAs('owner');
    const { units } = (await ask('GET', '/api/organisation', owner)).json();
    const kinds = units.map((unit: { kind: string }) => unit.kind);
    expect(kinds.filter((kind: string) => kind === 'outlet')).toHaveLength(24);
    expect(kinds.filter((kind: string) => kind === 'region')).toHaveLength(4);
    expect(units.map((unit: { name: string }) => unit.name)).toContain('南京西路店');
    expect(await one(sql`select count(*) as n from staff where workspace_id = ${demo.workspaceId}`)).toEqual({
      n: 96,
    });
  });

  it('is tried as every role with one click, on this machine only', async () => {
    const stage = (await ask('GET', '/api/demo/stage', {})).json();
    expect(stage.roles).toEqual(['owner', 'admin', 'operator', 'manager', 'guide', 'analyst']);
    for (const role of stage.roles) await tryAs(role);
    const guide = (await ask('GET', '/api/session', await tryAs('guide'))).json();
    expect(guide).toMatchObject({ ownStaff: stage.guide.staff, account: { name: '小美' } });
    for (const headers of [{ host: 'demo.example.com' }, { 'x-forwarded-for': '192.0.2.1' }] as Headers[]) {
      expect((await ask('GET', '/api/demo/stage', headers)).json().code).toBe('demo.none');
      expect((await ask('POST', '/api/demo/session', headers, { role: 'owner' })).json().code).toBe(
        'demo.none',
      );
    }
  });

  it('gives whoever tries it nothing outside: no workspace of its own, no backup', async () => {
    const headers = await tryAs('owner');
    const made = await ask('POST', '/api/workspaces', headers, { name: 'mine' });
    expect(made.json().code).toBe('account.trial');
    expect((await ask('GET', '/api/session', headers)).json().permissions).not.toContain('backup.run');
  });
});

describe('the demo clock', () => {
  it('moves forward by an hour, a day and thirty days, and what arrives then is known then', async () => {
    const headers = await tryAs('operator');
    const steps = { hour: 3_600_000, day, month: 30 * day };
    for (const [by, length] of Object.entries(steps)) {
      const before = (await ask('GET', '/api/demo', headers)).json().now;
      const moved = await ask('POST', '/api/demo/clock', headers, { by });
      expect(moved.statusCode, moved.body).toBe(200);
      expect(Math.abs(moved.json().now - before - length)).toBeLessThan(10_000);
    }
    const { now } = (await ask('GET', '/api/demo', headers)).json();
    const authorization = `Basic ${Buffer.from(`${demo.writeKey}:`).toString('base64')}`;
    const event = { userId: 'later', event: 'Product Added', properties: { sku: 'S1', price: 199 } };
    expect((await ask('POST', '/v1/track', { authorization }, event)).statusCode).toBe(200);
    await rest(await tryAs('owner'));
    const row = await one(sql<{ occurred_at: number; known_at: number }>`
      select occurred_at, known_at from log where workspace_id = ${demo.workspaceId} and name = 'Product Added'
        and props like '%199%' order by seq desc limit 1`);
    expect(Math.abs(row.occurred_at - now)).toBeLessThan(20_000);
    expect(row.known_at).toBeGreaterThanOrEqual(row.occurred_at);
  }, 60_000);

  it('equals a rebuild after +30 days: every fold table, row by row', async () => {
    const headers = await tryAs('owner');
    await ask('PUT', '/api/demo/pace', headers, { pace: 'off' });
    await ask('POST', '/api/demo/clock', headers, { by: 'month' });
    const authorization = `Basic ${Buffer.from(`${demo.writeKey}:`).toString('base64')}`;
    for (const [event, properties] of [
      ['Contact Added', { staff: 'guide-001', channel: 'outlet' }],
      ['Order Completed', { order_id: 'X1', total: 318, channel: 'mini_program' }],
    ] as const)
      await ask('POST', '/v1/track', { authorization }, { userId: 'later', event, properties });
    await rest(headers);
    const before = await dumpFolds(database.db, demo.workspaceId);
    const asked = await ask('POST', '/api/engine/rebuild', headers);
    expect(asked.statusCode, asked.body).toBeLessThan(300);
    await expect
      .poll(async () => (await ask('GET', '/api/engine', headers)).json().commands[0]?.state, {
        timeout: 60_000,
      })
      .toBe('done');
    expect(await dumpFolds(database.db, demo.workspaceId)).toEqual(before);
    expect(before.customers?.length).toBeGreaterThan(100);
  }, 90_000);

  it('does not exist in a real workspace', async () => {
    const { headers } = await makePrincipal(database.db);
    for (const [method, url, body] of [
      ['POST', '/api/demo/clock', { by: 'hour' }],
      ['PUT', '/api/demo/pace', { pace: 'fast' }],
      ['DELETE', '/api/demo', { confirm: 'x' }],
    ] as const)
      expect((await ask(method, url, headers, body)).json().code).toBe('demo.not-demo');
  });
});

describe('simulated people', () => {
  it('go on arriving, labelled, and after a restart from where they stood; at pace off nobody comes', async () => {
    const standing = () =>
      one(sql<{ elapsed: number; seq: number }>`
        select d.elapsed_ms as elapsed, e.last_seq as seq from demos d join engine_state e using (workspace_id)`);
    await ask('PUT', '/api/demo/pace', await tryAs('guide'), { pace: 'fast' });
    const begun = await standing();
    await expect.poll(async () => (await standing()).seq, { timeout: 60_000 }).toBeGreaterThan(begun.seq);
    await house.close();
    const kept = await standing();
    expect(kept.elapsed).toBeGreaterThan(0);
    house = await open();
    await expect
      .poll(async () => (await standing()).elapsed, { timeout: 60_000 })
      .toBeGreaterThan(kept.elapsed);
    const headers = await tryAs('owner');
    const { items } = (await ask('GET', '/api/events/recent?limit=5', headers)).json();
    const told = items.filter(
      (event: { family: string; seq: number }) => event.family !== 'system' && event.seq > begun.seq,
    );
    for (const event of told) expect(event.context.simulated).toBe(true);
    await ask('PUT', '/api/demo/pace', headers, { pace: 'off' });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const still = await standing();
    await new Promise((resolve) => setTimeout(resolve, 4500));
    expect((await standing()).elapsed).toBe(still.elapsed);
    const { twice } = await one(sql<{ twice: number }>`
      select count(*) - count(distinct message_id) as twice from log where workspace_id = ${demo.workspaceId}
        and family <> 'system'`);
    expect(twice).toBe(0);
  }, 180_000);
});

describe('leaving the demo', () => {
  it('keeps one’s own workspace, and leaves no row, file or account of the demo behind', async () => {
    const headers = await tryAs('owner');
    const own = await ask('POST', '/api/demo/own', headers, {
      login: 'me@example.com',
      name: '林',
      password: 'a pond of 2026 fish',
      workspace: { name: '我的品牌' },
    });
    expect(own.statusCode, own.body).toBe(201);
    const again = await ask('POST', '/api/demo/own', headers, {
      login: 'other@example.com',
      name: '王',
      password: 'a pond of 2026 fish',
      workspace: { name: '另一个品牌' },
    });
    expect(again.json().code, 'whoever tries a demo beside a real workspace is not let in').toBe(
      'demo.own-exists',
    );
    const mine = { cookie: String(own.headers['set-cookie']).split(';')[0] ?? '' };
    expect(own.json()).toMatchObject({
      workspace: { name: '我的品牌', kind: 'real' },
      account: { trial: false },
    });
    const { workspaceId } = demo;
    const there = { ...mine, 'yutang-workspace': String(workspaceId) };
    const wrong = await ask('DELETE', '/api/demo', there, { confirm: '小满' });
    expect(wrong.json()).toMatchObject({ code: 'demo.confirm', params: { field: 'body.confirm' } });
    expect(eventFiles().join()).toContain(`w${workspaceId}.duckdb`);
    const before = await count(workspaceId);
    expect(before.get('log')).toBeGreaterThan(100);
    expect(before.get('audit')).toBeGreaterThan(0);
    const deleted = await ask('DELETE', '/api/demo', there, { confirm: '小满妈妈' });
    expect(deleted.statusCode, deleted.body).toBe(200);
    expect(deleted.json().rows).toBeGreaterThan(1000);

    for (const [table, rows] of await count(workspaceId)) expect([table, rows]).toEqual([table, 0]);
    expect(await one(sql`select count(*) as n from workspaces where id = ${workspaceId}`)).toEqual({ n: 0 });
    expect(await one(sql`select count(*) as n from accounts where trial`)).toEqual({ n: 0 });
    expect(await one(sql`select count(*) as n from accounts where login = ${demo.login}`)).toEqual({ n: 0 });
    expect(existsSync(join(folder, 'demo.json'))).toBe(false);
    expect(eventFiles().filter((name) => name.includes(`w${workspaceId}.duckdb`))).toEqual([]);
    // whoever has a workspace of their own is still signed in
    expect((await ask('GET', '/api/session', mine)).json()).toMatchObject({
      workspace: { name: '我的品牌' },
    });
    expect((await ask('GET', '/api/demo/stage', {})).json().code).toBe('demo.none');
  }, 60_000);

  const eventFiles = () => readdirSync(folder, { recursive: true }).map(String);

  async function count(workspaceId: number): Promise<Map<string, number>> {
    const rows = new Map<string, number>();
    for (const table of await workspaceTables(database.db)) {
      const { n } = await one(
        sql<{ n: number }>`select count(*) as n from ${sql.table(table)} where workspace_id = ${workspaceId}`,
      );
      rows.set(table, n);
    }
    return rows;
  }
});
