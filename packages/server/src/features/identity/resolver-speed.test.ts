import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { loggedEvent, noon, type TestEvent } from './identity-testing.ts';
import { createResolver, type IdentityResolver } from './resolver.ts';

/** Events per case; `YUTANG_SPEED_EVENTS=100000` for figures worth writing down. */
const count = Number(process.env.YUTANG_SPEED_EVENTS ?? 4000);
const tickSize = 1000;

let database: TestDatabase;
let workspaceId = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** Wall clock and this process's CPU, µs per event. */
interface Cost {
  wall: number;
  cpu: number;
}

/** Runs events through the resolver, a thousand a tick, commits included. */
async function time(resolver: IdentityResolver, tests: TestEvent[], from = 0): Promise<Cost> {
  const events = tests.map((test, i) => loggedEvent({ at: from + i, ...test }, from + i + 1));
  const start = performance.now();
  const cpu = process.cpuUsage();
  for (let i = 0; i < events.length; i += tickSize) {
    const input = { workspaceId, events: events.slice(i, i + tickSize), now: noon };
    await database.db.transaction().execute((tx) => resolver.resolve(tx, input));
  }
  const { user, system } = process.cpuUsage(cpu);
  return { wall: ((performance.now() - start) * 1000) / events.length, cpu: (user + system) / events.length };
}

const print = (what: string, { wall, cpu }: Cost) =>
  console.info(`identity · ${what}: ${wall.toFixed(1)} µs/event (${cpu.toFixed(1)} µs CPU of ours)`);

describe('the speed of the resolver (printed, not asserted)', { timeout: 600_000 }, () => {
  it('for new people, people in memory, people in the store only, and late evidence', async () => {
    workspaceId += 1;
    const resolver = createResolver({ cacheLimit: 4 * count });
    const people = Array.from({ length: count }, (_, i) => [`?anonymous a${i}`, `?user ${i}`]);
    print(
      'two new identities and their pair',
      await time(
        resolver,
        people.map((who) => ({ who })),
        0,
      ),
    );
    const known = await time(
      resolver,
      people.map((who) => ({ who })),
      count,
    );
    print('two identities and their pair, in memory', known);
    print(
      'one identity, in memory',
      await time(
        resolver,
        people.map(([who]) => ({ who: [who as string] })),
        2 * count,
      ),
    );
    resolver.invalidate();
    print(
      'two identities and their pair, from the store',
      await time(
        resolver,
        people.map((who) => ({ who })),
        3 * count,
      ),
    );
    const verified = people.map(([, user], i) => ({
      who: [(user as string).slice(1), `phone 139${String(i).padStart(8, '0')}`],
    }));
    print('a new verified phone for a known user', await time(resolver, verified, 4 * count));
    const late = people.map(([visitor]) => ({ who: [visitor as string, '?device till'], at: -1 }));
    print('a device shared by everybody, late', await time(resolver, late, 5 * count));
    const { rows } = await sql<{ customers: number }>`
      select count(distinct customer) as customers from identities where workspace_id = ${workspaceId}`.execute(
      database.db,
    );
    expect(rows[0]?.customers).toBeGreaterThan(count / 2);
  });

  it('[ID-05] a device that links thousands of users stays as fast as the first', async () => {
    workspaceId += 1;
    const resolver = createResolver();
    const users = (from: number): TestEvent[] =>
      Array.from({ length: count }, (_, i) => ({ who: ['device till', `user ${from + i}`] }));
    const first = await time(resolver, users(0), 0);
    const last = await time(resolver, users(count), count);
    print(`the first ${count} users on one device`, first);
    print(`the next ${count} users on it`, last);
    const { rows } = await sql<{ customers: number; links: number }>`
      select (select count(distinct customer) from identities where workspace_id = ${workspaceId}) as customers,
        (select count(*) from identity_links where workspace_id = ${workspaceId} and linking) as links`.execute(
      database.db,
    );
    expect(rows[0]).toEqual({ customers: 2 * count, links: 1 });
  });
});
