import type { FastifyRequest } from 'fastify';

const names = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const addresses = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether a request was made on this very machine: by its address, by the name it asked for (a foreign page that points
 * its own name here is none of ours) and without a proxy in between, behind which everybody looks local.
 */
export function isLocal(request: Pick<FastifyRequest, 'socket' | 'headers'>): boolean {
  const { headers, socket } = request;
  if (forwarded.some((name) => headers[name] !== undefined)) return false;
  return addresses.has(socket.remoteAddress ?? '') && names.test(headers.host ?? '');
}
