import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeWorkspace } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { createDuckdbStore } from '../../platform/event-store/duckdb/duckdb-store.ts';
import { createInbox } from '../../platform/inbox/inbox.ts';
import { createWorkspaces } from '../workspaces/index.ts';
import { deleteDemo } from './delete-demo.ts';
import { createDemo, demoFile } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'yutang-delete-'));
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a demo whose deletion was cut off half way is gone after the next start', async () => {
  const { db, pool } = database;
  const workspaceId = await makeWorkspace(db, { kind: 'demo' });
  const uploads = join(folder, 'imports', String(workspaceId));
  mkdirSync(uploads, { recursive: true });
  writeFileSync(demoFile(folder), '{}');

  const events = createDuckdbStore({ folder, memoryLimit: 128 * 2 ** 20, threads: 1 });
  const stop = () => {
    throw new Error('the process stops here');
  };
  const deps = { db, events, dataFolder: folder, quiet: async () => undefined, changed: stop };
  await expect(deleteDemo(deps, workspaceId)).rejects.toThrow('stops here');
  const count = async (table: string, key: string) =>
    (await pool.query(`select from ${table} where ${key} = $1`, [workspaceId])).rowCount;
  expect(await count('workspaces', 'id')).toBe(0);
  expect([existsSync(uploads), existsSync(demoFile(folder))]).toEqual([true, true]);
  // what an export under way wrote after the rows had gone
  await pool.query(`insert into engine_state (workspace_id) values ($1) on conflict do nothing`, [
    workspaceId,
  ]);

  const demo = createDemo({
    db,
    events,
    inbox: createInbox({ db, wake: () => undefined }),
    workspaces: createWorkspaces({ db }),
    dataFolder: folder,
    clockMoved: () => undefined,
    stageOpen: true,
    forgetKeys: () => undefined,
  });
  await demo.resume();
  expect([existsSync(uploads), existsSync(demoFile(folder))]).toEqual([false, false]);
  expect(await count('engine_state', 'workspace_id')).toBe(0);
  expect(await count('demo_deletions', 'workspace_id')).toBe(0);
  await demo.resume();
  await events.close();
});
