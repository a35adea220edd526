import { createHash, randomBytes, randomInt } from 'node:crypto';

/** What a token opens; its first characters, so that a leaked one can be recognised by scanners. */
export type TokenKind = 'ys' | 'yk' | 'yi';

/** A new secret of 256 bits: session (`ys_`), API key (`yk_`) or invitation (`yi_`). */
export function newToken(kind: TokenKind): string {
  return `${kind}_${randomBytes(32).toString('base64url')}`;
}

/** Whether a text can be a token of this kind at all; what cannot be costs no look-up. */
export function isToken(kind: TokenKind, text: string): boolean {
  return text.length === 46 && text.startsWith(`${kind}_`) && /^[\w-]+$/.test(text);
}

/**
 * What is stored of a token. A plain hash is enough for 256 random bits, and looking it up by index tells
 * nothing by its time, since the caller cannot choose the hash.
 */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

// no 0/O, 1/l/I: it is read from a terminal and typed
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A password for a person to type: 16 letters and digits, 92 bits. */
export function newPassword(): string {
  return Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('');
}
