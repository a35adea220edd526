import { AppError } from '@yutang/core/errors';
import type { FastifyRequest } from 'fastify';

const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a state-changing request that a browser says another site made (CSRF, also of sign-in and setup).
 * A browser cannot forge `Origin`; a program sends none and has no cookie to steal. The scheme is not compared,
 * because behind a proxy we may see http where the browser saw https. Throws `request.foreign-origin`.
 */
export function assertOwnOrigin(request: FastifyRequest, publicUrl?: string): void {
  if (harmless.has(request.method)) return;
  const { origin } = request.headers;
  if (origin === undefined) {
    if (request.headers['sec-fetch-site'] === 'cross-site') throw new AppError('request.foreign-origin');
    return;
  }
  const host = hostOf(origin);
  // `request.host` is the Host header, or what a trusted proxy says the browser asked for
  if (host !== undefined && (host === request.host || host === hostOf(publicUrl))) return;
  throw new AppError('request.foreign-origin');
}

/** Whether the browser talks https, as far as can be known: then the cookie must never travel by http. */
export function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https' || request.headers.origin?.startsWith('https://') === true;
}

function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return new URL(url).host || undefined;
}
