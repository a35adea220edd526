import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWhole } from './create-whole.ts';
import { secretFile } from './secret-file.ts';

describe('the secret in the data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yutang-secret-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made once, read ever after, by its owner only, and nothing is left beside it', () => {
    const file = join(folder, 'secret');
    const secret = secretFile(file);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(secretFile(file)).toBe(secret);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['secret']);
  });

  it('is that of whoever was first', () => {
    const file = join(folder, 'secret');
    expect(createWhole(file, 'first')).toBe(true);
    expect(createWhole(file, 'second')).toBe(false);
    expect(secretFile(file)).toBe('first');
  });

  it('is made anew when a start died before writing it', () => {
    const file = join(folder, 'secret');
    writeFileSync(file, '');
    expect(secretFile(file)).toBe(readFileSync(file, 'utf8'));
    expect(secretFile(file)).not.toBe('');
  });
});
