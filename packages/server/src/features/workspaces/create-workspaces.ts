import type { SetupRequest, WhoAmI } from '@yutang/contracts/accounts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Feature } from '../../platform/feature.ts';
import { guardRoutes } from '../../platform/http/authentication.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { accountRoutes } from './account-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { foundOwn } from './found-own.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { keyRoutes } from './key-routes.ts';
import { createKeys } from './keys.ts';
import { postRoutes } from './post-routes.ts';
import { preferenceRoutes } from './preference-routes.ts';
import { createPrincipalSource } from './principal-source.ts';
import { clearSessionCookie } from './session-cookie.ts';
import { sessionRoutes } from './session-routes.ts';
import { openSession } from './session-service.ts';
import { createSessions, type SessionLimits, sessionLimits, type UnitScopeOf } from './sessions.ts';
import { setupRoutes } from './setup-routes.ts';
import { teamRoutes } from './team-routes.ts';
import { createThrottle } from './throttle.ts';
import { welcome } from './welcome.ts';
import { createWorkspaceDirectory, type WorkspaceDirectory } from './workspace-directory.ts';
import { workspaceRoutes } from './workspace-routes.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

export interface WorkspacesDeps {
  db: Db;
  /** The real clock, epoch ms; `Date.now` unless told. */
  now?: () => number;
  /** The address people use, when it is not the one in the Host header. */
  publicUrl?: string | undefined;
  limits?: SessionLimits;
  /** What a unit comes to: `readUnitScope` of the organisation. Unless told nobody held to a unit sees anything. */
  unitScopeOf?: UnitScopeOf;
}

/** Workspaces, accounts and who may do what. */
export interface Workspaces extends Pick<WorkspaceDirectory, 'getWorkspace' | 'workspaceClock'> {
  feature: Feature;
  /** Guards every route registered on `app` from then on. Call once, first. */
  guard(app: HttpApp): void;
  /**
   * Signs in an account without asking for its password: the caller has decided that it may. Audited as `session.started`.
   */
  signInAs(
    account: { accountId: number; workspaceId: number; name: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<WhoAmI>;
  /** Makes an account with a workspace of its own (beside the demo it came from) and signs it in. */
  foundOwn(
    draft: SetupRequest,
    demoId: number,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<WhoAmI>;
  /** Takes the session's cookie away from the browser. */
  signOut(request: FastifyRequest, reply: FastifyReply): void;
  /** Forget what is in memory, after a command changed accounts, members or workspaces behind our back. */
  changed(): void;
}

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createWorkspaces({
  db,
  now = Date.now,
  publicUrl,
  limits = sessionLimits,
  unitScopeOf = async (_db, _workspaceId, unitId) => ({ unitId, outlets: [], staff: [] }),
}: WorkspacesDeps): Workspaces {
  const sessions = createSessions(db, now, limits, unitScopeOf);
  const keys = createKeys(db, now);
  const directory = createWorkspaceDirectory(db, now);
  const throttle = createThrottle(db, now);
  function changed(): void {
    for (const memory of [sessions, keys, directory]) memory.clear();
  }
  const parts: WorkspacesParts = { db, now, sessions, keys, directory, throttle, changed };
  return {
    feature: {
      name: 'workspaces',
      routes(app) {
        setupRoutes(app, parts);
        sessionRoutes(app, parts);
        accountRoutes(app, parts);
        preferenceRoutes(app, parts);
        workspaceRoutes(app, parts);
        teamRoutes(app, parts);
        postRoutes(app, parts);
        invitationRoutes(app, parts);
        keyRoutes(app, parts);
        auditRoutes(app, parts);
      },
    },
    guard: (app) => guardRoutes(app, createPrincipalSource(sessions, keys), { publicUrl }),
    signInAs: async (account, request, reply) =>
      welcome(parts, await openSession(parts, account, request), request, reply),
    foundOwn: async (draft, demoId, request, reply) =>
      welcome(parts, await foundOwn(parts, draft, demoId, request), request, reply),
    signOut: clearSessionCookie,
    changed,
    getWorkspace: directory.getWorkspace,
    workspaceClock: directory.workspaceClock,
  };
}
