import type { FastifyRequest } from 'fastify';
import type { HttpApp } from './http-app.ts';

/** A request that a proxy passed on, whose word about its origin was not believed. */
export interface ProxySighting {
  /** Epoch ms of the newest one. */
  at: number;
  /** Address it came from: the proxy's. */
  proxy: string;
}

/** Notices proxies that `TRUST_PROXY` does not name. */
export interface ProxyWatch {
  attach(app: HttpApp): void;
  /** The newest such request; null while there was none. */
  seen(): ProxySighting | null;
}

/** Whether a request says it was forwarded, and nobody here believes the one who says so. */
export function forwardedInVain(request: FastifyRequest): boolean {
  if (request.headers['x-forwarded-for'] === undefined) return false;
  // with a trusted sender, `ips` begins with the sender and goes on with what it says
  return (request.ips?.length ?? 1) < 2;
}

export function createProxyWatch(now: () => number): ProxyWatch {
  let newest: ProxySighting | null = null;
  return {
    attach(app) {
      app.addHook('onRequest', (request, _reply, done) => {
        if (forwardedInVain(request)) newest = { at: now(), proxy: request.socket.remoteAddress ?? '?' };
        done();
      });
    },
    seen: () => newest,
  };
}
