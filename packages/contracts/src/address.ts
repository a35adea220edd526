import { type Static, Type } from 'typebox';
import { Instant, nullable } from './page.ts';

/** GET /api/address: under which address people and platforms reach this installation. */
export const Address = Type.Object({
  publicUrl: nullable(
    Type.String({ description: '`PUBLIC_URL`: scheme, host and port; null while it is not set' }),
  ),
});
export type Address = Static<typeof Address>;

/** Name of a verification file as a platform gives it, served as `/<name>`. */
const VerificationName = Type.String({
  pattern: '^[A-Za-z0-9_-]{1,120}\\.(txt|html)$',
  examples: ['MP_verify_aBcD1234.txt', 'WW_verify_aBcD1234.txt', 'google1234abcd.html'],
});

/** Bytes a verification file may have. */
export const verificationBytes = 4096;

/** Path parameters of `/…/:file`. */
export const VerificationParams = Type.Object({ file: VerificationName });

/** PUT /api/verification-files/:file — permission settings.write. The content is served byte for byte (UTF-8). */
export const VerificationDraft = Type.Object(
  { content: Type.String({ minLength: 1, maxLength: verificationBytes }) },
  { additionalProperties: false },
);
export type VerificationDraft = Static<typeof VerificationDraft>;

/** A file by which a platform convinces itself that this address is ours. */
export const VerificationFile = Type.Object({
  file: Type.String(),
  content: Type.String(),
  createdAt: Instant,
  createdBy: Type.String(),
});
export type VerificationFile = Static<typeof VerificationFile>;

/** GET /api/verification-files — permission settings.read; newest first, 100 at most. */
export const VerificationList = Type.Object({
  items: Type.Array(VerificationFile),
  nextCursor: Type.Null(),
});
export type VerificationList = Static<typeof VerificationList>;
