import { Ended, SessionList, SignInRequest, SwitchRequest, WhoAmI } from '@yutang/contracts/accounts';
import { IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import type { FastifyRequest } from 'fastify';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { audit } from './audit.ts';
import { clearSessionCookie } from './session-cookie.ts';
import { signIn } from './session-service.ts';
import { deleteSessions, listSessions, moveSession } from './session-store.ts';
import { membershipIn, type Session } from './sessions.ts';
import { welcome } from './welcome.ts';
import { whoAmI } from './who-am-i.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

const tags = ['session'];

/** Signing in and out, and the list of devices. */
export function sessionRoutes(app: HttpApp, parts: WorkspacesParts): void {
  const { db, now, sessions, directory, changed } = parts;

  async function sessionOf(request: FastifyRequest): Promise<Session> {
    const session = request.principal.accountId === null ? undefined : await sessions.of(request);
    if (!session) throw new AppError('account.required');
    return session;
  }

  app.post(
    '/api/session',
    {
      config: { permission: 'public', audit: 'session.started' },
      schema: {
        tags,
        summary: 'Sign in',
        body: SignInRequest,
        response: { 200: WhoAmI, ...problems },
      },
    },
    async (request, reply) => welcome(parts, await signIn(parts, request.body, request), request, reply),
  );

  app.get(
    '/api/session',
    {
      config: { permission: 'member' },
      schema: {
        tags,
        summary: 'Who am I, and what may I do',
        response: { 200: WhoAmI, ...problems },
      },
    },
    async (request) => {
      const { principal } = request;
      const session = principal.accountId === null ? undefined : await sessions.of(request);
      return whoAmI(directory, principal, session);
    },
  );

  app.delete(
    '/api/session',
    {
      config: { permission: 'member', audit: 'session.ended' },
      schema: { tags, summary: 'Sign out', response: { 200: Ended, ...problems } },
    },
    async (request, reply) => {
      const session = await sessionOf(request);
      const ended = await endSessions(request, session, { only: session.id });
      clearSessionCookie(request, reply);
      return { ended };
    },
  );

  app.post(
    '/api/session/workspace',
    {
      config: { permission: 'member' },
      schema: {
        tags,
        summary: 'Go to another workspace',
        body: SwitchRequest,
        response: { 200: WhoAmI, ...problems },
      },
    },
    async (request) => {
      const session = await sessionOf(request);
      const { principal } = membershipIn(session, request.body.workspaceId);
      await db.transaction().execute((tx) => moveSession(tx, session.id, principal.workspaceId));
      changed();
      return whoAmI(directory, principal, session);
    },
  );

  app.get(
    '/api/sessions',
    {
      config: { permission: 'member' },
      schema: {
        tags,
        summary: 'My signed-in devices',
        response: { 200: SessionList, ...problems },
      },
    },
    async (request) => {
      const session = await sessionOf(request);
      const { idleMs, maxMs } = sessions.limits;
      const alive = { created: now() - maxMs, seen: now() - idleMs };
      const rows = await listSessions(db, session.accountId, alive);
      return {
        items: rows.map((row) => ({
          ...row,
          current: row.id === session.id,
          expiresAt: Math.min(row.createdAt + maxMs, row.lastSeenAt + idleMs),
        })),
      };
    },
  );

  app.delete(
    '/api/sessions',
    {
      config: { permission: 'member', audit: 'session.ended' },
      schema: {
        tags,
        summary: 'Sign out all my other devices',
        response: { 200: Ended, ...problems },
      },
    },
    async (request) => {
      const session = await sessionOf(request);
      return { ended: await endSessions(request, session, { except: session.id }) };
    },
  );

  app.delete(
    '/api/sessions/:id',
    {
      config: { permission: 'member', audit: 'session.ended' },
      schema: {
        tags,
        summary: 'Sign out one of my devices',
        params: IdParams,
        response: { 200: Ended, ...problems },
      },
    },
    async (request) => {
      const { id } = request.params;
      const ended = await endSessions(request, await sessionOf(request), { only: id });
      if (ended === 0) throw new AppError('request.not-found', { what: `session ${id}` });
      return { ended };
    },
  );

  async function endSessions(
    request: FastifyRequest,
    session: Session,
    which: { only?: number; except?: number },
  ): Promise<number> {
    const ended = await db.transaction().execute(async (tx) => {
      const count = await deleteSessions(tx, session.accountId, which);
      if (count > 0) {
        await audit(tx, request.principal, 'session.ended', `account:${session.accountId}`, {
          ...which,
          count,
        });
      }
      return count;
    });
    changed();
    return ended;
  }
}
