import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { caughtUp, deliver, firstVisit, until, writeKey } from '../harness/client.ts';
import { startServer } from '../harness/server.ts';

/** Delivers item after item and keeps the ids of those that were answered 200. */
async function attempt(
  url: string,
  key: string,
  from: number,
  count: number,
): Promise<{ acknowledged: string[]; refused: { status: number; code: string }[] }> {
  const acknowledged: string[] = [];
  const refused: { status: number; code: string }[] = [];
  for (let n = from; n < from + count; n++) {
    const padding = 'x'.repeat(20_000);
    const answer = await deliver(url, key, [
      { type: 'track', event: 'Away', userId: 'u', messageId: `m${n}`, properties: { padding } },
    ]);
    if (answer.status === 200) acknowledged.push(`m${n}`);
    else refused.push({ status: answer.status, code: (answer.body as unknown as { code: string }).code });
  }
  return { acknowledged, refused };
}

async function loggedIds(owner: {
  get(path: string): Promise<{ body: { items: { messageId: string }[]; nextCursor: string | null } }>;
}): Promise<Set<string>> {
  const ids = new Set<string>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body }: { body: { items: { messageId: string }[]; nextCursor: string | null } } = await owner.get(
      `/api/events/recent?limit=200&name=Away${cursor ? `&cursor=${cursor}` : ''}`,
    );
    for (const { messageId } of body.items) ids.add(messageId);
    cursor = body.nextCursor;
  }
  return ids;
}

describe('a store that goes away', () => {
  it('answers clearly while PostgreSQL is gone, and goes on by itself when it is back', async () => {
    const server = await startServer();
    try {
      const owner = await firstVisit(server.url, 'away');
      const key = await writeKey(owner);
      const before = await attempt(server.url, key, 0, 20);
      const pidFile = join(server.dataFolder, 'postgres', 'cluster', 'postmaster.pid');
      const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGQUIT');
      const during = await attempt(server.url, key, 20, 20);
      for (const { status, code } of during.refused)
        expect({ status, code }).toEqual({ status: 503, code: 'server.store-unavailable' });
      await until(
        () => attempt(server.url, key, 1000, 1),
        ({ acknowledged }) => acknowledged.length === 1,
        30_000,
      );
      const after = await attempt(server.url, key, 2000, 20);
      expect(after.refused).toEqual([]);
      await caughtUp(owner);
      const ids = await loggedIds(owner);
      for (const id of [...before.acknowledged, ...during.acknowledged, ...after.acknowledged])
        expect(ids).toContain(id);
    } finally {
      await server.stop();
    }
  }, 180_000);

  it('says that the disk is full, loses nothing it acknowledged, and goes on once there is room', async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'yutang-full-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=700m', 'tmpfs', folder], { stdio: 'pipe' });
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      return context.skip(
        `a small disk cannot be mounted here: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`,
      );
    }
    const dataFolder = join(folder, 'data');
    mkdirSync(dataFolder);
    const server = await startServer({ dataFolder });
    try {
      const owner = await firstVisit(server.url, 'full');
      const key = await writeKey(owner);
      const before = await attempt(server.url, key, 0, 20);
      const ballast = join(folder, 'ballast');
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - (1 << 20))));
      const acknowledged = [...before.acknowledged];
      let refused: { status: number; code: string }[] = [];
      // PostgreSQL still has room in the segments it has; it is full when those are
      for (let round = 0; round < 60 && refused.length === 0; round++) {
        const tried = await attempt(server.url, key, 100 + round * 40, 40);
        acknowledged.push(...tried.acknowledged);
        refused = tried.refused;
      }
      expect(refused.length).toBeGreaterThan(0);
      for (const { status } of refused) expect([503, 507]).toContain(status);
      rmSync(ballast);
      await until(
        () => attempt(server.url, key, 90_000, 1),
        (tried) => tried.acknowledged.length === 1,
        60_000,
      );
      await sleep(500);
      await caughtUp(owner, 60_000);
      const ids = await loggedIds(owner);
      expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    } finally {
      await server.stop();
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  }, 240_000);
});
