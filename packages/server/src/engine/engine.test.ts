import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptedEvent } from '../../testing/accepted-event.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import type { EventStore } from '../platform/event-store/event-store.ts';
import type { Feature, Tick } from '../platform/feature.ts';
import { createInbox, type Inbox } from '../platform/inbox/inbox.ts';
import { createEngine, type Engine } from './engine.ts';
import type { Resolver } from './resolver.ts';

const workspaceId = 7;
const nobody: Resolver = {
  resolve: async () => ({ moves: [], births: new Map() }),
  invalidate: () => undefined,
  republish: async () => undefined,
};
const silent = { info: () => undefined, error: () => undefined };

let database: TestDatabase;
let inbox: Inbox;
let engines: Engine[];

function engine(
  feature: Partial<Feature> = {},
  clock = () => Date.now(),
  events = {} as EventStore,
  patienceMs?: number,
): Engine {
  const made = createEngine({
    databaseUrl: database.url,
    features: [{ name: 'probe', ...feature }],
    resolver: nobody,
    events,
    clock: async () => ({ now: clock(), zone: 'Asia/Shanghai' }),
    log: silent,
    maxEvents: 500,
    ...(patienceMs !== undefined && { patienceMs }),
  });
  engines.push(made);
  return made;
}

async function logged(): Promise<
  { seq: number; message_id: string; known_at: number; received_at: number }[]
> {
  const { rows } = await sql<{ seq: number; message_id: string; known_at: number; received_at: number }>`
    select seq, message_id, known_at, received_at from log where workspace_id = ${workspaceId} order by seq`.execute(
    database.db,
  );
  return rows;
}

beforeEach(async () => {
  database = await createTestDatabase({ poolSize: 12 });
  inbox = createInbox({ db: database.db });
  engines = [];
});
afterEach(async () => {
  for (const made of engines) await made.stop();
  await database.close();
});

describe('the tick', () => {
  it('numbers events densely in the order they were taken and never lets known_at decrease', async () => {
    const now = Date.now();
    for (const age of [500, 9000, 0, 300]) {
      await inbox.post(database.db, workspaceId, [
        acceptedEvent({ receivedAt: now - age }),
        acceptedEvent({ receivedAt: now - age }),
      ]);
    }
    await engine({}, () => now).drain();
    const rows = await logged();
    expect(rows.map((row) => row.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    rows.reduce((before, row) => {
      expect(row.known_at).toBeGreaterThanOrEqual(before);
      expect(row.known_at).toBeLessThanOrEqual(now);
      return row.known_at;
    }, 0);
  });

  it('[DAT-01] counts a message once, however often and in whatever batch it is delivered', async () => {
    const event = acceptedEvent({ messageId: 'once' });
    await inbox.post(database.db, workspaceId, [event, event]);
    await inbox.post(database.db, workspaceId, [event]);
    const first = engine();
    await first.drain();
    await inbox.post(database.db, workspaceId, [event, acceptedEvent()]);
    await first.drain();
    expect((await logged()).filter((row) => row.message_id === 'once')).toHaveLength(1);
    expect(await logged()).toHaveLength(2);
  });

  it('keeps every character of what it was given', async () => {
    const odd = 'tab\t back\\slash\nnewline\r "quoted" 鱼塘 🐟 \\N \\.';
    await inbox.post(database.db, workspaceId, [
      acceptedEvent({ channel: odd, properties: { odd, nested: { list: [1, null, odd] } } }),
    ]);
    await engine().drain();
    const { rows } = await sql<{ channel: string; props: string }>`select channel, props from log`.execute(
      database.db,
    );
    expect(rows[0]?.channel).toBe(odd);
    expect(JSON.parse(rows[0]?.props as string)).toEqual({ odd, nested: { list: [1, null, odd] } });
  });

  it('knows what it reports of itself in the next tick, at the next instant', async () => {
    const seen: Tick[] = [];
    const now = Date.now();
    const fold: Feature['fold'] = async (_tx, tick) => {
      seen.push(tick);
      if (seen.length === 1)
        tick.emit({
          name: 'Pond Entered',
          source: 3,
          customer: 3,
          occurredAt: now,
          properties: { reason: 'added' },
        });
    };
    await inbox.post(database.db, workspaceId, [acceptedEvent()]);
    await engine({ fold }, () => now + 10).drain();
    expect(seen).toHaveLength(2);
    expect(seen[1]?.events).toMatchObject([
      { seq: 2, name: 'Pond Entered', family: 'system', customer: 3, occurredAt: now, knownAt: now + 10 },
    ]);
  });

  it('commits nothing of a failed tick, then does it all', async () => {
    let failures = 2;
    const fold: Feature['fold'] = async (tx) => {
      await sql`insert into export_state (workspace_id, watermark) values (99, 1)`.execute(tx);
      if (failures-- > 0) throw Object.assign(new Error('could not serialize'), { code: '40001' });
    };
    await inbox.post(database.db, workspaceId, [acceptedEvent()]);
    await engine({ fold }).drain();
    expect(await logged()).toHaveLength(1);
  });

  it('sets aside, whole and with the reason, the one row it cannot digest, and goes on with the others', async () => {
    const fold: Feature['fold'] = async (_tx, tick) => {
      if (tick.events.some((event) => event.name === 'Poison')) throw new Error('cannot digest this');
    };
    for (let i = 0; i < 20; i++) {
      await inbox.post(database.db, workspaceId, [acceptedEvent({ name: i === 13 ? 'Poison' : 'Fine' })]);
    }
    await engine({ fold }).drain();
    expect(await logged()).toHaveLength(19);
    const { rows } = await sql<{
      items: number;
      error: string;
    }>`select items, error from inbox_failed`.execute(database.db);
    expect(rows).toEqual([{ items: 1, error: 'Error: cannot digest this' }]);
  });
});

describe('what the system itself reported', () => {
  it('is never taken for a fault of the rows that came with it: they wait', async () => {
    let broken = true;
    const fold: Feature['fold'] = async (_tx, tick) => {
      if (tick.events[0]?.name === 'First')
        tick.emit({ name: 'Pond Entered', source: 3, customer: 3, occurredAt: 1, properties: {} });
      if (broken && tick.events.some(({ family }) => family === 'system'))
        throw new Error('cannot digest this');
    };
    const made = engine({ fold });
    await inbox.post(database.db, workspaceId, [acceptedEvent({ name: 'First' })]);
    await expect(made.drain()).rejects.toThrow('cannot digest this');
    for (let i = 0; i < 3; i++) await inbox.post(database.db, workspaceId, [acceptedEvent()]);
    await expect(made.drain()).rejects.toThrow('cannot digest this');
    expect(await inbox.backlog(workspaceId)).toMatchObject({ events: 3 });
    broken = false;
    await made.drain();
    expect(await logged()).toHaveLength(5);
  });
});

describe('the lease', () => {
  it('lets only one of two engines work a workspace, and fences off the one that lost it', async () => {
    let inside = 0;
    let most = 0;
    const fold: Feature['fold'] = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
    };
    const both = [engine({ fold }), engine({ fold })];
    for (const made of both) void made.run();
    for (let i = 0; i < 30; i++)
      await inbox.settled(workspaceId, await inbox.post(database.db, workspaceId, [acceptedEvent()]), 3000);
    expect(await logged()).toHaveLength(30);
    expect(most).toBe(1);
    // a generation that moved on without it: it must notice before it commits
    await sql`update engine_state set generation = generation + 1`.execute(database.db);
    const id = await inbox.post(database.db, workspaceId, [acceptedEvent()]);
    expect(await inbox.settled(workspaceId, id, 3000)).toBe(true);
    const { rows } = await sql<{ generation: number }>`select generation from engine_state`.execute(
      database.db,
    );
    expect(rows[0]?.generation).toBeGreaterThanOrEqual(3);
  });

  it('replays no fold while an erasure is under way, and begins anew after it', async () => {
    await inbox.post(database.db, workspaceId, [acceptedEvent()]);
    const steps: string[] = [];
    const made = engine({ reset: async () => void steps.push('reset') }, undefined, {
      watermark: async () => 0,
    } as Partial<EventStore> as EventStore);
    await made.drain();
    await sql`insert into engine_commands (workspace_id, kind, requested_at, requested_by)
      values (${workspaceId}, 'rebuild', 1, 'test')`.execute(database.db);
    let drained: Promise<void> | undefined;
    await database.db.transaction().execute(async (tx) => {
      await sql`update engine_state set generation = generation + 1`.execute(tx);
      drained = made.drain();
      await new Promise((resolve) => setTimeout(resolve, 200));
      steps.push('erased');
    });
    await drained;
    expect(steps).toEqual(['erased', 'reset']);
    const { rows } = await sql<{ state: string }>`select state from engine_commands`.execute(database.db);
    expect(rows).toEqual([{ state: 'done' }]);
  });

  it('tries a command that fails three times, then says why and goes on', async () => {
    await inbox.post(database.db, workspaceId, [acceptedEvent()]);
    let tries = 0;
    const reset = async () => {
      tries += 1;
      throw new Error('a fold that cannot be emptied');
    };
    const store = { watermark: async () => 0 } as Partial<EventStore> as EventStore;
    const made = engine({ reset }, undefined, store);
    await made.drain();
    await sql`insert into engine_commands (workspace_id, kind, requested_at, requested_by)
      values (${workspaceId}, 'rebuild', 1, 'test')`.execute(database.db);
    for (let n = 0; n < 3; n++) await expect(made.drain()).rejects.toThrow('cannot be emptied');
    await made.drain();
    expect(tries).toBe(3);
    const { rows } = await sql<{ state: string; error: string }>`
      select state, error from engine_commands`.execute(database.db);
    expect(rows).toEqual([{ state: 'failed', error: 'Error: a fold that cannot be emptied' }]);
  });

  it('gives up a command that ended the process three times', async () => {
    await inbox.post(database.db, workspaceId, [acceptedEvent()]);
    const made = engine();
    await made.drain();
    await sql`insert into engine_commands (workspace_id, kind, requested_at, requested_by, attempts)
      values (${workspaceId}, 'rebuild', 1, 'test', 3)`.execute(database.db);
    await made.drain();
    const { rows } = await sql<{ state: string; error: string }>`
      select state, error from engine_commands`.execute(database.db);
    expect(rows).toEqual([{ state: 'failed', error: 'it ended the process 3 times' }]);
  });

  it('holds the ticks of one workspace while its retraction waits for the event store, and not for ever', async () => {
    const other = workspaceId + 1;
    for (const id of [workspaceId, other]) await inbox.post(database.db, id, [acceptedEvent()]);
    const store = { watermark: async () => 0 } as Partial<EventStore> as EventStore;
    const made = engine({}, undefined, store);
    await made.drain();
    await sql`insert into engine_commands (workspace_id, kind, origin, requested_at, requested_by)
      values (${workspaceId}, 'retract', 1, ${Date.now()}, 'test')`.execute(database.db);
    for (const id of [workspaceId, other]) await inbox.post(database.db, id, [acceptedEvent()]);
    await made.drain();
    expect((await inbox.backlog(workspaceId)).events).toBe(1);
    expect((await inbox.backlog(other)).events).toBe(0);
    await made.stop();
    await engine({}, undefined, store, 0).drain();
    expect((await inbox.backlog(workspaceId)).events).toBe(0);
    const { rows } = await sql<{ error: string }>`select error from engine_commands`.execute(database.db);
    expect(rows[0]?.error).toMatch('does not catch up');
  });

  it('goes on by itself after its connection was cut', async () => {
    const made = engine();
    void made.run();
    await inbox.settled(workspaceId, await inbox.post(database.db, workspaceId, [acceptedEvent()]), 3000);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yutang engine' and datname = current_database()`.execute(
      database.db,
    );
    const id = await inbox.post(database.db, workspaceId, [acceptedEvent()]);
    expect(await inbox.settled(workspaceId, id, 5000)).toBe(true);
    expect(await logged()).toHaveLength(2);
  });
});

describe('torture', () => {
  it('loses no row between inbox and log with 8 writers committing in any order', async () => {
    const made = engine();
    void made.run();
    const perWriter = 150;
    const writer = async (name: number) => {
      for (let i = 0; i < perWriter; i++) {
        await database.db.transaction().execute(async (tx) => {
          await inbox.post(tx, workspaceId, [acceptedEvent({ messageId: `${name}-${i}` })]);
          // some transactions stay open while younger ones commit: the order a cursor would lose rows in
          if (i % 7 === 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
        });
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, name) => writer(name)));
    const last = await inbox.post(database.db, workspaceId, [acceptedEvent({ messageId: 'last' })]);
    await inbox.settled(workspaceId, last, 10_000);
    const rows = await logged();
    expect(new Set(rows.map((row) => row.message_id)).size).toBe(8 * perWriter + 1);
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1));
  });
});
