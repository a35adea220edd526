import fastifyCookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSecure } from '../../platform/http/origin.ts';
import { isToken } from './token.ts';

/** The name of the session's cookie. */
export const sessionCookie = 'yutang_session';

/** The session token a request carries, or undefined when it carries none that could be one. */
export function sessionTokenOf(request: FastifyRequest): string | undefined {
  const { cookie } = request.headers;
  if (cookie === undefined) return undefined;
  const token = fastifyCookie.parse(cookie)[sessionCookie];
  return token !== undefined && isToken('ys', token) ? token : undefined;
}

/**
 * Gives the browser its session: out of reach of scripts, not sent along by other sites' forms, and by https only
 * where we know of https (on a laptop there is none).
 */
export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  maxAgeMs: number,
): void {
  reply.header(
    'set-cookie',
    fastifyCookie.serialize(sessionCookie, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure(request),
      maxAge: Math.floor(maxAgeMs / 1000),
    }),
  );
}

/** Takes the session away from the browser. */
export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  setSessionCookie(request, reply, '', 0);
}
