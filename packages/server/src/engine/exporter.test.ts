import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clickhouseMissing, startClickhouse } from '../../testing/clickhouse.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { createEventStore } from '../platform/event-store/create-event-store.ts';
import { eventColumns } from '../platform/event-store/event-columns.ts';
import type { EventRow, EventStore } from '../platform/event-store/event-store.ts';
import { createEventStoreClient } from '../platform/event-store/event-store-client.ts';
import { randomEvents } from '../platform/event-store/random-events.ts';
import { startThread } from '../platform/threads/start-thread.ts';
import type { EventsWorkerData } from './events-worker.ts';
import { createExporter, type Exporter } from './exporter.ts';

describe('the exporter', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let folder: string;
  let store: EventStore;
  const exporters: Exporter[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await sql`truncate log, engine_state, moves, export_state`.execute(database.db);
    folder = mkdtempSync(join(tmpdir(), 'yutang-export-'));
    store = createEventStore({ eventsUrl: null, dataFolder: folder });
  });
  afterEach(async () => {
    for (const exporter of exporters.splice(0)) await exporter.stop();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const quiet = { info: () => undefined, error: () => undefined };
  const start = (to: EventStore = store): Exporter => {
    const exporter = createExporter({
      databaseUrl: database.url,
      store: to,
      log: quiet,
      batchRows: 1000,
      pollMs: 20,
    });
    exporters.push(exporter);
    void exporter.run();
    return exporter;
  };

  /** Writes to the log as the tick does: rows and the cursor in one transaction. */
  async function log(workspaceId: number, rows: EventRow[], lastSeq = rows.at(-1)?.seq ?? 0): Promise<void> {
    await database.db.transaction().execute(async (tx) => {
      for (let offset = 0; offset < rows.length; offset += 5000) {
        const part = JSON.stringify(rows.slice(offset, offset + 5000));
        const names = sql.raw(eventColumns.map(({ name }) => name).join(', '));
        await sql`insert into log (workspace_id, ${names})
          select ${workspaceId}, ${names} from json_populate_recordset(null::log, ${part}::json)`.execute(tx);
      }
      await sql`insert into engine_state (workspace_id, last_seq) values (${workspaceId}, ${lastSeq})
        on conflict (workspace_id) do update set last_seq = ${lastSeq}`.execute(tx);
    });
  }
  const move = (workspaceId: number, home: number, customer: number, seq: number, previous = home) =>
    sql`insert into moves (workspace_id, seq, home, customer, previous, at, reason, event_id)
      values (${workspaceId}, ${seq}, ${home}, ${customer}, ${previous}, 0, 'joined', '')`.execute(
      database.db,
    );
  const reaches = (workspaceId: number, seq: number, of: EventStore = store) =>
    expect.poll(() => of.watermark(workspaceId), { timeout: 20_000 }).toBe(seq);

  it('[DAT-01] copies the log exactly, for every workspace, as it grows', async () => {
    const rows = randomEvents(3500, 1);
    await log(1, rows.slice(0, 2500));
    await log(2, randomEvents(10, 2));
    start();
    await reaches(1, 2500);
    await reaches(2, 10);
    await log(1, rows.slice(2500));
    await reaches(1, 3500);
    const columns = eventColumns.map(({ name }) => name).join(', ');
    const stored = await store.query(1, { sql: `select ${columns} from events order by seq` });
    expect(stored).toEqual(rows.map((row) => ({ ...row, history: row.history ? 1 : 0 })));
  });

  it('[DAT-01] of two processes over one event store only one appends; the other takes over where it ends', async () => {
    const appended: [name: string, upTo: number][] = [];
    let watermark = 0;
    const process = (name: string): Exporter => {
      let known: number | undefined;
      const seen = () => (known ??= watermark);
      const shared = {
        open: async () => undefined,
        watermark: async () => seen(),
        append: async (_workspaceId: number, { upTo }: { upTo: number }) => {
          seen();
          appended.push([name, upTo]);
          known = upTo;
          watermark = upTo;
        },
        settleMoves: async () => 0,
        close: async () => {
          known = undefined;
        },
      } as unknown as EventStore;
      const deps = {
        databaseUrl: database.url,
        store: shared,
        log: quiet,
        batchRows: 10,
        pollMs: 20,
        shared: true,
      };
      const exporter = createExporter(deps);
      exporters.push(exporter);
      void exporter.run();
      return exporter;
    };
    await log(1, randomEvents(30, 1));
    const first = process('first');
    await expect.poll(() => watermark).toBe(30);
    process('second');
    await log(1, randomEvents(20, 2, 31));
    await expect.poll(() => watermark).toBe(50);
    await first.stop();
    await log(1, randomEvents(10, 3, 51));
    await expect.poll(() => watermark, { timeout: 5000 }).toBe(60);
    expect(appended).toEqual([...[10, 20, 30, 40, 50].map((upTo) => ['first', upTo]), ['second', 60]]);
  });

  it('carries moves at their place, births excepted', async () => {
    await log(
      1,
      randomEvents(100, 1).map((row) => ({ ...row, source: row.seq, customer: row.seq })),
    );
    await move(1, 5, 5, 5, 0);
    await move(1, 7, 3, 50);
    await move(1, 8, 3, 101);
    start();
    await reaches(1, 100);
    const of = async (source: number): Promise<unknown> =>
      (
        await store.query<{ customer: number }>(1, {
          sql: 'select customer from events where source = :source',
          params: { source },
        })
      )[0]?.customer;
    expect([await of(5), await of(7), await of(8)]).toEqual([5, 3, 8]);
    await log(1, [], 101);
    await reaches(1, 101);
    expect(await of(8)).toBe(3);
  });

  it('tries again after a fault without losing or doubling, and tells people meanwhile', async () => {
    let broken = true;
    let calls = 0;
    const flaky: EventStore = {
      ...store,
      append: async (workspaceId, batch) => {
        calls += 1;
        if (broken && calls > 1) throw new AppError('server.disk-full');
        await store.append(workspaceId, batch);
        // the answer is lost: the exporter cannot know that it was done
        if (!broken && calls % 3 === 0) throw new Error('connection lost');
      },
    };
    await log(1, randomEvents(4000, 3));
    const exporter = start(flaky);
    const state = () =>
      sql<{
        watermark: number;
        error: string | null;
      }>`select watermark, error from export_state where workspace_id = 1`
        .execute(database.db)
        .then(({ rows }) => rows[0]);
    await expect.poll(state).toMatchObject({ watermark: 1000, error: 'server.disk-full' });
    expect(exporter.state()).toMatchObject([{ workspaceId: 1, watermark: 1000, lag: 3000 }]);
    broken = false;
    await expect.poll(state, { timeout: 20_000 }).toMatchObject({ watermark: 4000, error: null });
    expect(await store.audit(1)).toEqual({ rows: 4000, distinct: 4000, minSeq: 1, maxSeq: 4000 });
  });

  it('goes on where another one was interrupted, and over a lost connection', async () => {
    await log(1, randomEvents(2000, 3));
    await start().stop();
    start();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yutang exporter'
      and datname = current_database()`.execute(database.db);
    await reaches(1, 2000);
    expect(await store.audit(1)).toMatchObject({ rows: 2000, distinct: 2000 });
  });

  it('reaches the log’s end although an undone import left holes', async () => {
    await log(
      1,
      randomEvents(50, 3).filter(({ seq }) => seq % 3 === 0),
      60,
    );
    start();
    await reaches(1, 60);
    expect(await store.audit(1)).toMatchObject({ rows: 16, maxSeq: 48 });
  });

  it('stops with an explanation when the log was set back behind the event store', async () => {
    await store.append(1, { rows: randomEvents(10, 1), moves: [], upTo: 10 });
    await log(1, randomEvents(5, 1));
    const exporter = start();
    await expect.poll(() => exporter.state()[0]?.error).toContain('restored without its event store');
    expect(await store.audit(1)).toMatchObject({ rows: 10 });
  });

  it('removes from the log what is exported and older than 7 days, and nothing else', async () => {
    const old = Date.now() - 8 * 86_400_000;
    const rows = randomEvents(100, 1).map((row) => ({
      ...row,
      received_at: row.seq <= 60 ? old : Date.now(),
    }));
    await log(1, rows);
    start();
    const left = () =>
      sql<{ n: number; low: number }>`select count(*)::int as n, min(seq) as low from log`
        .execute(database.db)
        .then(({ rows }) => rows[0]);
    await expect.poll(left).toEqual({ n: 40, low: 61 });
    expect(await store.audit(1)).toMatchObject({ rows: 100 });
  });

  const missing = clickhouseMissing();
  if (missing) console.warn(`export to ClickHouse not tested: ${missing}`);
  it.skipIf(missing)(
    'copies the log into a ClickHouse cluster as well, and goes on after a restart of a shard',
    async () => {
      const server = await startClickhouse(2);
      try {
        const cluster = createEventStore({ eventsUrl: server.url, dataFolder: folder });
        await log(
          1,
          randomEvents(3000, 1).map((row) => ({ ...row, customer: row.source })),
        );
        await move(1, 7, 3, 2500);
        start(cluster);
        await reaches(1, 3000, cluster);
        await server.kill(1);
        await log(1, randomEvents(500, 2, 3001));
        await server.start(1);
        await reaches(1, 3500, cluster);
        expect(await cluster.audit(1)).toEqual({ rows: 3500, distinct: 3500, minSeq: 1, maxSeq: 3500 });
        const sql = 'select count(*) as n from events where seq <= 3000 and source = 7 and customer <> 3';
        expect(await cluster.query(1, { sql })).toEqual([{ n: 0 }]);
        await exporters.pop()?.stop();
      } finally {
        await server.stop();
      }
    },
  );

  it('runs in its own thread, and answers other threads by message, errors with their codes', async () => {
    await store.close();
    await log(1, randomEvents(3000, 1));
    const door = new MessageChannel();
    const workerData: EventsWorkerData = {
      settings: { eventsUrl: null, dataFolder: folder },
      databaseUrl: database.url,
      embedded: false,
      logLevel: 'silent',
      ports: [door.port1],
    };
    const thread = startThread('events', { workerData, transferList: [door.port1] });
    const asked = createEventStoreClient(door.port2);
    await reaches(1, 3000, asked);
    expect(await asked.query(1, { sql: 'select count(*) as n from events' })).toEqual([{ n: 3000 }]);
    await expect(asked.query(1, { sql: 'drop table events' })).rejects.toMatchObject({
      code: 'question.not-allowed',
      params: { found: 'drop' },
    });
    await expect(asked.query(1, { sql: 'select nothing from events' })).rejects.toBeInstanceOf(AppError);
    // the thread owns the files: this one must not open them
    await expect(store.open(1)).rejects.toMatchObject({ code: 'question.store-in-use' });
    const many = await Promise.all(
      Array.from({ length: 50 }, (_, seq) =>
        asked.query<{ seq: number }>(1, {
          sql: 'select seq from events where seq = :seq',
          params: { seq: seq + 1 },
        }),
      ),
    );
    expect(many.map(([row]) => row?.seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    thread.postMessage('stop');
    await once(thread, 'exit');
    await expect(asked.watermark(1)).rejects.toMatchObject({ code: 'server.store-unavailable' });
    expect(await store.audit(1)).toMatchObject({ rows: 3000 });
  });
});
