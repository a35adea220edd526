import type { ApiKey, ApiKeyDraft, ApiKeyIssued } from '@yutang/contracts/keys';
import { AppError } from '@yutang/core/errors';
import { type Permission, type Principal, permissions } from '../../platform/http/principal.ts';
import { audit } from './audit.ts';
import { insertKey, type KeyRow, revokeKey } from './key-store.ts';
import { newToken, tokenHash } from './token.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

const known: ReadonlySet<string> = new Set(permissions);

/** A key as its page shows it; scopes of a later or earlier version of ours are left out. */
export function keyView(row: KeyRow): ApiKey {
  return { ...row, scopes: row.scopes.filter((scope): scope is Permission => known.has(scope)) };
}

/** Makes a key with no more rights than its maker has. Throws `key.scope-not-held`, `request.invalid`. */
export async function issueKey(
  { db, now }: WorkspacesParts,
  principal: Principal,
  { label, scopes, expiresAt = null }: ApiKeyDraft,
): Promise<ApiKeyIssued> {
  for (const scope of scopes) {
    if (!principal.permissions.has(scope)) throw new AppError('key.scope-not-held', { scope });
  }
  if (expiresAt !== null && expiresAt <= now()) {
    throw new AppError('request.invalid', { field: 'body.expiresAt', reason: 'is in the past' });
  }
  const secret = newToken('yk');
  const make = {
    workspaceId: principal.workspaceId,
    keyHash: tokenHash(secret),
    prefix: secret.slice(0, 9),
    label: label.trim(),
    scopes,
    createdBy: principal.accountId,
    createdByLabel: principal.label,
    expiresAt,
  };
  const row = await db.transaction().execute(async (tx) => {
    const made = await insertKey(tx, make, now());
    await audit(tx, principal, 'key.created', `key:${made.id}`, { label: made.label, scopes });
    return made;
  });
  return { key: keyView(row), secret };
}

/** Revokes a key, at once in this process. Throws `request.not-found`. */
export async function withdrawKey(
  { db, now, changed }: WorkspacesParts,
  principal: Principal,
  id: number,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const label = await revokeKey(tx, principal.workspaceId, id, now());
    if (label === undefined) throw new AppError('request.not-found', { what: `key ${id}` });
    await audit(tx, principal, 'key.revoked', `key:${id}`, { label });
  });
  changed();
}
