import { describe, expect, it } from 'vitest';
import { createHttpApp } from '../http/create-http-app.ts';
import { createMetrics } from './metrics.ts';
import { metricsRoute } from './metrics-route.ts';

function appWith(token: string | null) {
  const app = createHttpApp({ logger: false, trustProxy: 1 });
  metricsRoute(app, createMetrics(), token);
  return app;
}

describe('the counters of the installation', () => {
  it.each([
    ['from this machine', '127.0.0.1', {}, 200],
    ['from this machine over IPv6', '::1', {}, 200],
    ['from another machine', '10.0.0.7', {}, 403],
    ['through a proxy on this machine', '127.0.0.1', { 'x-forwarded-for': '10.0.0.7' }, 403],
    ['by a proxy that claims to be nobody', '127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }, 403],
  ])('without a token: %s', async (_name, remoteAddress, headers, status) => {
    const answer = await appWith(null).inject({ url: '/metrics', remoteAddress, headers });
    expect(answer.statusCode).toBe(status);
    expect(answer.body.includes('process_resident_memory_bytes')).toBe(status === 200);
  });

  it.each([
    ['without it', {}, 403],
    ['with another', { authorization: 'Bearer wrong' }, 403],
    ['with it', { authorization: 'Bearer a-long-enough-token' }, 200],
  ])('with a token set: %s, wherever from', async (_name, headers, status) => {
    const app = appWith('a-long-enough-token');
    for (const remoteAddress of ['127.0.0.1', '10.0.0.7']) {
      expect((await app.inject({ url: '/metrics', remoteAddress, headers })).statusCode).toBe(status);
    }
  });
});
