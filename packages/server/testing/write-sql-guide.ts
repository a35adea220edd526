// Writes the tables of docs/guides/sql.md from the views as the code has them: npx tsx packages/server/testing/write-sql-guide.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withViews } from './sql-guide.ts';

const guide = fileURLToPath(new URL('../../../docs/guides/sql.md', import.meta.url));
writeFileSync(guide, withViews(readFileSync(guide, 'utf8')));
