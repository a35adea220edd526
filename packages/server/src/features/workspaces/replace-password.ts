import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';
import { findLogin, updateAccount } from './account-store.ts';
import { audit } from './audit.ts';
import { workspacesOf } from './member-store.ts';
import { hashPassword } from './password.ts';
import { deleteSessions } from './session-store.ts';

/**
 * Sets an account's password without the old one, ends its sessions and lifts the lock on its login; every workspace
 * it is a member of has it in the audit log. `by` is who did it. Throws `request.not-found` for an unknown login.
 */
export async function replacePassword(db: Db, login: string, password: string, by: string): Promise<void> {
  const account = await findLogin(db, login);
  if (!account) throw new AppError('request.not-found', { what: `account ${login}` });
  const passwordHash = await hashPassword(password);
  await db.transaction().execute(async (tx) => {
    await updateAccount(tx, account.id, { passwordHash });
    const ended = await deleteSessions(tx, account.id, {});
    await sql`delete from login_attempts where bucket = ${`login ${account.login}`}
      or starts_with(bucket, ${`pair ${account.login} `})`.execute(tx);
    for (const workspaceId of await workspacesOf(tx, account.id)) {
      const actor = { workspaceId, accountId: null, keyId: null, label: by };
      await audit(tx, actor, 'account.password-reset', `account:${account.id}`, { ended });
    }
  });
}
