import { AppError } from '@yutang/core/errors';
import { day, minute } from '@yutang/core/time';
import type { FastifyRequest } from 'fastify';
import type { Principal, Role, UnitScope } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { templateOf } from './post-templates.ts';
import { rightsOf } from './role-permissions.ts';
import { sessionTokenOf } from './session-cookie.ts';
import { insertSession, readSession, type SessionRow, touchSession } from './session-store.ts';
import { createTimedCache } from './timed-cache.ts';
import { newToken, tokenHash } from './token.ts';

/** What an account is in one workspace. */
export interface Membership {
  workspaceId: number;
  name: string;
  kind: 'real' | 'demo' | 'test';
  role: Role;
  principal: Principal;
}

/** A living session. */
export interface Session {
  id: number;
  accountId: number;
  login: string;
  name: string;
  language: 'zh' | 'en';
  /** Opened by a click on the stage of a demo. */
  trial: boolean;
  /** The workspace it is in: the chosen one, or the first when the account is no member of that any more. */
  workspaceId: number;
  createdAt: number;
  lastSeenAt: number;
  memberships: ReadonlyMap<number, Membership>;
}

/** How long a session lives: without being used, and at all. Milliseconds. */
export interface SessionLimits {
  idleMs: number;
  maxMs: number;
}

/** A week without use, a month in all. */
export const sessionLimits: SessionLimits = { idleMs: 7 * day, maxMs: 30 * day };

/** Opens sessions and finds them again by the token in the cookie. */
export interface Sessions {
  limits: SessionLimits;
  /** Begins a session and answers its token. */
  open(tx: Tx, accountId: number, workspaceId: number, request: FastifyRequest): Promise<string>;
  /** The session of a request's cookie, at once when known. */
  of(request: FastifyRequest): Session | undefined | Promise<Session | undefined>;
  /** The session of a token just given out. */
  byToken(token: string): Promise<Session | undefined>;
  /** Forgets what is in memory: call after any change of sessions, accounts, members or workspaces. */
  clear(): void;
}

/** Tells what a unit of the organisation comes to; the organisation knows. */
export type UnitScopeOf = (db: Db, workspaceId: number, unitId: number) => Promise<UnitScope>;

/** `now` is the real clock: a workspace's moved clock ends no session. */
export function createSessions(
  db: Db,
  now: () => number,
  limits: SessionLimits,
  unitScopeOf: UnitScopeOf,
  cacheMs = 10_000,
): Sessions {
  const cache = createTimedCache<Session>(cacheMs);

  function alive(session: Session | undefined): Session | undefined {
    if (session === undefined) return undefined;
    const at = now();
    const living = at < session.createdAt + limits.maxMs && at < session.lastSeenAt + limits.idleMs;
    return living ? session : undefined;
  }

  async function read(hash: Buffer): Promise<Session | undefined> {
    const rows = await readSession(db, hash);
    const scopes = new Map<number, UnitScope>();
    for (const { memberOf, unitId } of rows) {
      if (unitId !== null) scopes.set(memberOf, await unitScopeOf(db, memberOf, unitId));
    }
    const session = alive(sessionOf(rows, scopes));
    if (!session) return undefined;
    if (now() - session.lastSeenAt < minute) return session;
    await touchSession(db, session.id, now());
    return { ...session, lastSeenAt: now() };
  }

  function find(token: string): Session | undefined | Promise<Session | undefined> {
    const hash = tokenHash(token);
    const key = hash.toString('base64url');
    const known = cache.get(key);
    return known ? alive(known) : cache.load(key, () => read(hash));
  }

  return {
    limits,
    async open(tx, accountId, workspaceId, request) {
      const token = newToken('ys');
      await insertSession(
        tx,
        {
          tokenHash: tokenHash(token),
          accountId,
          workspaceId,
          ip: request.ip,
          userAgent: request.headers['user-agent'] ?? '',
        },
        now(),
        now() - limits.maxMs,
      );
      return token;
    },
    of(request) {
      const token = sessionTokenOf(request);
      return token === undefined ? undefined : find(token);
    },
    byToken: async (token) => find(token),
    clear: () => cache.clear(),
  };
}

/** Rows of one session → the session, or undefined without rows. */
function sessionOf(rows: SessionRow[], scopes: ReadonlyMap<number, UnitScope>): Session | undefined {
  const first = rows[0];
  if (!first) return undefined;
  const memberships = new Map(
    rows.map((row) => [row.memberOf, membershipOf(row, scopes.get(row.memberOf) ?? null)]),
  );
  return {
    id: first.id,
    accountId: first.accountId,
    login: first.login,
    name: first.name,
    language: first.language,
    trial: first.trial,
    workspaceId: memberships.has(first.workspaceId) ? first.workspaceId : first.memberOf,
    createdAt: first.createdAt,
    lastSeenAt: first.lastSeenAt,
    memberships,
  };
}

function postOf({ post, postPermissions, postHome }: SessionRow) {
  if (post === null) return null;
  const own = postPermissions && postHome !== null ? { permissions: postPermissions, home: postHome } : null;
  // a post that is gone leaves no rights behind
  const { permissions, home } = own ?? templateOf(post) ?? { permissions: [], home: 'settings' };
  return { key: post, permissions, home };
}

function membershipOf(row: SessionRow, within: UnitScope | null): Membership {
  return {
    workspaceId: row.memberOf,
    name: row.workspaceName,
    kind: row.workspaceKind,
    role: row.role,
    principal: {
      workspaceId: row.memberOf,
      accountId: row.accountId,
      keyId: null,
      role: row.role,
      label: row.name,
      ...rightsOf({ role: row.role, staffRef: row.staffRef, post: postOf(row), within, trial: row.trial }),
      language: row.language,
    },
  };
}

/**
 * What a session's account is in the workspace asked for (the session's own unless told).
 * Throws `workspace.not-member`.
 */
export function membershipIn(session: Session, workspaceId = session.workspaceId): Membership {
  const membership = session.memberships.get(workspaceId);
  if (!membership) throw new AppError('workspace.not-member', { workspace: workspaceId });
  return membership;
}
