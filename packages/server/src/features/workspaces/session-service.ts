import type { SignInRequest } from '@yutang/contracts/accounts';
import { AppError } from '@yutang/core/errors';
import type { FastifyRequest } from 'fastify';
import { type AccountRow, findLogin } from './account-store.ts';
import { audit } from './audit.ts';
import { homeOf } from './member-store.ts';
import { verifyPassword } from './password.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

/**
 * The account whose login and password these are. Unknown login, wrong password and disabled account give the same
 * answer after the same time. Throws `request.too-many`, `session.wrong-credentials`.
 */
export async function proveAccount(
  { db, throttle }: WorkspacesParts,
  { login, password }: SignInRequest,
  ip: string,
): Promise<AccountRow> {
  const forgive = await throttle.attempt(login, ip);
  const account = await findLogin(db, login);
  const right = await verifyPassword(account?.disabled ? undefined : account?.passwordHash, password);
  if (!account || !right) throw new AppError('session.wrong-credentials');
  await forgive();
  return account;
}

/** Signs in to the workspace used last and answers the session's token. Throws also `session.no-workspace`. */
export async function signIn(
  parts: WorkspacesParts,
  credentials: SignInRequest,
  request: FastifyRequest,
): Promise<string> {
  const account = await proveAccount(parts, credentials, request.ip);
  const workspaceId = await homeOf(parts.db, account.id);
  if (workspaceId === undefined) throw new AppError('session.no-workspace');
  return openSession(parts, { accountId: account.id, workspaceId, name: account.name }, request);
}

/** Begins an account's session and answers its token; nothing is proved here. */
export function openSession(
  { db, sessions }: WorkspacesParts,
  { accountId, workspaceId, name }: { accountId: number; workspaceId: number; name: string },
  request: FastifyRequest,
): Promise<string> {
  return db.transaction().execute(async (tx) => {
    const token = await sessions.open(tx, accountId, workspaceId, request);
    const actor = { workspaceId, accountId, keyId: null, label: name, ip: request.ip };
    await audit(tx, actor, 'session.started', `account:${accountId}`);
    return token;
  });
}
