import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { isDemoOf, makeDemo } from './demo-workspace.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe('the demo kept from an earlier start', () => {
  it('is known again in its own database, and never takes a workspace of another for its own', async () => {
    const { db } = database;
    const demo = await makeDemo(db, { seed: 1, people: 10, days: 10, endAt: Date.now() });
    expect(await isDemoOf(db, demo)).toBe(true);
    expect(await isDemoOf(db, { ...demo, writeKey: 'wk_another' })).toBe(false);
    expect(await isDemoOf(db, { ...demo, workspaceId: demo.workspaceId + 1 })).toBe(false);
    await sql`update workspaces set kind = 'real'`.execute(db);
    expect(await isDemoOf(db, demo)).toBe(false);
  });
});
