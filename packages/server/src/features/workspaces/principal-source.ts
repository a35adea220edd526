import { AppError } from '@yutang/core/errors';
import type { FastifyRequest } from 'fastify';
import { bearerOf, type PrincipalSource } from '../../platform/http/authentication.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Keys } from './keys.ts';
import { membershipIn, type Session, type Sessions } from './sessions.ts';

/** Tells who is asking: by `Authorization: Bearer <API key>`, else by the session cookie. */
export function createPrincipalSource(sessions: Sessions, keys: Keys): PrincipalSource {
  return {
    authenticate(request) {
      const secret = bearerOf(request);
      if (secret === undefined) return then(sessions.of(request), (session) => ofSession(session, request));
      return then(keys.find(secret), (principal) => ofKey(principal, request));
    },
  };
}

/** `value` is used at once when it is there: a promise would cost more than the rest of the check. */
function then<T, R>(value: T | Promise<T>, use: (value: T) => R): R | Promise<R> {
  return value instanceof Promise ? value.then(use) : use(value);
}

function ofSession(session: Session | undefined, request: FastifyRequest): Principal {
  if (!session) throw new AppError('request.unauthenticated');
  return { ...membershipIn(session, workspaceHeader(request)).principal, ip: request.ip };
}

function ofKey(principal: Principal | undefined, request: FastifyRequest): Principal {
  if (!principal) throw new AppError('request.unauthenticated');
  const asked = workspaceHeader(request);
  if (asked !== undefined && asked !== principal.workspaceId) {
    throw new AppError('workspace.not-member', { workspace: asked });
  }
  return { ...principal, ip: request.ip };
}

/** The workspace a request asks for by `yutang-workspace: <id>`; undefined when it does not. */
function workspaceHeader(request: FastifyRequest): number | undefined {
  const header = request.headers['yutang-workspace'];
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^[1-9]\d{0,9}$/.test(header)) {
    throw new AppError('request.invalid', {
      field: 'headers.yutang-workspace',
      reason: 'is not a workspace',
    });
  }
  return Number(header);
}

/** The account behind a principal. Throws `account.required` for an API key. */
export function accountOf(principal: Principal): number {
  if (principal.accountId === null) throw new AppError('account.required');
  return principal.accountId;
}
