import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../testing/test-database.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { insertSource } from './source-store.ts';
import { createWriteKeys, keyOfHeader, newWriteKey } from './write-keys.ts';

describe('a write key', () => {
  it('that has not the shape of one is neither looked up nor remembered', async () => {
    // a store that must not be asked
    const keys = createWriteKeys({} as Db);
    for (const bad of [
      '',
      'x',
      'w'.repeat(1 << 20),
      `${newWriteKey('browser').key}x`,
      `wk_${'\0'.repeat(24)}`,
    ])
      expect(await keys.holder(bad)).toBeUndefined();
    await expect(keys.holder(newWriteKey('server').key)).rejects.toThrow();
  });

  it('is looked up again when a change came while it was being looked up', async () => {
    const house = await createTestDatabase();
    try {
      const { key, ...stored } = newWriteKey('server');
      const { rows } = await sql<{ id: number }>`
        insert into workspaces (name, zone, currency, language, kind, created_at)
        values ('w', 'Asia/Shanghai', 'CNY', 'zh', 'real', 0) returning id`.execute(house.db);
      const workspaceId = rows[0]?.id as number;
      const keys = createWriteKeys(house.db);
      const early = keys.holder(key);
      keys.forget();
      expect(await early).toBeUndefined();
      await insertSource(house.db, workspaceId, {
        name: 's',
        kind: 'server',
        channel: null,
        staleAfterMs: null,
        createdBy: 'test',
        ...stored,
      });
      expect(await keys.holder(key)).toMatchObject({ workspaceId, verified: true });
    } finally {
      await house.close();
    }
  });

  it('is the user name of Basic, or a Bearer token', () => {
    const { key } = newWriteKey('browser');
    expect(keyOfHeader(`Basic ${Buffer.from(`${key}:`).toString('base64')}`)).toBe(key);
    expect(keyOfHeader(`bearer ${key}`)).toBe(key);
    for (const none of [undefined, '', 'Basic', 'Digest x', 'Basic Og=='])
      expect(keyOfHeader(none)).toBeUndefined();
  });
});
