import { newPassword as makePassword, replacePassword } from '../features/workspaces/index.ts';
import type { Db } from '../platform/postgres/db.ts';

/**
 * Gives an account a new password (a made-up one unless told), ends its sessions and answers the password. A running
 * server notices within 10 s. Whoever can reach the database may do this, so nothing is asked and nothing is refused
 * as too simple. Throws `request.not-found` for an unknown login, naming it.
 */
export async function resetPassword(db: Db, login: string, newPassword = makePassword()): Promise<string> {
  await replacePassword(db, login, newPassword, 'yutang reset-password');
  return newPassword;
}
