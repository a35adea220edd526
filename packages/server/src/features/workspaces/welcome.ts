import type { WhoAmI } from '@yutang/contracts/accounts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setSessionCookie } from './session-cookie.ts';
import { membershipIn } from './sessions.ts';
import { whoAmI } from './who-am-i.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

/** Hands a new session to the browser and tells it who it is. */
export async function welcome(
  { sessions, directory }: WorkspacesParts,
  token: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<WhoAmI> {
  const session = await sessions.byToken(token);
  if (!session) throw new Error('a session that was just opened is not there');
  setSessionCookie(request, reply, token, sessions.limits.maxMs);
  return whoAmI(directory, membershipIn(session).principal, session);
}
