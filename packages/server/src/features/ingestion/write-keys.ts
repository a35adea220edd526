import { hash, randomBytes } from 'node:crypto';
import type { Db } from '../../platform/postgres/db.ts';
import { findByKey, type SourceRow } from './source-store.ts';

/** Where a write key leads. `verified`: a secret key, so its identities are taken for true. */
export interface KeyHolder {
  workspaceId: number;
  sourceId: number;
  verified: boolean;
  channel: string | null;
}

const digest = (key: string): Buffer => Buffer.from(hash('sha256', key, 'hex'), 'hex');

/** A new write key: 144 random bits. A secret one is stored as its hash only. */
export function newWriteKey(kind: SourceRow['kind']): {
  key: string;
  keyHash: Buffer;
  keyPublic: string | null;
  keyHint: string;
} {
  const key = `wk_${randomBytes(18).toString('base64url')}`;
  return { key, keyHash: digest(key), keyPublic: kind === 'server' ? null : key, keyHint: key.slice(0, 7) };
}

export interface WriteKeys {
  /** Undefined for a key nobody has. */
  holder(key: string): Promise<KeyHolder | undefined>;
  /** After a source changed: look it up again. */
  forget(): void;
}

const rememberMs = 5000;
const mostRemembered = 10_000;

/** 144 bits in base64url, as `newWriteKey` makes them. */
const shape = /^wk_[\w-]{24}$/;

/** Looks keys up with a small memory, unknown ones too. What has not the shape of a key is neither looked up nor remembered. */
export function createWriteKeys(db: Db): WriteKeys {
  let changes = 0;
  const known = new Map<string, { holder: KeyHolder | undefined; until: number }>();
  return {
    async holder(key) {
      if (!shape.test(key)) return undefined;
      const remembered = known.get(key);
      if (remembered && remembered.until > performance.now()) return remembered.holder;
      const before = changes;
      const found = await findByKey(db, digest(key));
      const holder = found && {
        workspaceId: found.workspaceId,
        sourceId: found.sourceId,
        verified: found.kind === 'server',
        channel: found.channel,
      };
      // an answer from before a change is good for this request only
      if (before !== changes) return holder;
      if (known.size >= mostRemembered) known.clear();
      known.set(key, { holder, until: performance.now() + rememberMs });
      return holder;
    },
    forget() {
      changes++;
      known.clear();
    },
  };
}

/** The key in an Authorization header: the user name of Basic, or a Bearer token. */
export function keyOfHeader(header: string | undefined): string | undefined {
  if (!header) return undefined;
  const [scheme = '', value = ''] = header.split(' ', 2);
  if (/^bearer$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] || undefined;
}
