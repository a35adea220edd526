import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockHolder, takeOwnerLock } from './owner-lock.ts';

describe('the lock of a data folder', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yutang-lock-'));
    file = join(folder, 'owner.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is held by one, seen by others, and free again after', async () => {
    expect(lockHolder(file)).toBeUndefined();
    const lock = await takeOwnerLock(file, folder);
    expect(lockHolder(file)).toBe(process.pid);
    await expect(takeOwnerLock(file, folder)).rejects.toMatchObject({
      code: 'store.already-running',
      params: { pid: process.pid, folder },
    });
    lock.release();
    expect(lockHolder(file)).toBeUndefined();
    (await takeOwnerLock(file, folder)).release();
  });

  it('is not let go by one who no longer has it', async () => {
    const lock = await takeOwnerLock(file, folder);
    writeFileSync(file, '{"pid":1,"startedAt":"1","namespace":"another"}');
    lock.release();
    expect(readFileSync(file, 'utf8')).toContain('another');
  });

  it('of another container counts while it gives signs of life, and 5 s after the last it does not', async () => {
    const foreign = JSON.stringify({ pid: process.pid, startedAt: '1', namespace: 'another container' });
    writeFileSync(file, foreign);
    const beat = setInterval(() => utimesSync(file, new Date(), new Date()), 1_000);
    await expect(takeOwnerLock(file, folder)).rejects.toMatchObject({ code: 'store.already-running' });
    clearInterval(beat);
    const lock = await takeOwnerLock(file, folder);
    expect(lockHolder(file)).toBe(process.pid);
    lock.release();
  });
});
