import { namespaceRule } from './namespace.ts';

/**
 * One identity as one event carried it.
 *
 * `verified`: seen through a server key, WeChat or WeCom, an import by staff or a one-time code.
 * Not verified means *claimed*: a browser said so, and a browser can say anything.
 */
export interface Identity {
  namespace: string;
  /** Normalised (see `normaliseIdentity`), never empty. */
  value: string;
  verified: boolean;
}

/** Key of an identity within a workspace; the blank cannot occur in a namespace. */
export function identityKey(identity: { namespace: string; value: string }): string {
  return `${identity.namespace} ${identity.value}`;
}

/** Orders texts by code point, which is the order of their UTF-8 bytes and of a database's `collate "C"`. */
export function compareText(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // halves of astral characters stand before U+E000 in UTF-16, though the characters come after U+FFFF
    return x >= 0xd800 && y >= 0xd800 ? rotate(x) - rotate(y) : x - y;
  }
  return a.length - b.length;
}

const rotate = (unit: number) => (unit >= 0xe000 ? unit - 0x800 : unit + 0x2000);

/** Orders identities strongest first: by rank of namespace, then namespace, then value (UTF-16 order). */
export function compareStrength(
  a: { namespace: string; value: string },
  b: { namespace: string; value: string },
): number {
  const rank = (namespaceRule(a.namespace)?.rank ?? 99) - (namespaceRule(b.namespace)?.rank ?? 99);
  if (rank !== 0) return rank;
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}
