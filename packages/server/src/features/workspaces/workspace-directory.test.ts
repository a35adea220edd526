import { day } from '@yutang/core/time';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorkspace } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { advanceClock, workspaceIds } from './index.ts';
import { createWorkspaceDirectory } from './workspace-directory.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe("a workspace's clock", () => {
  it('is the real one until it is moved, and then ahead of it', async () => {
    const { db } = database;
    const directory = createWorkspaceDirectory(db, () => 1000);
    const id = await makeWorkspace(db, { kind: 'demo' });
    const now = await directory.workspaceClock(id);
    expect(now()).toBe(1000);
    await db.transaction().execute((tx) => advanceClock(tx, id, 30 * day));
    directory.clear();
    now();
    await expect.poll(now).toBe(1000 + 30 * day);
    expect((await directory.getWorkspace(id)).clockOffsetMs).toBe(30 * day);
  });

  it('is never moved in a real workspace, and never back', async () => {
    const { db } = database;
    const id = await makeWorkspace(db, { kind: 'real' });
    const move = (ms: number) => db.transaction().execute((tx) => advanceClock(tx, id, ms));
    await expect(move(day)).rejects.toMatchObject({ code: 'workspace.real-clock' });
    await expect(move(-1)).rejects.toThrow('does not move');
    await expect(
      database.pool.query('update workspaces set clock_offset_ms = 1 where id = $1', [id]),
    ).rejects.toThrow('check');
  });
});

describe('the directory', () => {
  it('knows every workspace and says when there is none', async () => {
    const { db } = database;
    const id = await makeWorkspace(db, { zone: 'Europe/Berlin', currency: 'EUR' });
    const directory = createWorkspaceDirectory(db, Date.now);
    expect(await directory.getWorkspace(id)).toMatchObject({
      zone: 'Europe/Berlin',
      currency: 'EUR',
      kind: 'test',
    });
    await expect(directory.getWorkspace(999_999)).rejects.toMatchObject({ code: 'request.not-found' });
    expect(await workspaceIds(db)).toContain(id);
  });
});
