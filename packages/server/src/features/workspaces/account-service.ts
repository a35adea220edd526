import type { AccountPatch } from '@yutang/contracts/accounts';
import { AppError } from '@yutang/core/errors';
import type { FastifyRequest } from 'fastify';
import { updateAccount } from './account-store.ts';
import { audit } from './audit.ts';
import { assertStrong, hashPassword } from './password.ts';
import { accountOf } from './principal-source.ts';
import { proveAccount } from './session-service.ts';
import { deleteSessions } from './session-store.ts';
import type { Session } from './sessions.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

/**
 * Changes the caller's own account and answers the session as it is then. A new password needs the old one and ends
 * all other sessions. Throws `account.required`, `account.wrong-password`, `account.password-weak`.
 */
export async function changeAccount(
  parts: WorkspacesParts,
  request: FastifyRequest,
  patch: AccountPatch,
): Promise<Session> {
  const { principal } = request;
  const accountId = accountOf(principal);
  const session = await parts.sessions.of(request);
  if (!session) throw new AppError('account.required');
  const { name, language, newPassword } = patch;
  const passwordHash =
    newPassword === undefined ? undefined : await provenHash(parts, session, patch, request.ip);
  await parts.db.transaction().execute(async (tx) => {
    await updateAccount(tx, accountId, { name, language, passwordHash });
    if (passwordHash !== undefined) await deleteSessions(tx, accountId, { except: session.id });
    const fields = Object.keys({ ...patch }).filter((field) => field !== 'password');
    await audit(tx, principal, 'account.changed', `account:${accountId}`, { fields });
  });
  parts.changed();
  const changed = await parts.sessions.of(request);
  if (!changed) throw new AppError('request.unauthenticated');
  return changed;
}

async function provenHash(
  parts: WorkspacesParts,
  session: Session,
  { password = '', newPassword = '' }: AccountPatch,
  ip: string,
): Promise<string> {
  try {
    await proveAccount(parts, { login: session.login, password }, ip);
  } catch (error) {
    // 401 would sign the console out
    if (error instanceof AppError && error.code === 'session.wrong-credentials') {
      throw new AppError('account.wrong-password', { field: 'body.password' });
    }
    throw error;
  }
  assertStrong(newPassword, session.login, 'body.newPassword');
  return hashPassword(newPassword);
}
