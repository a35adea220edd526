import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { listTables } from '../../platform/backup/table-copy.ts';
import { backupQuestions } from './backup-questions.ts';

describe('what a backup asks of the house', () => {
  let house: TestDatabase;
  beforeAll(async () => {
    house = await createTestDatabase();
    await sql`insert into workspaces (name, zone, currency, language, kind, created_at)
      values ('one', 'Asia/Shanghai', 'CNY', 'zh', 'test', 0), ('two', 'UTC', 'CNY', 'en', 'test', 0)`.execute(
      house.db,
    );
    await sql`insert into engine_state (workspace_id, last_seq) values (1, 70)`.execute(house.db);
    await sql`insert into log (workspace_id, seq, source, customer, name, family, occurred_at, known_at, received_at,
        history, message_id, props, meta)
      select 1, i, 1, 1, 'n', 'behaviour', 0, 0, 0, false, i::text, '{}', '{}' from generate_series(40, 70) i`.execute(
      house.db,
    );
    await sql`insert into identities (workspace_id, home, namespace, value, customer, component)
      values (1, 1, 'user', 'a', 1, 1), (1, 2, 'user', 'b', 1, 1), (1, 4, 'user', 'c', 0, 4), (2, 1, 'user', 'a', 9, 1)`.execute(
      house.db,
    );
  });
  afterAll(() => house.close());

  it('knows where each log stands, who each home belongs to, and when stored events are rewritten', async () => {
    const client = await house.pool.connect();
    expect(await backupQuestions.cursors(client)).toEqual([
      { workspaceId: 1, seq: 70, firstSeq: 40 },
      { workspaceId: 2, seq: 0, firstSeq: 0 },
    ]);
    const partition = await backupQuestions.partition(client, 1);
    expect([0, 1, 2, 3, 4, 5].map(partition)).toEqual([undefined, 1, 1, undefined, undefined, undefined]);
    const before = await backupQuestions.rewrites(client);
    await sql`insert into engine_commands (workspace_id, kind, origin, requested_at, requested_by)
      values (1, 'retract', 7, 1, 'me')`.execute(house.db);
    expect(await backupQuestions.rewrites(client)).toBe(before);
    await sql`update engine_commands set finished_at = 2`.execute(house.db);
    expect(await backupQuestions.rewrites(client)).not.toBe(before);
    expect((await listTables(client)).map((table) => table.name)).toEqual(
      expect.arrayContaining(['inbox', 'log', 'identities', 'audit', 'sessions']),
    );
    client.release();
  });
});
