import { type Static, Type } from 'typebox';
import { PermissionName } from './accounts.ts';
import { Id, Instant, nullable } from './page.ts';

/** One API key (GET /api/keys). The key itself was shown once. */
export const ApiKey = Type.Object({
  id: Id,
  label: Type.String(),
  prefix: Type.String({ description: 'First characters, to recognise it by' }),
  scopes: Type.Array(PermissionName),
  createdBy: nullable(Type.String()),
  createdAt: Instant,
  lastUsedAt: nullable(Instant),
  expiresAt: nullable(Instant),
  revokedAt: nullable(Instant),
});
export type ApiKey = Static<typeof ApiKey>;

/** GET /api/keys, newest first, revoked ones included. */
export const ApiKeyList = Type.Object({ items: Type.Array(ApiKey) });

/** POST /api/keys. Scopes are among the caller's own permissions. */
export const ApiKeyDraft = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
    scopes: Type.Array(PermissionName, { minItems: 1, maxItems: 50, uniqueItems: true }),
    expiresAt: Type.Optional(nullable(Instant)),
  },
  { additionalProperties: false },
);
export type ApiKeyDraft = Static<typeof ApiKeyDraft>;

/** Answer of POST /api/keys; `secret` is shown this once: `Authorization: Bearer <secret>`. */
export const ApiKeyIssued = Type.Object({ key: ApiKey, secret: Type.String() });
export type ApiKeyIssued = Static<typeof ApiKeyIssued>;
