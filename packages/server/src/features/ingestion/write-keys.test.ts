import { describe, expect, it } from 'vitest';
import type { Db } from '../../platform/postgres/db.ts';
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

  it('is the user name of Basic, or a Bearer token', () => {
    const { key } = newWriteKey('browser');
    expect(keyOfHeader(`Basic ${Buffer.from(`${key}:`).toString('base64')}`)).toBe(key);
    expect(keyOfHeader(`bearer ${key}`)).toBe(key);
    for (const none of [undefined, '', 'Basic', 'Digest x', 'Basic Og=='])
      expect(keyOfHeader(none)).toBeUndefined();
  });
});
