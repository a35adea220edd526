import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { QuarantineDraft } from '../dictionary/index.ts';
import { type Collected, createCollector } from './collector.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const collected = (workspaceId: number, refused: QuarantineDraft[] = []): Collected => {
  const body = Buffer.from('[]');
  return { workspaceId, acceptedAt: 1, body, items: 1, bytes: body.length, refused };
};
const draft = (workspaceId: number, item: unknown): QuarantineDraft => ({
  ...{ workspaceId, sourceId: 1, receivedAt: 1, history: false, verified: false },
  ...{ item, problems: [] },
});

describe('requests that share a write', () => {
  it('do not share a fault: only the one whose item cannot be kept is refused', async () => {
    const { db } = database;
    const quarantine = async (_tx: unknown, items: readonly QuarantineDraft[]) => {
      if (items.some(({ item }) => item === 'bad')) throw new RangeError('cannot be kept');
    };
    const collector = createCollector({ db, quarantine, wake: () => undefined });
    const answers = await Promise.allSettled([
      collector.collect(collected(1)),
      collector.collect(collected(2, [draft(2, 'bad')])),
      collector.collect(collected(3, [draft(3, 'good')])),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const { rows } = await sql<{ workspace_id: number }>`select workspace_id from inbox order by 1`.execute(
      db,
    );
    expect(rows.map((row) => row.workspace_id)).toEqual([1, 3]);
  });
});
