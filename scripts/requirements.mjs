// Which requirement is proven by which test and seen on which page: writes docs/requirements.md. With --check it fails
// when a claimed id (docs/claims.json) has no test, or when the page in the checkout is not what would be written.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const claims = JSON.parse(readFileSync('docs/claims.json', 'utf8'));
const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.test.ts', '*.test.tsx'],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter(Boolean);
const proofs = new Map();
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  for (const [, title] of text.matchAll(
    /\b(?:it|test|describe)(?:\.\w+(?:\([^)]*\))?)*\(\s*[`'"]((?:[^`'"\\]|\\.)*\[[A-Z]{2,3}-\d\d\](?:[^`'"\\]|\\.)*)[`'"]/g,
  )) {
    for (const [, id] of title.matchAll(/\[([A-Z]{2,3}-\d\d)\]/g)) {
      const tests = proofs.get(id) ?? [];
      tests.push({ file, title: title.replace(/\s*\[[A-Z]{2,3}-\d\d\]\s*/g, ' ').trim() });
      proofs.set(id, tests);
    }
  }
}
const ids = [...new Set([...Object.keys(claims), ...proofs.keys()])].sort();
const lines = [
  '# Requirements: what proves them, where they are seen',
  '',
  'Written by `npm run requirements`.',
  '',
  '| id | page | tests |',
  '|---|---|---|',
];
const inCell = (text) => text.replaceAll('|', '\\|').replaceAll('\\n', ' ');
for (const id of ids) {
  const tests = (proofs.get(id) ?? []).map(({ file, title }) => `${inCell(title)} (\`${file}\`)`);
  lines.push(`| ${id} | ${claims[id] ? `\`${claims[id]}\`` : ''} | ${tests.join('<br>') || '—'} |`);
}
const page = `${lines.join('\n')}\n`;
const missing = Object.keys(claims).filter((id) => !proofs.has(id));
for (const id of ids) console.log(`${id}  ${(proofs.get(id) ?? []).length} tests  ${claims[id] ?? ''}`);
if (process.argv.includes('--check')) {
  const kept = (() => {
    try {
      return readFileSync('docs/requirements.md', 'utf8');
    } catch {
      return '';
    }
  })();
  if (kept !== page) console.error('docs/requirements.md is out of date: run npm run requirements');
  if (missing.length > 0) console.error(`Claimed without a test: ${missing.join(', ')}`);
  process.exit(kept !== page || missing.length > 0 ? 1 : 0);
}
writeFileSync('docs/requirements.md', page);
if (missing.length > 0) console.error(`Claimed without a test: ${missing.join(', ')}`);
