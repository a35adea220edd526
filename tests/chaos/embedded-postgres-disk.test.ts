import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { storeFault } from '../../packages/server/src/platform/http/store-fault.ts';
import { ask, endAll, refused, runReady } from './embedded/embedded-process.ts';

const disk = mkdtempSync(join(tmpdir(), 'yutang-disk-'));
const mounted = mountSmallDisk();
if (!mounted)
  console.warn('No small file system can be mounted here (not root?): a full disk was not tested');

function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m,mode=755', 'tmpfs', disk], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!mounted)('the embedded PostgreSQL on a full disk', { timeout: 120_000 }, () => {
  beforeAll(() => {
    expect(statfsSync(disk).blocks).toBeGreaterThan(0);
  });
  afterEach(endAll);
  afterAll(() => {
    if (mounted) execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  const ballast = () => join(disk, 'ballast');
  /** Fills the disk but for some bytes. */
  const fill = (leave: number) => {
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(ballast(), Buffer.alloc(Math.max(0, bavail * bsize - leave)));
  };

  it('says so clearly, keeps all that was committed, and works again after space is freed', async () => {
    const server = await runReady(join(disk, 'data'));
    await ask(server.url, 'create table kept (i int, filler text)');
    fill(12 << 20);
    let committed = 0;
    let fault: unknown;
    for (; !fault && committed < 5_000; committed++) {
      const rows = `select ${committed}, repeat(md5(random()::text), 1000) from generate_series(1, 20)`;
      // random text, stored as it is, so that it takes its room
      await ask(server.url, `insert into kept ${rows}`).catch((error) => {
        fault = error;
      });
      if (fault) break;
    }
    expect(committed).toBeGreaterThan(0);
    expect(['server.disk-full', 'server.store-unavailable']).toContain(storeFault(fault));
    // whatever is tried while it is full, nothing ends our process
    for (let tries = 0; tries < 5; tries++) {
      await ask(server.url, `insert into kept select 1, repeat(md5(random()::text), 100000)`).catch(() => {});
      await sleep(200);
    }
    expect(server.child.exitCode).toBeNull();

    rmSync(ballast());
    await expect
      .poll(() => ask(server.url, `insert into kept values (-1, '')`).then(() => 'works', String), {
        timeout: 30_000,
        interval: 200,
      })
      .toBe('works');
    const rows = await ask(
      server.url,
      'select count(distinct i)::int as n from kept where i >= 0 and i < 5000',
    );
    expect(rows[0]?.n).toBeGreaterThanOrEqual(committed);
  });

  it('says so when there is no room for the first start', async () => {
    fill(20 << 20);
    expect((await refused(join(disk, 'second'))).code).toBe('server.disk-full');
    rmSync(ballast());
    const server = await runReady(join(disk, 'second'));
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
