import { once } from 'node:events';
import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HealthCheck } from '@yutang/contracts/health';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, migrationFolder, type TestDatabase } from '../../../testing/test-database.ts';
import { createEventStore } from '../../platform/event-store/create-event-store.ts';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import { createHttpApp } from '../../platform/http/create-http-app.ts';
import { readSchemaAt } from '../../platform/postgres/schema-manifest.ts';
import { createHealth, type Health, type HealthDeps } from './index.ts';

describe('health', () => {
  let folder: string;
  let database: TestDatabase;
  let events: EventStore;
  let clock: number;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yutang-health-'));
    database = await createTestDatabase();
    events = createEventStore({ eventsUrl: null, dataFolder: folder });
    clock = Date.now();
    cpSync(migrationFolder, join(folder, 'migrations'), { recursive: true });
    // what is shipped may lag behind migrations still being written; here it shall not
    writeFileSync(
      join(folder, 'migrations.schema.txt'),
      `${(await readSchemaAt(database.url)).join('\n')}\n`,
    );
  });
  afterEach(async () => {
    await Promise.all([database.close(), events.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  const make = (more: Partial<HealthDeps> = {}): Health =>
    createHealth({
      db: database.db,
      events,
      workspaces: async () => [1],
      now: () => clock,
      version: '0.1.0',
      migrations: join(folder, 'migrations'),
      dataFolder: folder,
      publicUrl: null,
      trustsProxy: false,
      settings: [
        { name: 'PORT', value: '7788', given: false },
        { name: 'YUTANG_SECRET', value: '•••', given: true },
      ],
      ...more,
    });
  const lineOf = async (name: string, more: Partial<HealthDeps> = {}): Promise<HealthCheck> => {
    const { checks } = await make(more).report();
    return checks.find((check) => check.name === name)!;
  };

  it('is good in a house where all is well, in both languages, and only the address is missing', async () => {
    const report = await make().report();
    expect(report.checks.filter((check) => check.state !== 'ok').map((check) => check.name)).toEqual([
      'public.url',
    ]);
    expect(report.state).toBe('warn');
    expect(report.checks.map((check) => check.name)).toEqual([
      'node.version',
      'settings',
      'data.writable',
      'disk.space',
      'postgres.version',
      'postgres.migrations',
      'postgres.schema',
      'clock.skew',
      'events.engine',
      'events.write',
      'events.once',
      'inbox.backlog',
      'inbox.failed',
      'exporter.lag',
      'public.url',
      'proxy.trust',
    ]);
    for (const check of report.checks) {
      expect(check.detail.zh).not.toBe('');
      expect(check.label.en).not.toBe('');
    }
    expect((await lineOf('settings')).detail.en).toBe('PORT=7788 *  YUTANG_SECRET=•••  (* default)');
  });

  it('names what somebody changed in the schema, and what is not applied yet', async () => {
    await sql`drop index identities_component`.execute(database.db);
    await sql`create table somebody_elses (i int)`.execute(database.db);
    const schema = await lineOf('postgres.schema');
    expect(schema.state).toBe('fail');
    expect(schema.detail.en).toContain('− index CREATE INDEX identities_component');
    expect(schema.detail.en).toContain('+ table somebody_elses');
    writeFileSync(join(folder, 'migrations', '9000_later.sql'), 'select 1');
    expect(await lineOf('postgres.migrations')).toMatchObject({
      state: 'fail',
      detail: { en: 'Not applied: 9000_later', zh: '未应用:9000_later' },
    });
  });

  it('sees an engine that stands still, batches set aside, and an exporter that lags or fails', async () => {
    await sql`insert into inbox (workspace_id, accepted_at, items, body)
      values (1, ${clock - 130_000}, 100, ''), (1, ${clock}, 5, '')`.execute(database.db);
    await sql`insert into inbox_failed (workspace_id, id, failed_at, items, body, error)
      values (1, 9, 0, 3, '', 'because')`.execute(database.db);
    await sql`insert into engine_state (workspace_id, last_seq) values (1, 250000)`.execute(database.db);
    await sql`insert into export_state (workspace_id, watermark, error) values (1, 50000, 'no space')`.execute(
      database.db,
    );
    const health = make();
    const { checks } = await health.report();
    const states = Object.fromEntries(checks.map((check) => [check.name, [check.state, check.detail.en]]));
    expect(states['inbox.backlog']).toEqual(['fail', '105 events waiting, the oldest for 130 s']);
    expect(states['inbox.failed']).toEqual(['warn', '1 batches, 3 events; last: because']);
    expect(states['exporter.lag']).toEqual(['warn', '200000 events behind; no space']);
    expect(checks.every((check) => check.state === 'ok' || check.remedy !== null)).toBe(true);
  });

  it('sees a clock that differs from the database', async () => {
    clock += 10_000;
    expect(await lineOf('clock.skew')).toMatchObject({ state: 'warn' });
    clock += 100_000;
    expect((await lineOf('clock.skew')).state).toBe('fail');
  });

  it('counts every event once, and says so when the store does not', async () => {
    const doubled: EventStore = {
      ...events,
      audit: async () => ({ rows: 10, distinct: 8, minSeq: 1, maxSeq: 8 }),
    };
    expect(await lineOf('events.once', { events: doubled })).toMatchObject({
      state: 'fail',
      detail: { en: '2 of 10 events are there twice' },
    });
  });

  it('stays answerable when every store is away', async () => {
    const away = async () => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    };
    const gone: EventStore = { ...events, describe: away, open: away };
    await database.pool.end();
    const health = make({ events: gone });
    const failing = (await health.report()).checks.filter((check) => check.state === 'fail');
    expect(failing.map((check) => check.name)).toEqual(
      expect.arrayContaining(['postgres.version', 'events.engine', 'events.write', 'inbox.backlog']),
    );
    expect(failing.every((check) => check.remedy !== null)).toBe(true);
    expect(await health.ready()).toEqual({
      state: 'fail',
      failing: ['postgres.migrations', 'events.engine'],
    });
    database = await createTestDatabase({ empty: true });
  });

  it('answers load balancers: alive, and ready only with its stores', async () => {
    const app = createHttpApp({ logger: false, trustProxy: false });
    const health = make();
    health.feature.routes?.(app);
    const live = await app.inject('/health/live');
    expect([live.statusCode, live.json(), live.headers['x-yutang']]).toEqual([200, { state: 'ok' }, 'live']);
    expect((await app.inject('/health/ready')).json()).toEqual({ state: 'ok', failing: [] });
    copyFileSync(join(migrationFolder, '0002_engine.sql'), join(folder, 'migrations', '9000_later.sql'));
    clock += 1_000;
    const later = await app.inject('/health/ready');
    expect([later.statusCode, later.json()]).toEqual([
      503,
      { state: 'fail', failing: ['postgres.migrations'] },
    ]);
    const report = await app.inject('/api/health');
    expect(report.statusCode).toBe(200);
    expect(report.json().checks).toHaveLength(16);

    const publicUrl = await app.listen({ port: 0, host: '127.0.0.1' });
    expect(await lineOf('public.url', { publicUrl })).toMatchObject({ state: 'ok' });
    await app.close();
    expect(await lineOf('public.url', { publicUrl })).toMatchObject({
      state: 'warn',
      detail: { en: `${publicUrl} does not lead here: ECONNREFUSED` },
    });
  });

  it('names the proxy that nobody told us of, as seen by the server or as told to doctor through the public address', async () => {
    expect(await lineOf('proxy.trust')).toMatchObject({ state: 'ok', detail: { en: 'no proxy noticed' } });
    expect(await lineOf('proxy.trust', { untrustedProxy: () => ({ proxy: '10.0.0.7' }) })).toMatchObject({
      state: 'warn',
      detail: { en: expect.stringContaining('10.0.0.7 passes requests on') },
      remedy: { en: expect.stringContaining('TRUST_PROXY') },
    });
    for (const [trustProxy, state] of [
      [false, 'warn'],
      [1, 'ok'],
    ] as const) {
      const app = createHttpApp({ logger: false, trustProxy });
      make().feature.routes?.(app);
      const inside = await app.listen({ port: 0, host: '127.0.0.1' });
      const proxy = createServer((request, response) =>
        fetch(inside + request.url, { headers: { 'x-forwarded-for': '203.0.113.9' } }).then((answer) =>
          response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(),
        ),
      ).listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      const publicUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      expect(await lineOf('proxy.trust', { publicUrl, trustsProxy: trustProxy !== false })).toMatchObject({
        state,
      });
      proxy.close();
      await app.close();
    }
  });

  it('says that an address without https is read by everybody on the way', async () => {
    const served = createServer((_request, response) =>
      response.writeHead(200, { 'x-yutang': 'live' }).end(),
    ).listen(0);
    await once(served, 'listening');
    const { port } = served.address() as AddressInfo;
    expect(await lineOf('public.url', { publicUrl: `http://127.0.0.1:${port}` })).toMatchObject({
      state: 'ok',
    });
    expect(await lineOf('public.url', { publicUrl: `http://0.0.0.0:${port}` })).toMatchObject({
      state: 'warn',
      detail: { en: expect.stringContaining('by http') },
    });
    served.close();
  });
});
