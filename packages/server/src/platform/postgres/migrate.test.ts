import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasPostgres15, startPostgres15 } from '../../../testing/server-postgres.ts';
import { createTestDatabase, migrationFolder, type TestDatabase } from '../../../testing/test-database.ts';
import { migrate } from './migrate.ts';
import { readMigrations } from './migration-files.ts';
import { compareSchemas, readSchemaAt } from './schema-manifest.ts';

/** The code of the AppError a promise is refused with. */
async function refusal(
  promise: Promise<unknown>,
): Promise<{ code: string; params: Record<string, unknown> }> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`Expected an AppError, got ${String(error)}`);
  return { code: error.code, params: error.params };
}

describe('migrations', () => {
  let database: TestDatabase;
  let folder: string;
  beforeEach(async () => {
    database = await createTestDatabase({ empty: true });
    folder = mkdtempSync(join(tmpdir(), 'yutang-migrations-'));
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const put = (name: string, text: string) => writeFileSync(join(folder, `${name}.sql`), text);
  const ran = async () => {
    const { rows } = await sql<{ name: string }>`select name from migrations order by number`.execute(
      database.db,
    );
    return rows.map((row) => row.name);
  };

  it('are applied in order, once', async () => {
    put('0002_second', 'insert into a values (2);');
    put('0001_first', 'create table a (i int);');
    expect(await migrate(database.url, { folder })).toEqual(['0001_first', '0002_second']);
    expect(await migrate(database.url, { folder })).toEqual([]);
    put('0003_third', 'insert into a values (3);');
    expect(await migrate(database.url, { folder })).toEqual(['0003_third']);
    const { rows } = await sql`select i from a order by i`.execute(database.db);
    expect(rows).toEqual([{ i: 2 }, { i: 3 }]);
  });

  it('leave nothing of one that fails, keep those before it, and name the line', async () => {
    put('0001_first', 'create table a (i int);');
    put('0002_second', 'create table b (i int);\ninsert into nowhere values (1);');
    expect(await refusal(migrate(database.url, { folder }))).toEqual({
      code: 'store.migration-failed',
      params: { name: '0002_second', detail: 'relation "nowhere" does not exist (line 2)' },
    });
    expect(await ran()).toEqual(['0001_first']);
    const { rows } = await sql`select to_regclass('b') as b`.execute(database.db);
    expect(rows).toEqual([{ b: null }]);
  });

  it('refuse an edited file, one that comes too early, and a database of a newer version', async () => {
    put('0001_first', 'create table a (i int);');
    put('0003_third', 'create table c (i int);');
    await migrate(database.url, { folder });
    put('0002_second', 'create table b (i int);');
    expect(await refusal(migrate(database.url, { folder }))).toEqual({
      code: 'store.migration-order',
      params: { name: '0002_second', applied: '0003_third' },
    });
    rmSync(join(folder, '0002_second.sql'));
    put('0001_first', 'create table a (i bigint);');
    expect((await refusal(migrate(database.url, { folder }))).code).toBe('store.migration-edited');
    put('0001_first', 'create table a (i int);\r\n'.trim());
    rmSync(join(folder, '0003_third.sql'));
    expect((await refusal(migrate(database.url, { folder }))).code).toBe('store.migration-missing');
  });

  it('are applied once by two processes that start together', async () => {
    put('0001_first', 'create table a (i int); select pg_sleep(0.2); insert into a values (1);');
    const both = await Promise.all([migrate(database.url, { folder }), migrate(database.url, { folder })]);
    expect(both.map((names) => names.length).sort()).toEqual([0, 1]);
    const { rows } = await sql`select i from a`.execute(database.db);
    expect(rows).toEqual([{ i: 1 }]);
  });

  it('make the same schema fresh and upgraded from every earlier version', async () => {
    await migrate(database.url, { folder: migrationFolder });
    const fresh = await readSchemaAt(database.url);
    const all = readMigrations(migrationFolder);
    for (const stop of all.slice(0, -1)) {
      const older = await createTestDatabase({ empty: true });
      await migrate(older.url, { folder: migrationFolder, upTo: stop.number });
      await migrate(older.url, { folder: migrationFolder });
      expect(compareSchemas(fresh, await readSchemaAt(older.url))).toEqual({ missing: [], extra: [] });
      await older.close();
    }
  });

  it('make the schema that the shipped manifest describes', async () => {
    await migrate(database.url, { folder: migrationFolder });
    // after a new migration: npx tsx packages/server/testing/write-schema-manifest.ts
    const manifest = readFileSync(`${migrationFolder}.schema.txt`, 'utf8').trimEnd().split('\n');
    const difference = compareSchemas(manifest, await readSchemaAt(database.url));
    expect(difference).toEqual({ missing: [], extra: [] });
  });

  it('see a schema that somebody has changed by hand', async () => {
    put('0001_first', 'create table a (i int not null default 1, t text); create index on a (i);');
    await migrate(database.url, { folder });
    const expected = await readSchemaAt(database.url);
    await sql`alter table a alter column i type bigint`.execute(database.db);
    await sql`drop index a_i_idx`.execute(database.db);
    await sql`create function f() returns int language sql as 'select 1'`.execute(database.db);
    const { missing, extra } = compareSchemas(expected, await readSchemaAt(database.url));
    expect(missing).toEqual([
      'column a.i integer not null default 1',
      'index CREATE INDEX a_i_idx ON public.a USING btree (i)',
    ]);
    expect(extra.map((line) => line.split('\\n')[0])).toEqual([
      'column a.i bigint not null default 1',
      'function CREATE OR REPLACE FUNCTION public.f()',
    ]);
  });

  it.skipIf(!hasPostgres15)('make the same schema on PostgreSQL 15 as on the embedded one', async () => {
    await migrate(database.url, { folder: migrationFolder });
    const old = await startPostgres15();
    try {
      await migrate(old.url, { folder: migrationFolder });
      const difference = compareSchemas(await readSchemaAt(database.url), await readSchemaAt(old.url));
      expect(difference).toEqual({ missing: [], extra: [] });
    } finally {
      await old.stop();
    }
  });
  if (!hasPostgres15) console.warn('PostgreSQL 15 is not installed here: its schema was not compared');

  it('have one number each', () => {
    cpSync(migrationFolder, folder, { recursive: true });
    put('0100_one', '');
    put('0100_two', '');
    expect(() => readMigrations(folder)).toThrow('same number');
  });
});
