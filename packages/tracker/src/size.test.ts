import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

describe('the built tracker', () => {
  it('is at most 5 kB gzipped, each flavour, and depends on nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yutang-tracker-'));
    try {
      const program = fileURLToPath(new URL('../build.mjs', import.meta.url));
      const { status, stderr } = spawnSync(process.execPath, [program, folder], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
      for (const file of ['yutang.min.js', 'yutang.esm.js', 'miniprogram.js']) {
        const code = readFileSync(join(folder, file));
        const size = gzipSync(code, { level: 9 }).length;
        console.info(`${file}: ${size} bytes gzipped`);
        expect(size).toBeLessThanOrEqual(5120);
        expect(code.toString()).not.toMatch(/\bimport\s*["'{(]|\brequire\(/);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
