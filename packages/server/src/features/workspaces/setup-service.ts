import type { SetupRequest } from '@yutang/contracts/accounts';
import { AppError } from '@yutang/core/errors';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { anyAccount, createAccount, normaliseLogin } from './account-store.ts';
import { audit } from './audit.ts';
import { addMember } from './member-store.ts';
import { assertStrong, hashPassword } from './password.ts';
import { createWorkspace } from './workspace-store.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

/**
 * The first visit: workspace, owner and session in one transaction; answers the session's token.
 * Of any number of first visits at once one wins. Throws `setup.done`, `account.password-weak`.
 */
export async function setUp(
  { db, now, sessions, changed }: WorkspacesParts,
  draft: SetupRequest,
  request: FastifyRequest,
): Promise<string> {
  if (await anyAccount(db)) throw new AppError('setup.done');
  assertStrong(draft.password, normaliseLogin(draft.login), 'body.password');
  const passwordHash = await hashPassword(draft.password);
  const language = draft.workspace.language ?? 'zh';
  const token = await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('yutang.setup', 0))`.execute(tx);
    if (await anyAccount(tx)) throw new AppError('setup.done');
    const workspaceId = await createWorkspace(tx, draft.workspace, now());
    const accountId = await createAccount(tx, { ...draft, passwordHash, language }, now());
    await addMember(tx, { workspaceId, accountId, role: 'owner' }, now());
    const owner = { workspaceId, accountId, keyId: null, label: draft.name, ip: request.ip };
    await audit(tx, owner, 'workspace.created', `workspace:${workspaceId}`, { name: draft.workspace.name });
    return sessions.open(tx, accountId, workspaceId, request);
  });
  changed();
  return token;
}
