import { AppError } from '@yutang/core/errors';
import type { FastifyRequest, RouteOptions } from 'fastify';
import type { HttpApp } from './http-app.ts';
import { assertOwnOrigin } from './origin.ts';
import type { Principal } from './principal.ts';
import { listOf } from './route-list.ts';

/** Who can tell from a request's cookie or key who is asking. A feature fills it. */
export interface PrincipalSource {
  /** At once when known from memory. Throws or rejects with `request.unauthenticated`. */
  authenticate(request: FastifyRequest): Principal | Promise<Principal>;
}

export interface GuardOptions {
  /** The address people use, when it is not the one in the Host header. */
  publicUrl?: string | undefined;
}

const openToAll = Symbol('served publicly');

/** The key of `Authorization: Bearer <key>`. Other schemes are a proxy's affair and leave the cookie in force. */
export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** Marks an encapsulated instance whose routes everybody may read (the console's files). Only GET may be registered on it. */
export function servePublicly(app: HttpApp): void {
  Object.assign(app, { [openToAll]: true });
}

/**
 * Guards every route registered from here on: it must state `config.permission`, else registration fails, and
 * only a principal who holds it gets through. Call once, on the root, before any route.
 *
 * It runs before the body is read, so nobody without the right learns what a body should look like.
 */
export function guardRoutes(app: HttpApp, source: PrincipalSource, options: GuardOptions = {}): void {
  const list = listOf(app);
  app.decorateRequest('principal', null as unknown as Principal);
  app.addHook('onRoute', function (this: HttpApp, route) {
    const permission = statedPermission(this, route);
    for (const method of [route.method].flat()) {
      list.push({ method, url: route.url, permission, schema: route.schema });
    }
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) return done();
    const { url, config } = request.routeOptions;
    const { permission } = config;
    // the collector and public pages are called from other sites on purpose
    if (permission === 'writeKey' || permission === undefined) return done();
    if (url?.startsWith('/api/')) {
      // answers are somebody's own: no proxy and no back button may show them to the next
      reply.header('cache-control', 'no-store');
      if (bearerOf(request) === undefined) assertOwnOrigin(request, options.publicUrl);
    }
    if (permission === 'public') return done();
    const admit = (principal: Principal) => {
      if (permission !== 'member' && !principal.permissions.has(permission)) {
        throw new AppError('request.forbidden', { permission });
      }
      request.principal = principal;
    };
    const found = source.authenticate(request);
    if (!(found instanceof Promise)) {
      admit(found);
      return done();
    }
    found.then(admit).then(() => done(), done);
  });
}

function statedPermission(app: HttpApp, route: RouteOptions) {
  if (openToAll in app) {
    if ([route.method].flat().some((method) => method !== 'GET' && method !== 'HEAD')) {
      throw new Error(`${route.url} is served publicly and may only be read`);
    }
    route.config = { ...route.config, permission: 'public' };
  }
  const permission = route.config?.permission;
  if (permission === undefined) {
    throw new Error(`${[route.method].flat().join()} ${route.url} states no permission`);
  }
  return permission;
}
