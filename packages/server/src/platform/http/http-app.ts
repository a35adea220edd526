import type {} from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Permission, Principal } from './principal.ts';

/** Fastify with TypeBox types: a route's schema is its types. */
export type HttpApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression<RawServerDefault>,
  RawReplyDefaultExpression<RawServerDefault>,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the principal must hold. `public`: nobody need sign in. `member`: any signed-in member. `writeKey`: collection. */
    permission?: Permission | 'public' | 'member' | 'writeKey';
    /** Refuse the request when the workspace's audit row cannot be written; the action's name, e.g. `key.created`. */
    audit?: string;
  }
  interface FastifyRequest {
    /** Set by the authentication hook on every route that is not public. */
    principal: Principal;
  }
}
