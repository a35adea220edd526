import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withViews } from '../../../testing/sql-guide.ts';

it('the guide names every view and column of the door, with its type and meaning, as the code has them', () => {
  const guide = readFileSync(new URL('../../../../../docs/guides/sql.md', import.meta.url), 'utf8');
  // after a change: npx tsx packages/server/testing/write-sql-guide.ts
  expect(guide).toBe(withViews(guide));
});
