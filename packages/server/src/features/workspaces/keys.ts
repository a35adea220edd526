import { minute } from '@yutang/core/time';
import { type Permission, type Principal, permissions } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { type KeyOfToken, readKey, touchKey } from './key-store.ts';
import { createTimedCache } from './timed-cache.ts';
import { isToken, tokenHash } from './token.ts';

interface KnownKey {
  principal: Principal;
  expiresAt: number | null;
}

/** Finds API keys by what a caller sends. */
export interface Keys {
  /** What the key allows, at once when known; undefined for an unknown, revoked or expired one. */
  find(secret: string): Principal | undefined | Promise<Principal | undefined>;
  /** Forgets what is in memory: call after a key was revoked. */
  clear(): void;
}

/** `now` is the real clock. */
export function createKeys(db: Db, now: () => number, cacheMs = 10_000): Keys {
  const cache = createTimedCache<KnownKey>(cacheMs);
  const alive = (known: KnownKey | undefined) =>
    known && (known.expiresAt === null || now() < known.expiresAt) ? known.principal : undefined;

  async function read(hash: Buffer): Promise<KnownKey | undefined> {
    const key = await readKey(db, hash);
    if (!key) return undefined;
    // once a minute is enough to tell a key in use from a forgotten one
    if (now() - (key.lastUsedAt ?? 0) >= minute) await touchKey(db, key.workspaceId, key.id, now());
    return { principal: principalOf(key), expiresAt: key.expiresAt };
  }

  return {
    find(secret) {
      if (!isToken('yk', secret)) return undefined;
      const hash = tokenHash(secret);
      const key = hash.toString('base64url');
      const known = cache.get(key);
      return known ? alive(known) : cache.load(key, () => read(hash)).then(alive);
    },
    clear: () => cache.clear(),
  };
}

const known: ReadonlySet<string> = new Set(permissions);

function principalOf(key: KeyOfToken): Principal {
  return {
    workspaceId: key.workspaceId,
    accountId: null,
    keyId: key.id,
    // a key is nobody's boss: what it may do is its scopes, and rules that ask for owners do not let it through
    role: 'operator',
    permissions: new Set(key.scopes.filter((scope): scope is Permission => known.has(scope))),
    label: key.label,
    masked: false,
    ownStaff: null,
    within: null,
    post: null,
    home: null,
    language: key.language,
  };
}
