import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { collectGuide, writtenCollectGuide } from './collect-guide.ts';
import { errorsPage, writtenErrorsPage } from './errors-page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((name) => name !== '' && existsSync(root + name));
const read = (name: string) => readFileSync(root + name, 'utf8');
const sources = files.filter((name) => /^packages\/\w+\/src\/.*\.tsx?$/.test(name));
const productive = sources.filter((name) => !/\.test\.tsx?$|testsuite/.test(name));

describe('the laws of the house', () => {
  it('documents every error of the catalogue, and no other', () => {
    expect(readFileSync(errorsPage, 'utf8')).toBe(writtenErrorsPage());
  });

  it('shows the same snippets in the guide as on the Sources page', () => {
    expect(readFileSync(collectGuide, 'utf8')).toBe(writtenCollectGuide());
  });

  it('reads the environment in config.ts only', () => {
    const readers = productive.filter(
      (name) => name.startsWith('packages/server/') && /\bprocess\.env\b/.test(read(name)),
    );
    expect(readers).toEqual(['packages/server/src/config.ts']);
  });

  it('keeps clock and chance out of core', () => {
    const impure = productive.filter(
      (name) =>
        name.startsWith('packages/core/') &&
        /\bDate\.now\(|new Date\(\)|Math\.random\(|randomUUID|process\./.test(read(name)),
    );
    expect(impure).toEqual([]);
  });

  it('exports by name only', () => {
    expect(productive.filter((name) => /^export default /m.test(read(name)))).toEqual([]);
  });

  it('says why wherever a rule is suppressed', () => {
    const bare = sources.filter((name) =>
      /biome-ignore [\w/]+(: *)?$|@ts-(ignore|expect-error) *$/m.test(read(name)),
    );
    expect(bare).toEqual([]);
  });

  it('names no registry host in the lock file', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });

  it('gives every feature of the server a door of at most 40 lines and a page of its words', () => {
    const features = new Set(
      files.flatMap((name) => /^packages\/server\/src\/features\/([^/]+)\//.exec(name)?.[1] ?? []),
    );
    for (const feature of features) {
      const folder = `packages/server/src/features/${feature}`;
      expect(files, feature).toContain(`${folder}/CONTEXT.md`);
      expect(read(`${folder}/index.ts`).split('\n').length, `${feature}/index.ts`).toBeLessThanOrEqual(41);
    }
  });

  it('calls things by the words of the glossary', () => {
    const synonyms = /\b(userProfile|mergeUsers|tenantId|storeId|leadId|subscriberId)\b/;
    expect(sources.filter((name) => synonyms.test(read(name)))).toEqual([]);
  });
});
