import type { LoggedEvent } from '@yutang/core/events';
import { scorePartition, simulate } from '@yutang/core/simulation';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { dumpIdentity, noon, partitionInStore } from './identity-testing.ts';
import { createResolver } from './resolver.ts';

const people = Number(process.env.YUTANG_SIMULATED_PEOPLE ?? 400);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function resolveAll(workspaceId: number, events: LoggedEvent[], tick: number): Promise<void> {
  const resolver = createResolver();
  for (let from = 0; from < events.length; from += tick) {
    const input = { workspaceId, events: events.slice(from, from + tick), now: noon };
    await database.db.transaction().execute((tx) => resolver.resolve(tx, input));
  }
}

describe('the simulated brand', { timeout: 600_000 }, () => {
  it('[ID-01] [ID-04] [ID-05] is recognised without a wrong merge, and each planted collision is in review', async () => {
    const { events: stream, truth } = simulate({ seed: 7, people, days: 180, endAt: noon });
    const events = [...stream].map(({ event }, i) => ({
      ...event,
      seq: i + 1,
      knownAt: event.receivedAt,
      source: 0,
      customer: 0,
    }));
    const start = performance.now();
    await resolveAll(1, events, 1000);
    const perEvent = ((performance.now() - start) * 1000) / events.length;
    const score = scorePartition(truth, await partitionInStore(database.db, 1));
    console.info(
      `identity · ${events.length} events of ${people} people: ${perEvent.toFixed(1)} µs/event, precision ${score.precision}, recall ${score.recallDeterministic}, ${truth.collisions.length} collisions planted`,
    );
    expect(score.unexplainedMerges).toEqual([]);
    expect(score.precision).toBe(1);
    expect(score.recallDeterministic).toBeGreaterThanOrEqual(0.99);
    const { rows } = await sql<{ key: string }>`
      select distinct i.namespace || ' ' || i.value as key from identity_conflicts c
      join identities i on i.workspace_id = c.workspace_id and i.home in (c.a, c.b)
      where c.workspace_id = 1`.execute(database.db);
    const inReview = new Set(rows.map(({ key }) => key));
    expect(truth.collisions.filter(({ identity }) => !inReview.has(identity))).toEqual([]);
  });

  it('[ID-05] is the same when a day arrives backwards, and however it is cut into ticks', async () => {
    const { events: stream } = simulate({ seed: 8, people: 60, days: 60, endAt: noon });
    const accepted = [...stream].map(({ event }) => event);
    const number = (list: typeof accepted) =>
      list.map((event, i) => ({ ...event, seq: i + 1, knownAt: event.receivedAt, source: 0, customer: 0 }));
    await resolveAll(2, number(accepted), 1000);
    await resolveAll(3, number([...accepted].reverse()), 77);
    expect(await partitionInStore(database.db, 3)).toEqual(await partitionInStore(database.db, 2));
    await resolveAll(4, number(accepted), 13);
    const strip = (rows: Record<string, string[]>) =>
      Object.values(rows).map((lines) => lines.map((line) => line.replace(/^\(\d+,/, '')).sort());
    expect(strip(await dumpIdentity(database.db, 4))).toEqual(strip(await dumpIdentity(database.db, 2)));
  });
});
