import { hash, timingSafeEqual } from 'node:crypto';
import { AppError } from '@yutang/core/errors';
import type { FastifyRequest } from 'fastify';
import { bearerOf } from '../http/authentication.ts';
import type { HttpApp } from '../http/http-app.ts';
import type { Metrics } from './metrics.ts';

/**
 * `/metrics` counts the whole installation, so no right within one workspace opens it: only whoever sends
 * `METRICS_TOKEN` as bearer, or, while that is unset, a scraper on this very machine.
 * Errors: `metrics.closed`.
 */
export function metricsRoute(app: HttpApp, metrics: Metrics, token: string | null): void {
  app.get(
    '/metrics',
    {
      config: { permission: 'public' },
      schema: { tags: ['health'], summary: 'Counters of the installation in the Prometheus text format' },
    },
    (request, reply) => {
      if (token === null ? !isFromThisMachine(request) : !isToken(bearerOf(request), token)) {
        throw new AppError('metrics.closed', {});
      }
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text());
    },
  );
}

/** A request that a proxy on this machine passes on is somebody else's, whether the proxy is trusted or not. */
function isFromThisMachine({ socket, headers }: FastifyRequest): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  return /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
}

/** Compares hashes, so neither length nor place of the first difference shows in the time it takes. */
function isToken(given: string | undefined, token: string): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer');
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}
