import type { SetupRequest } from '@yutang/contracts/accounts';
import { AppError } from '@yutang/core/errors';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { createAccount, normaliseLogin } from './account-store.ts';
import { audit } from './audit.ts';
import { addMember } from './member-store.ts';
import { assertStrong, hashPassword } from './password.ts';
import { createWorkspace } from './workspace-store.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

/**
 * Makes an account with a workspace of its own, and a member of the demo it came from, so that one can go back and
 * look; answers the session's token. Only where there is no real workspace yet: whoever tries a demo beside one is not
 * thereby let into the house. Throws `account.login-taken`, `account.password-weak`, `demo.own-exists`.
 */
export async function foundOwn(
  { db, now, sessions, changed }: WorkspacesParts,
  draft: SetupRequest,
  demoId: number,
  request: FastifyRequest,
): Promise<string> {
  assertStrong(draft.password, normaliseLogin(draft.login), 'body.password');
  const passwordHash = await hashPassword(draft.password);
  const language = draft.workspace.language ?? 'zh';
  const at = now();
  const token = await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('found-own'))`.execute(tx);
    const { rows } = await sql`select from workspaces where kind = 'real' limit 1`.execute(tx);
    if (rows.length > 0) throw new AppError('demo.own-exists');
    const workspaceId = await createWorkspace(tx, draft.workspace, at);
    const accountId = await createAccount(tx, { ...draft, passwordHash, language }, at);
    await addMember(tx, { workspaceId, accountId, role: 'owner' }, at);
    await addMember(tx, { workspaceId: demoId, accountId, role: 'owner' }, at);
    const owner = { workspaceId, accountId, keyId: null, label: draft.name, ip: request.ip };
    await audit(tx, owner, 'workspace.created', `workspace:${workspaceId}`, { name: draft.workspace.name });
    return sessions.open(tx, accountId, workspaceId, request);
  });
  changed();
  return token;
}
