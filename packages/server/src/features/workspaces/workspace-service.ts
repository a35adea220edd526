import type { Workspace, WorkspaceDraft, WorkspacePatch } from '@yutang/contracts/workspaces';
import { AppError } from '@yutang/core/errors';
import type { Principal } from '../../platform/http/principal.ts';
import { audit } from './audit.ts';
import { addMember } from './member-store.ts';
import { accountOf } from './principal-source.ts';
import { createWorkspace, readWorkspace, updateWorkspace } from './workspace-store.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

/** Bytes all settings of a workspace may take as JSON: they are read with every page. */
const settingsLimit = 64 * 1024;

/** A workspace as its settings page shows it, straight from the database. Throws `request.not-found`. */
export async function workspaceView({ db, now }: WorkspacesParts, id: number): Promise<Workspace> {
  const info = await readWorkspace(db, id);
  if (!info) throw new AppError('request.not-found', { what: `workspace ${id}` });
  return { ...info, now: now() + info.clockOffsetMs };
}

/** Changes a workspace; the audit log names the fields and keeps old and new of the short ones. */
export async function changeWorkspace(
  parts: WorkspacesParts,
  principal: Principal,
  patch: WorkspacePatch,
): Promise<Workspace> {
  const { workspaceId } = principal;
  await parts.db.transaction().execute(async (tx) => {
    const before = await readWorkspace(tx, workspaceId);
    await updateWorkspace(tx, workspaceId, patch);
    const after = await readWorkspace(tx, workspaceId);
    if (JSON.stringify(after?.settings).length > settingsLimit) {
      throw new AppError('request.too-large', { limit: settingsLimit });
    }
    const changes = (['name', 'zone', 'currency', 'language'] as const)
      .filter((field) => before?.[field] !== after?.[field])
      .map((field) => [field, { from: before?.[field], to: after?.[field] }]);
    await audit(tx, principal, 'workspace.changed', `workspace:${workspaceId}`, {
      ...Object.fromEntries(changes),
      ...(patch.settings && { settings: Object.keys(patch.settings) }),
    });
  });
  parts.changed();
  return workspaceView(parts, workspaceId);
}

/** Makes another workspace whose owner is the caller. Throws `account.required` for an API key. */
export async function foundWorkspace(
  parts: WorkspacesParts,
  principal: Principal,
  draft: WorkspaceDraft,
): Promise<Workspace> {
  const accountId = accountOf(principal);
  const at = parts.now();
  const workspaceId = await parts.db.transaction().execute(async (tx) => {
    const made = await createWorkspace(tx, draft, at);
    await addMember(tx, { workspaceId: made, accountId, role: 'owner' }, at);
    const { name } = draft;
    await audit(tx, { ...principal, workspaceId: made }, 'workspace.created', `workspace:${made}`, { name });
    return made;
  });
  parts.changed();
  return workspaceView(parts, workspaceId);
}
