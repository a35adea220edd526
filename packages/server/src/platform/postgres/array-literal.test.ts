import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { booleans, integers, texts } from './array-literal.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

it('arrays arrive as they were, whatever characters they hold', async () => {
  const odd = [
    '',
    'NULL',
    null,
    'a,b',
    '{x}',
    '"quoted"',
    'back\\slash',
    'line\nbreak',
    '鱼塘 🐟',
    ' blank ',
    '{"a": "b\\"c"}',
  ];
  const { rows } = await sql`
    select ${texts(odd)}::text[] as odd, ${texts([])}::text[] as none, ${integers([1, null, -9007199254740991])}::bigint[] as numbers,
      ${integers([])}::bigint[] as nothing, ${booleans([true, false])}::boolean[] as flags,
      (${texts(['{"a": "b\\"c"}', null])}::jsonb[])[1] as json`.execute(database.db);
  expect(rows[0]).toEqual({
    odd,
    none: [],
    numbers: [1, null, -9007199254740991],
    nothing: [],
    flags: [true, false],
    json: { a: 'b"c' },
  });
});
