import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { createWhole } from './create-whole.ts';

/**
 * The secret kept in a file, 32 random bytes in base64url, made when there is none. Whoever is first decides: two
 * processes that start at once read the same. An empty file is what a start that died while writing it left behind in
 * versions before this one; nothing can have been sealed with it, so it is made anew.
 */
export function secretFile(file: string): string {
  for (;;) {
    createWhole(file, randomBytes(32).toString('base64url'));
    const secret = readFileSync(file, 'utf8').trim();
    if (secret !== '') return secret;
    rmSync(file);
  }
}
