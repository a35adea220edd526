import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDoorScene, type DoorPerson, type DoorScene } from '../../../testing/door-scene.ts';
import { createDb } from '../../platform/postgres/create-db.ts';
import { createDoorAccess } from './door-access.ts';
import { doorObstacle } from './door-obstacle.ts';
import { dropDoor } from './index.ts';
import { createQueryRunner } from './query-runner.ts';

const secret = 'secretxbrand';
let scene: DoorScene;
let victim: DoorPerson;
let attacker: DoorPerson;
let inside: pg.Client;

beforeAll(async () => {
  scene = await createDoorScene();
  victim = await scene.person();
  attacker = await scene.person();
  for (const { workspaceId } of [victim, attacker]) {
    const word = workspaceId === victim.workspaceId ? secret : 'mine';
    await scene.tell(
      workspaceId,
      { who: [`user ${word}`], type: 'identify', name: 'Identify', properties: { name: word } },
      {
        who: [`user ${word}`],
        family: 'consumption',
        name: 'Order Completed',
        orderId: word,
        amountMinor: 100,
      },
    );
  }
  // both doors are open
  await victim.ask('select 1');
  await attacker.ask('select 1');
  inside = await scene.breakIn(attacker.workspaceId, 'full');
}, 120_000);
afterAll(async () => {
  await inside?.end();
  await scene?.close();
});

/** What PostgreSQL says to an attacker who is past the checks of the text. */
async function told(text: string): Promise<string> {
  try {
    const { rows } = await inside.query(text);
    return JSON.stringify(rows);
  } catch (error) {
    return `refused ${(error as { code: string }).code}`;
  } finally {
    await inside.query('rollback');
  }
}

describe('an attacker at the SQL door', () => {
  it('sees no foreign workspace, by any view or table, with the checks or past them', async () => {
    for (const view of ['events', 'customers', 'orders', 'order_lines', 'identities', 'refunds']) {
      const own = await attacker.ask(`select * from ${view}`);
      expect(own.status, JSON.stringify(own.body)).toBe(200);
      expect(JSON.stringify(own.body)).not.toContain(secret);
      const foreign = `door_${victim.workspaceId}_full.${view}`;
      expect((await attacker.ask(`select * from ${foreign}`)).body).toMatchObject({ code: 'sql.refused' });
      expect(await told(`select * from ${foreign}`)).toBe('refused 42501');
    }
    for (const table of [
      'log',
      'customers',
      'identities',
      'workspaces',
      'accounts',
      'sessions',
      'api_keys',
      'sql_runs',
    ]) {
      expect(await told(`select * from public.${table}`)).toBe('refused 42501');
      expect((await attacker.ask(`select * from public.${table}`)).body).toMatchObject({
        code: 'sql.refused',
      });
    }
    // a function of one's own that looks at rows before the workspace's filter does
    expect(
      await told(`create function pg_temp.leak(text) returns bool language sql cost 0.0001 as 'select true'`),
    ).toMatch(/^refused/);
    expect(
      await told(`select * from customers where 1 / (case when name = '${secret}' then 0 else 1 end) = 1`),
    ).not.toMatch(/refused 22012/);
  });

  it('cannot reach the unmasked door from the masked one', async () => {
    const masked = await scene.breakIn(attacker.workspaceId, 'masked');
    const refused = (text: string) =>
      masked.query(text).then(
        () => 'answered',
        (error) => error.code,
      );
    expect(await refused(`select * from door_${attacker.workspaceId}_full.customers`)).toBe('42501');
    expect(await refused('select * from public.customers')).toBe('42501');
    await masked.end();
  });

  it('writes nothing, even with read-only switched off', async () => {
    for (const text of [
      'create table x (i int)',
      'create temp table x (i int)',
      'create schema x',
      `create role x`,
      `delete from customers`,
      `update customers set name = 'x'`,
      `with x as (delete from orders returning 1) select * from x`,
      `select * into x from customers`,
      `insert into public.log select * from public.log`,
      `select lo_create(0)`,
      `select nextval('public.sources_id_seq')`,
      `drop schema door_${attacker.workspaceId}_full cascade`,
      `truncate public.log`,
    ]) {
      await inside.query('set default_transaction_read_only = off');
      expect(await told(`begin; set transaction read write; ${text}`), text).toMatch(
        /^refused (42501|25006|3F000|42809|55000)/,
      );
      const asked = await attacker.ask(text);
      expect(asked.status, text).toBe(400);
      expect((asked.body as { code: string }).code, text).toMatch(
        /^sql\.(only-select|refused|not-offered|failed)/,
      );
    }
  });

  it('reads and writes no file and starts no program', async () => {
    for (const text of [
      `select pg_read_file('/etc/passwd')`,
      `select pg_read_binary_file('postgresql.conf')`,
      `select pg_ls_dir('.')`,
      `copy (select 1) to '/tmp/x'`,
      `copy (select 1) to program 'id'`,
      `select lo_import('/etc/passwd')`,
      `select pg_file_write('x', 'y', false)`,
      `create extension dblink`,
      `load 'x'`,
      `select * from pg_read_server_files`,
    ]) {
      expect(await told(text), text).toMatch(/^refused (42501|42883|42P01|25006|3F000|58P01)/);
      expect((await attacker.ask(text)).status, text).toBe(400);
    }
  });

  it('becomes nobody else', async () => {
    for (const text of [
      'set role postgres',
      `set session authorization yutang`,
      `set role yutang`,
      `select set_config('role', 'yutang', false)`,
      `grant pg_read_all_data to current_user`,
      `alter role current_user superuser`,
      `set temp_file_limit = -1`,
    ]) {
      expect(await told(text), text).toMatch(/^refused (42501|22023|25006|0LP01)/);
      expect((await attacker.ask(text)).status, text).toBe(400);
    }
  });

  it('learns nothing of others from the catalogs', async () => {
    await victim.ask(`select '${secret}'`);
    for (const text of [
      'select query from pg_stat_activity',
      'select most_common_vals::text from pg_stats',
      'select stavalues1::text from pg_statistic',
      'select rolpassword from pg_authid',
      'select * from pg_shadow',
      'select setconfig::text from pg_db_role_setting',
      'select * from pg_largeobject',
      'select * from pg_stat_statements',
    ]) {
      expect(await told(text), text).not.toContain(secret);
      expect((await attacker.ask(text)).body, text).toMatchObject({ code: 'sql.not-offered' });
    }
  });

  it('stops nobody’s work with locks, waiting or notices', async () => {
    for (const text of [
      'select pg_advisory_lock(1)',
      'select pg_sleep(600)',
      `select pg_notify('ticks', 'x')`,
      'select pg_terminate_backend(1)',
      'lock table public.log',
      'listen ticks',
      `select query_to_xml('select pg_sleep(600)', true, true, '')`,
    ])
      expect((await attacker.ask(text)).body, text).toMatchObject({ status: 400 });
    expect(await told('begin; lock table public.log')).toBe('refused 42501');
    expect(
      await told(
        `select pg_terminate_backend((select min(pid) from pg_stat_activity where usename <> current_user))`,
      ),
    ).toMatch(/^refused 42501/);
  });

  it('is stopped: a ten-minute query at its time, a huge join at its space, a large value before it fills ours', async () => {
    const endless = `select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b`;
    const began = Date.now();
    expect((await attacker.ask(endless, { seconds: 1 })).body).toMatchObject({
      code: 'sql.timeout',
      params: { seconds: 1 },
    });
    expect(Date.now() - began).toBeLessThan(10_000);
    const wide = `select count(*) from (select md5(a::text), b from generate_series(1, 20000) a, generate_series(1, 20000) b offset 0) x, generate_series(1, 100000000)`;
    const heavy = await attacker.ask(wide, { seconds: 120 });
    expect(heavy.body).toMatchObject({ code: 'sql.too-heavy' });
    expect((await attacker.ask(`select repeat('x', 100000000)`)).body).toMatchObject({
      code: 'sql.too-large',
    });
    expect((await attacker.ask(`select repeat('x', 2000000000)`)).body).toMatchObject({ status: 400 });
    expect((await attacker.ask('select count(*) from customers')).status).toBe(200);
  }, 180_000);

  it('is stopped when its session takes too much memory, though PostgreSQL would let it', async () => {
    const deps = { db: scene.db, databaseUrl: scene.url, secret: 'a secret of thirty-two characters' };
    const runner = createQueryRunner({
      ...deps,
      access: createDoorAccess(deps),
      local: true,
      memoryBytes: 64 * 2 ** 20,
    });
    const query = await runner.start({
      workspaceId: attacker.workspaceId,
      kind: 'full',
      zone: 'Asia/Shanghai',
      text: `select length(string_agg(repeat(md5(n::text), 10), '')) from generate_series(1, 3000000) as s(n)`,
      timeoutMs: 60_000,
      signal: new AbortController().signal,
    });
    const error = await query.read(1).catch((fault: unknown) => fault);
    await query.close();
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe('sql.too-heavy');
  }, 90_000);

  it('does not crowd out others: many at once are told to wait, and a person’s own stop stops', async () => {
    const endless = `select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b`;
    const running = [1, 2].map((n) => attacker.ask(endless, { seconds: 60, key: `attack-${n}` }));
    await expect
      .poll(async () => (await attacker.ask('select 1')).body, { timeout: 20_000 })
      .toMatchObject({ code: 'sql.busy', params: { running: 2 } });
    // another workspace has its own share
    expect((await victim.ask('select 1')).status).toBe(200);
    expect((await victim.send('POST', '/api/sql/cancel', { key: 'attack-1' })).json()).toEqual({
      stopped: false,
    });
    for (const n of [1, 2]) {
      expect((await attacker.send('POST', '/api/sql/cancel', { key: `attack-${n}` })).json()).toEqual({
        stopped: true,
      });
    }
    for (const { body } of await Promise.all(running)) expect(body).toMatchObject({ code: 'sql.stopped' });
    await expect
      .poll(async () => {
        const { rows } = await sql<{ n: number }>`
          select count(*) as n from pg_stat_activity where application_name = 'yutang sql' and datname = current_database()`.execute(
          scene.db,
        );
        return rows[0]?.n;
      })
      .toBe(0);
  }, 60_000);

  it('who sees own customers only has no door', async () => {
    for (const role of ['guide', 'manager'] as const) {
      const person = await scene.person({ role, workspaceId: victim.workspaceId });
      expect((await person.ask('select 1')).body).toMatchObject({ code: 'request.forbidden' });
    }
  });
});

describe('the door itself', () => {
  it('goes with its workspace, roles and all, and comes back when asked again', async () => {
    const person = await scene.person();
    await person.ask('select 1');
    const left = () =>
      sql<{
        n: number;
      }>`select (select count(*) from pg_roles where rolname ~ ('^yutang_door_' || (select oid from pg_database where datname = current_database()) || ${`_${person.workspaceId}_(full|masked)$`}::text))
        + (select count(*) from pg_namespace where nspname ~ ${`^door_${person.workspaceId}_`}) as n`.execute(
        scene.db,
      );
    expect((await left()).rows[0]?.n).toBe(4);
    await scene.db.transaction().execute((tx) => dropDoor(tx, person.workspaceId));
    expect((await left()).rows[0]?.n).toBe(0);
  });

  it('names the grant that is missing when the database user may not make roles', async () => {
    await sql`create role door_pauper login password 'x'`.execute(scene.db);
    const poor = createDb(scene.url.replace(/^(\w+:\/\/)(?:[^@/?]*@)?/, '$1door_pauper:x@'));
    try {
      const obstacle = await doorObstacle(poor.db);
      expect(obstacle?.en).toContain('alter role "door_pauper" createrole;');
      expect(obstacle?.en).toContain('grant create on database');
    } finally {
      await poor.close();
      await sql`drop role door_pauper`.execute(scene.db);
    }
  });
});
