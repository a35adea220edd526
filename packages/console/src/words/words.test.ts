import { describe, expect, it } from 'vitest';
import { type Phrases, resourceOf, type Words } from './define-words.ts';

const files = import.meta.glob<Record<string, Words<Phrases>>>(
  ['../**/*-words.ts', '!./define-words.ts', '!./use-words.ts'],
  { eager: true },
);
const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const all = Object.entries(files).flatMap(([file, exports]) =>
  Object.values(exports).map((words) => ({ file, words })),
);

const slotsOf = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();
const han = /[\u4e00-\u9fff]/;

describe('what the console says', () => {
  it('finds every file of phrases, each under a namespace of its own', () => {
    expect(all.length).toBeGreaterThan(15);
    expect(new Set(all.map(({ words }) => words.namespace)).size).toBe(all.length);
  });

  it('has every phrase in both languages, with the same slots', () => {
    for (const { words } of all) {
      for (const [key, [zh, en]] of Object.entries(words.phrases)) {
        const where = `${words.namespace}:${key}`;
        const forms = typeof en === 'string' ? [en] : [en.one, en.other];
        expect(zh.trim(), where).not.toBe('');
        for (const form of forms) expect(form.trim(), where).not.toBe('');
        expect(slotsOf(forms.at(-1) ?? ''), where).toEqual(slotsOf(zh));
        if (typeof en !== 'string') expect(zh, `${where} chooses a plural`).toContain('{{count}}');
      }
    }
  });

  it('gives both languages the same keys', () => {
    for (const { words } of all) {
      const plain = (keys: string[]) =>
        [...new Set(keys.map((key) => key.replace(/_(one|other)$/, '')))].sort();
      expect(plain(Object.keys(resourceOf(words.phrases, 'en')))).toEqual(
        plain(Object.keys(resourceOf(words.phrases, 'zh-CN'))),
      );
    }
  });

  it('uses every phrase somewhere', () => {
    const code = Object.entries(sources).filter(([file]) => !file.endsWith('-words.ts'));
    for (const { words, file } of all) {
      for (const key of Object.keys(words.phrases)) {
        const family = key.slice(0, key.indexOf('.') + 1);
        const used = code.some(
          ([, text]) => text.includes(`'${key}'`) || (family !== '' && text.includes(`\`${family}`)),
        );
        expect(used, `${file} ${key}`).toBe(true);
      }
    }
  });

  it('says nothing to people that is not among the phrases', () => {
    // Names of languages in themselves, WeChat's own name, sample data in snippets, units that follow the language.
    const allowed =
      /(preferences|snippets|sessions-panel|formats|place-fields)\.tsx?$|\.test\.ts$|-words\.ts$/;
    for (const [file, text] of Object.entries(sources)) {
      if (allowed.test(file)) continue;
      const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
      expect(han.test(code), `${file} says something in Chinese by itself`).toBe(false);
    }
  });
});
