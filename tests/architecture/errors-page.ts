import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ErrorEntry, errorCatalogue } from '../../packages/core/src/errors/index.ts';

/** Where the page is kept. */
export const errorsPage = fileURLToPath(new URL('../../docs/errors.md', import.meta.url));

/** `docs/errors.md`, written from the catalogue: every code, its status, what it says. */
export function writtenErrorsPage(): string {
  const rows = Object.entries(errorCatalogue as Record<string, ErrorEntry>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { status, en, zh }]) => `| <a id="${code}"></a>\`${code}\` | ${status} | ${en} | ${zh} |`);
  return [
    '# Errors',
    '',
    'Every error is answered as `application/problem+json` (RFC 9457): `type`, `title` in the caller’s language, `status`,',
    '`code` and `params`. Codes are stable; texts are not. Written from the catalogue by `node --import tsx tests/architecture/errors-page.ts`.',
    '',
    '| code | status | English | 中文 |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(errorsPage, writtenErrorsPage());
