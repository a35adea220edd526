import { Edition, type WhoAmI } from '@yutang/contracts/accounts';
import type { Principal } from '../../platform/http/principal.ts';
import { nobodysStaff } from './role-permissions.ts';
import type { Session } from './sessions.ts';
import type { WorkspaceDirectory } from './workspace-directory.ts';

/** What the console needs to know about the caller. `session` is undefined for an API key. */
export async function whoAmI(
  directory: WorkspaceDirectory,
  principal: Principal,
  session: Session | undefined,
): Promise<WhoAmI> {
  const workspace = await directory.getWorkspace(principal.workspaceId);
  const { id, name, zone, currency, language, kind, clockOffsetMs } = workspace;
  const edition = editionOf(workspace.settings);
  return {
    account: session
      ? {
          id: session.accountId,
          login: session.login,
          name: session.name,
          language: session.language,
          trial: session.trial,
        }
      : null,
    key: principal.keyId === null ? null : { id: principal.keyId, label: principal.label },
    workspace: { id, name, zone, currency, language, kind, clockOffsetMs, edition },
    role: principal.role,
    post: principal.post,
    home: principal.home,
    unitId: principal.within?.unitId ?? null,
    permissions: [...principal.permissions],
    masked: principal.masked,
    ownStaff: principal.ownStaff === nobodysStaff ? '' : principal.ownStaff,
    workspaces: session
      ? [...session.memberships.values()].map((m) => ({
          id: m.workspaceId,
          name: m.name,
          kind: m.kind,
          role: m.role,
        }))
      : [{ id, name, kind, role: principal.role }],
  };
}

/** The edition among a workspace's settings; a chain unless told. */
export function editionOf(settings: Record<string, unknown>): Edition {
  return Edition.enum.find((edition) => edition === settings.edition) ?? 'chain';
}
