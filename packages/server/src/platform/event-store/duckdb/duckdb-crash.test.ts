import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { appendingProcess, appendUntilKilled } from '../../../../testing/kill-appending.ts';
import { randomEvents } from '../random-events.ts';
import { createDuckdbStore } from './duckdb-store.ts';

describe('a DuckDB event store that loses its process or its disk', { timeout: 180_000 }, () => {
  const folders: string[] = [];
  const folder = (): string => {
    folders.push(mkdtempSync(join(tmpdir(), 'yutang-crash-')));
    return folders.at(-1) as string;
  };
  afterAll(() => {
    for (const each of folders) rmSync(each, { recursive: true, force: true });
  });

  it('loses and doubles nothing acknowledged by kill −9 at random moments', async () => {
    const home = folder();
    for (let round = 0; round < 6; round += 1) {
      const acknowledged = await appendUntilKilled(home, 20 + Math.random() * 600);
      const store = createDuckdbStore({ folder: home });
      const watermark = await store.watermark(1);
      expect(watermark).toBeGreaterThanOrEqual(acknowledged);
      // the batch in flight may be in, whole
      expect(watermark).toBeLessThanOrEqual(acknowledged + 500);
      const audit = await store.audit(1);
      expect(audit).toEqual({ rows: watermark, distinct: watermark, minSeq: 1, maxSeq: watermark });
      await store.close();
    }
  });

  it('is refused to a second opener in the same process, and in another', async () => {
    const home = folder();
    const first = createDuckdbStore({ folder: home });
    await first.append(1, { rows: randomEvents(10, 1), moves: [], upTo: 10 });
    const second = createDuckdbStore({ folder: home });
    await expect(second.open(1)).rejects.toMatchObject({
      code: 'question.store-in-use',
      params: { pid: process.pid },
    });
    const other = spawnSync(process.execPath, ['--import', 'tsx', appendingProcess, home], {
      encoding: 'utf8',
    });
    expect(other.status).not.toBe(0);
    expect(other.stderr).toContain('question.store-in-use');
    expect(await first.audit(1)).toMatchObject({ rows: 10 });
    await first.close();
    await second.open(1);
    expect(await second.audit(1)).toMatchObject({ rows: 10 });
    await second.close();
  });

  it('takes over from an owner that is dead, has another birth, or wrote nonsense', async () => {
    const home = folder();
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    for (const text of [`{"pid":${gone},"born":"x:1"}`, `{"pid":${process.pid},"born":"x:1"}`, '', '{']) {
      writeFileSync(join(home, 'w1.duckdb.owner'), text);
      const store = createDuckdbStore({ folder: home });
      await store.open(1);
      expect(JSON.parse(readFileSync(join(home, 'w1.duckdb.owner'), 'utf8'))).toMatchObject({
        pid: process.pid,
      });
      await store.close();
      expect(existsSync(join(home, 'w1.duckdb.owner'))).toBe(false);
    }
  });

  it('says so when the disk is full, and goes on once there is room', async (context) => {
    const home = join(folder(), 'small');
    mkdirSync(home);
    if (spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', home]).status !== 0) {
      console.warn('skipped: only root may mount a small file system to fill up');
      context.skip();
    }
    try {
      const store = createDuckdbStore({ folder: home });
      await store.append(1, { rows: randomEvents(1000, 1), moves: [], upTo: 1000 });
      writeFileSync(join(home, 'ballast'), Buffer.alloc(14 << 20));
      let acknowledged = 1000;
      let fault: unknown;
      for (let batch = 0; batch < 400 && fault === undefined; batch += 1) {
        const rows = randomEvents(1000, batch, acknowledged + 1);
        await store.append(1, { rows, moves: [], upTo: acknowledged + 1000 }).then(
          () => {
            acknowledged += 1000;
          },
          (error: unknown) => {
            fault = error;
          },
        );
      }
      expect(fault).toMatchObject({ code: 'server.disk-full' });
      await expect(
        store.append(1, {
          rows: randomEvents(1000, 9, acknowledged + 1),
          moves: [],
          upTo: acknowledged + 1000,
        }),
      ).rejects.toMatchObject({ code: 'server.disk-full' });
      rmSync(join(home, 'ballast'));
      const next = randomEvents(1000, 7, acknowledged + 1);
      await store.append(1, { rows: next, moves: [], upTo: acknowledged + 1000 });
      acknowledged += 1000;
      expect(await store.audit(1)).toEqual({
        rows: acknowledged,
        distinct: acknowledged,
        minSeq: 1,
        maxSeq: acknowledged,
      });
      await store.close();
      const again = createDuckdbStore({ folder: home });
      expect(await again.audit(1)).toMatchObject({ rows: acknowledged, distinct: acknowledged });
      await again.close();
    } finally {
      spawnSync('/bin/umount', [home]);
    }
  });
});
