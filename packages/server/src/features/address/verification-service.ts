import { type VerificationFile, verificationBytes } from '@yutang/contracts/address';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import { countVerifications, writeVerification } from './verification-store.ts';

/** Files one workspace may keep: platforms ask for a handful. */
const mostFiles = 100;

/**
 * Serves a file from now on, in the place of the workspace's own of that name.
 * @throws AppError `verification.too-large`, `verification.too-many`, `verification.taken`, `verification.demo`, `request.invalid`
 */
export async function keepVerification(
  db: Db,
  principal: Principal,
  file: VerificationFile,
): Promise<VerificationFile> {
  if (Buffer.byteLength(file.content) > verificationBytes)
    throw new AppError('verification.too-large', { limit: verificationBytes });
  // PostgreSQL text cannot hold NUL, and a text file has none
  if (file.content.includes('\0'))
    throw new AppError('request.invalid', { field: 'body.content', reason: 'is not text' });
  await db.transaction().execute(async (tx) => {
    // the root of the address is the whole house's, and anybody may try a demo
    const { rows } =
      await sql`select from workspaces where id = ${principal.workspaceId} and kind = 'demo'`.execute(tx);
    if (rows.length > 0) throw new AppError('verification.demo');
    if (!(await writeVerification(tx, principal.workspaceId, file)))
      throw new AppError('verification.taken', { file: file.file });
    if ((await countVerifications(tx, principal.workspaceId)) > mostFiles)
      throw new AppError('verification.too-many', { limit: mostFiles });
    const bytes = Buffer.byteLength(file.content);
    await audit(tx, principal, 'verification.kept', `verification:${file.file}`, { bytes });
  });
  return file;
}
