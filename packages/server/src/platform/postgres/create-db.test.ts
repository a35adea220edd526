import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { createDb } from './create-db.ts';

describe('the operational database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  it('gives int8 as a number, and refuses one that a number cannot hold', async () => {
    const good = await sql<{ big: number; many: number[] }>`
      select 9007199254740991::bigint as big, array[1, null, 3]::bigint[] as many`.execute(database.db);
    expect(good.rows[0]).toEqual({ big: 9007199254740991, many: [1, null, 3] });
    await expect(sql`select 9007199254740993::bigint as big`.execute(database.db)).rejects.toThrow(
      'does not fit',
    );
  });

  it('gives a date as the text it is, whatever the zone of the machine', async () => {
    const { rows } = await sql`select date '2026-02-28' as day, array[date '2024-02-29'] as days`.execute(
      database.db,
    );
    expect(rows[0]).toEqual({ day: '2026-02-28', days: ['2024-02-29'] });
  });

  it('streams through a cursor', async () => {
    let sum = 0;
    const rows = database.db
      .withTables<{ numbers: { i: number } }>()
      .selectFrom(sql<{ i: number }>`(select generate_series(1, 5000) as i)`.as('numbers'));
    for await (const row of rows.select('i').stream(500)) sum += row.i;
    expect(sum).toBe(12502500);
  });

  it('gives up a statement that takes longer than people wait', async () => {
    const hurried = createDb(database.url, { statementTimeoutMs: 50 });
    await expect(sql`select pg_sleep(5)`.execute(hurried.db)).rejects.toMatchObject({ code: '57014' });
    await hurried.close();
  });

  it('survives every connection being ended by the server: idle, in use, and in a transaction', async () => {
    const broken: Error[] = [];
    const own = createDb(database.url, {
      poolSize: 3,
      applicationName: 'victim',
      onIdleError: (e) => broken.push(e),
    });
    const end = () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`.execute(
        database.db,
      );
    await sql`select 1`.execute(own.db);
    await end();
    await expect.poll(() => broken.length).toBe(1);

    await expect(
      own.db.transaction().execute(async (tx) => {
        await sql`select 1`.execute(tx);
        await end();
        await sql`select 2`.execute(tx);
      }),
    ).rejects.toThrow();
    const client = await own.pool.connect();
    await end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.release();
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(own.db);
    expect(rows).toEqual([{ one: 1 }]);
    await own.close();
  });
});
