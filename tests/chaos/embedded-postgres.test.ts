import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, endAll, refused, runEmbedded, runReady } from './embedded/embedded-process.ts';

describe('the embedded PostgreSQL', { timeout: 60_000 }, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yutang-chaos-'));
  });
  afterEach(async () => {
    await endAll();
    rmSync(folder, { recursive: true, force: true });
  });
  const home = () => join(folder, 'postgres');

  it('outlives a kill −9 of its parent and is adopted by the next start, with everything committed', async () => {
    const first = await runReady(folder);
    await ask(first.url, 'create table kept (i int); insert into kept values (1)');
    await first.end('SIGKILL');
    expect(await ask(first.url, 'select i from kept')).toEqual([{ i: 1 }]);

    const second = await runReady(folder);
    expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url });
    expect(await ask(second.url, 'select i from kept')).toEqual([{ i: 1 }]);
    await second.end('SIGTERM');
    await expect(ask(second.url, 'select 1')).rejects.toThrow();
  });

  it('is stopped and started anew when the one left behind has other settings', async () => {
    const first = await runReady(folder);
    await first.end('SIGKILL');
    const second = await runReady(folder, { maxConnections: 33 });
    expect(second.adopted).toBe(false);
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second.url, 'show max_connections')).toEqual([{ max_connections: '33' }]);
  });

  it('comes back by itself after a kill −9 of its own, started or adopted, and loses no commit', async () => {
    let server = await runReady(folder);
    await ask(server.url, 'create table kept (i int)');
    for (const round of [1, 2]) {
      await ask(server.url, `insert into kept values (${round})`);
      process.kill(server.pid, 'SIGKILL');
      await server.until((line) => line.message === 'PostgreSQL is back');
      expect(await ask(server.url, 'select count(*)::int as n from kept')).toEqual([{ n: round }]);
      await server.end('SIGKILL');
      server = await runReady(folder);
      expect(server.adopted).toBe(true);
    }
  });

  it('starts again after both were killed −9', async () => {
    const first = await runReady(folder);
    await ask(first.url, 'create table kept (i int); insert into kept values (1)');
    first.child.kill('SIGKILL');
    process.kill(first.pid, 'SIGKILL');
    const second = await runReady(folder);
    expect(second.adopted).toBe(false);
    expect(await ask(second.url, 'select i from kept')).toEqual([{ i: 1 }]);
  });

  it('is started anew when the kill −9 of the parent came in the middle of the very first start', async () => {
    for (const after of [50, 200, 350]) {
      const interrupted = runEmbedded(folder);
      await expect.poll(() => exists(home()), { timeout: 20_000, interval: 5 }).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, after));
      await interrupted.end('SIGKILL');
    }
    const server = await runReady(folder);
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says so when another process already uses the data, and leaves that one alone', async () => {
    const first = await runReady(folder);
    expect(await refused(folder)).toEqual({
      code: 'store.already-running',
      params: { pid: first.child.pid, folder },
    });
    expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('lets exactly one of several that start together have the data, also over a stale lock', async () => {
    const killed = await runReady(folder);
    await killed.end('SIGKILL');
    const all = await Promise.all(
      [1, 2, 3, 4].map(() =>
        runEmbedded(folder).until((line) => line.ready === true || line.code !== undefined),
      ),
    );
    expect(all.filter((line) => line.ready)).toHaveLength(1);
    expect(all.filter((line) => line.code === 'store.already-running')).toHaveLength(3);
  });

  it('is not fooled by a lock or a pid file that names a living process which is not ours', async () => {
    const first = await runReady(folder);
    first.child.kill('SIGKILL');
    process.kill(first.pid, 'SIGKILL');
    await expect.poll(() => ask(first.url, 'select 1').catch(() => 'gone')).toBe('gone');
    const lock = JSON.parse(readFileSync(join(home(), 'owner.json'), 'utf8'));
    writeFileSync(join(home(), 'owner.json'), JSON.stringify({ ...lock, pid: process.pid }));
    const pidFile = join(home(), 'cluster', 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    writeFileSync(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    const second = await runReady(folder);
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.end('SIGTERM');
    writeFileSync(join(home(), 'owner.json'), 'half a l');
    await runReady(folder);
  });

  it('is not reached by Ctrl-C: it is there until its parent has drained', async () => {
    const server = await runReady(folder);
    process.kill(-(server.child.pid ?? 0), 'SIGINT');
    expect(await server.until((line) => line.stillAlive !== undefined)).toEqual({ stillAlive: true });
    await server.until((line) => line.stopped === true);
  });

  it('works in a folder with blanks, Chinese letters, quotes, and a path longer than a socket may have', async () => {
    const deep = join(folder, `数据 目录's "测试" $HOME`, '很深'.repeat(30), 'x'.repeat(60));
    const server = await runReady(deep);
    await ask(server.url, `create table 表 (名 text); insert into 表 values ('鱼')`);
    await server.end('SIGKILL');
    const again = await runReady(deep);
    expect(again.adopted).toBe(true);
    expect(await ask(again.url, 'select 名 from 表')).toEqual([{ 名: '鱼' }]);
  });

  it('cares neither for the locale nor for the zone of the machine', async () => {
    const server = await runReady(folder);
    const rows = await ask(
      server.url,
      `select current_setting('TimeZone') as zone, datcollate as collate, pg_encoding_to_char(encoding) as encoding
       from pg_database where datname = current_database()`,
    );
    expect(rows).toEqual([{ zone: 'UTC', collate: 'C', encoding: 'UTF8' }]);
  });

  it('commits to disk, listens on no network, and asks for a password', async () => {
    const server = await runReady(folder);
    const rows = await ask(
      server.url,
      `select name, setting from pg_settings
       where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses') order by name`,
    );
    expect(rows.map((row) => row.setting)).toEqual(['on', 'on', '', 'on']);
    await expect(ask(server.url.replace(/:[0-9a-f]{48}@/, ':wrong@'), 'select 1')).rejects.toMatchObject({
      code: '28P01',
    });
  });

  it('refuses data of another PostgreSQL, and data whose password is lost, with what to do', async () => {
    const server = await runReady(folder);
    await server.end('SIGTERM');
    const version = join(home(), 'cluster', 'PG_VERSION');
    writeFileSync(version, '16\n');
    expect(await refused(folder)).toEqual({
      code: 'store.other-major',
      params: { found: '16', expected: 18 },
    });
    writeFileSync(version, '18\n');
    renameSync(join(home(), 'password'), join(home(), 'elsewhere'));
    expect((await refused(folder)).code).toBe('store.embedded-damaged');
    renameSync(join(home(), 'elsewhere'), join(home(), 'password'));
    await runReady(folder);
  });

  it('names the reason when PostgreSQL cannot start', async () => {
    const server = await runReady(folder);
    await server.end('SIGTERM');
    rmSync(join(home(), 'cluster', 'global', 'pg_control'));
    const { code, params } = await refused(folder);
    expect(code).toBe('store.embedded-failed');
    expect(String(params?.detail)).toContain('could not open file "');
    mkdirSync(join(folder, 'other'));
    await runReady(join(folder, 'other'));
  });
});

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EISDIR';
  }
}
