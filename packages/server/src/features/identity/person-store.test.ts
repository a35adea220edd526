import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { createFeeder, noon } from './identity-testing.ts';
import {
  customerOfIdentity,
  eraseIdentities,
  exportIdentities,
  findPerson,
  identitiesOf,
} from './person-store.ts';
import { createResolver } from './resolver.ts';

let database: TestDatabase;
let workspaceId = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  workspaceId += 1;
});

describe('a person', () => {
  it('[ID-08] is found by any number he ever had, and by any identity', async () => {
    const { tick } = createFeeder(database.db, createResolver(), workspaceId);
    await tick([{ who: ['user 1'] }, { who: ['member m'] }, { who: ['user 1', 'member m'] }]);
    const person = { customer: 1, homes: [1, 2] };
    expect(await findPerson(database.db, workspaceId, 1)).toEqual(person);
    expect(await findPerson(database.db, workspaceId, 2)).toEqual(person);
    expect(await findPerson(database.db, workspaceId, 3)).toBeUndefined();
    const member = { namespace: 'member', value: 'm' };
    expect(await customerOfIdentity(database.db, workspaceId, member)).toBe(1);
    expect(await identitiesOf(database.db, workspaceId, [2])).toEqual([{ home: 2, ...member }]);
  });

  it('gets all his identities in an export, and nothing of him is left after an erasure but his number', async () => {
    const resolver = createResolver();
    const { tick, replay } = createFeeder(database.db, resolver, workspaceId);
    await tick([{ who: ['user 1', 'phone 13800000001', 'device d'] }, { who: ['device d', 'user 2'] }]);
    const person = { customer: 1, homes: [1, 2, 3] };
    const exported = await database.db
      .transaction()
      .execute((tx) => exportIdentities(tx, workspaceId, person));
    expect(exported.identities).toHaveLength(3);
    await database.db.transaction().execute((tx) => eraseIdentities(tx, workspaceId, person));
    const { rows } = await sql<{ row: string }>`
      select i::text as row from identities i where workspace_id = ${workspaceId}
      union all select l::text from identity_links l where workspace_id = ${workspaceId}`.execute(
      database.db,
    );
    expect(rows.some(({ row }) => row.includes('13800000001') || row.includes(',d,'))).toBe(false);
    // the engine forgets what it remembered of him, and somebody with his phone is somebody new
    const erased = { who: [], name: 'Customer Erased', family: 'system' as const, sourceId: null };
    const [, back] = await tick([erased, { who: ['phone 13800000001'] }]);
    expect(back).toMatchObject({ source: 5, customer: 5 });
    // a rebuild from a log that no longer names him gives everybody else the same number
    await replay(2);
    const user = { namespace: 'user', value: '2' };
    expect(await customerOfIdentity(database.db, workspaceId, user)).toBe(4);
  });
});

describe('numbers', () => {
  it('stay the same when a rebuild leaves out what an import had brought', async () => {
    const resolver = createResolver();
    const feeder = createFeeder(database.db, resolver, workspaceId);
    await feeder.tick([{ who: ['user 1'] }, { who: ['user 2'] }, { who: ['user 3', 'phone 13800000001'] }]);
    feeder.log.splice(1, 1);
    await feeder.replay(10);
    const third = { namespace: 'user', value: '3' };
    expect(await customerOfIdentity(database.db, workspaceId, third)).toBe(3);
    const second = { namespace: 'user', value: '2' };
    expect(await customerOfIdentity(database.db, workspaceId, second)).toBeUndefined();
    const events = await feeder.tick([{ who: ['user 2'] }, { who: ['user 5'] }]);
    expect(events.map((event) => event.source)).toEqual([2, 5]);
  });

  it('are sent again as moves when asked, at one place in the log', async () => {
    const resolver = createResolver();
    await createFeeder(database.db, resolver, workspaceId).tick([
      { who: ['user 1', 'phone 13800000001'], at: noon },
    ]);
    await database.db.transaction().execute((tx) => resolver.republish(tx, workspaceId, 9));
    const { rows } =
      await sql`select home, customer, seq from moves where workspace_id = ${workspaceId}`.execute(
        database.db,
      );
    expect(rows).toEqual([
      { home: 1, customer: 1, seq: 9 },
      { home: 2, customer: 1, seq: 9 },
    ]);
  });
});
