import { AppError } from '@yutang/core/errors';
import { afterEach, describe, expect, it } from 'vitest';
import { bearerOf, guardRoutes, servePublicly } from './authentication.ts';
import { createHttpApp } from './create-http-app.ts';
import type { HttpApp } from './http-app.ts';
import type { Principal } from './principal.ts';
import { walkRoutes } from './route-list.ts';

const principal: Principal = {
  workspaceId: 1,
  accountId: 1,
  keyId: null,
  role: 'analyst',
  permissions: new Set(['pond.read'] as const),
  label: 'test',
  masked: true,
  ownStaff: null,
  within: null,
  post: null,
  home: null,
  language: 'en',
};

let app: HttpApp;
function guarded(register: (app: HttpApp) => void, publicUrl?: string): HttpApp {
  app = createHttpApp({ logger: false, trustProxy: false });
  const authenticate = (request: { headers: Record<string, unknown> }) => {
    if (request.headers.cookie === 'sync') return principal;
    if (request.headers.cookie === 'async') return Promise.resolve(principal);
    if (bearerOf(request as never) === 'key') return principal;
    throw new AppError('request.unauthenticated');
  };
  guardRoutes(app, { authenticate }, { publicUrl });
  register(app);
  return app;
}
afterEach(() => app.close());

describe('the guard', () => {
  it('refuses to register a route that states no permission', () => {
    expect(() => guarded((app) => app.get('/api/x', async () => ({})))).toThrow(
      'GET /api/x states no permission',
    );
    expect(() =>
      guarded((app) =>
        app.route({ method: ['GET', 'POST'], url: '/y', config: {}, handler: async () => ({}) }),
      ),
    ).toThrow('GET,POST /y states no permission');
  });

  it('lets nobody in but who holds the permission, known at once or asked for', async () => {
    guarded((app) => {
      app.get('/api/pond', { config: { permission: 'pond.read' } }, async ({ principal: { label } }) => ({
        label,
      }));
      app.get('/api/team', { config: { permission: 'team.read' } }, async () => ({}));
      app.get('/api/me', { config: { permission: 'member' } }, async () => ({}));
      app.get('/api/open', { config: { permission: 'public' } }, async () => ({}));
    });
    const status = async (url: string, cookie?: string) =>
      (await app.inject({ url, headers: cookie ? { cookie } : {} })).statusCode;
    for (const cookie of ['sync', 'async']) {
      expect(await status('/api/pond', cookie)).toBe(200);
      expect(await status('/api/team', cookie)).toBe(403);
      expect(await status('/api/me', cookie)).toBe(200);
    }
    for (const url of ['/api/pond', '/api/team', '/api/me']) expect(await status(url)).toBe(401);
    expect(await status('/api/open')).toBe(200);
    expect(await status('/api/nothing')).toBe(404);
    expect((await app.inject({ method: 'HEAD', url: '/api/pond' })).statusCode).toBe(401);
  });

  it('forbids caches to keep answers of the API', async () => {
    guarded((app) => {
      app.get('/api/me', { config: { permission: 'member' } }, async () => ({}));
      app.get('/p/page', { config: { permission: 'public' } }, async () => ({}));
    });
    const cacheOf = async (url: string, cookie = 'sync') =>
      (await app.inject({ url, headers: { cookie } })).headers['cache-control'];
    expect(await cacheOf('/api/me')).toBe('no-store');
    expect(await cacheOf('/api/me', 'nobody')).toBe('no-store');
    expect(await cacheOf('/p/page')).toBeUndefined();
  });

  it('asks before it reads the body', async () => {
    guarded((app) => app.post('/api/x', { config: { permission: 'team.write' } }, async () => ({})));
    const send = (cookie: string) =>
      app.inject({
        method: 'POST',
        url: '/api/x',
        headers: { cookie, 'content-type': 'application/json' },
        payload: '{broken',
      });
    expect((await send('sync')).statusCode).toBe(403);
    expect((await send('no')).statusCode).toBe(401);
  });

  it('leaves collection to the collector and its write keys', async () => {
    guarded((app) => app.post('/v1/batch', { config: { permission: 'writeKey' } }, async () => ({})));
    const headers = { origin: 'https://shop.example.com' };
    expect((await app.inject({ method: 'POST', url: '/v1/batch', headers })).statusCode).toBe(200);
  });

  it('knows every route, also of encapsulated parts', async () => {
    guarded((app) => {
      app.get('/api/a', { config: { permission: 'public' } }, async () => ({}));
      app.register(
        async (inner) => {
          inner.post('/b', { config: { permission: 'member' } }, async () => ({}));
        },
        { prefix: '/api' },
      );
    });
    await app.ready();
    expect(walkRoutes(app).map(({ method, url, permission }) => [method, url, permission])).toEqual([
      ['GET', '/api/a', 'public'],
      ['POST', '/api/b', 'member'],
    ]);
  });

  it('lets a part be served publicly, for reading only', async () => {
    guarded((app) => {
      app.register(async (files) => {
        servePublicly(files as unknown as HttpApp);
        files.get('/*', async () => 'page');
        expect(() => files.post('/upload', async () => ({}))).toThrow('may only be read');
      });
    });
    expect((await app.inject('/index.html')).body).toBe('page');
    expect(() => app.get('/late', async () => ({}))).toThrow();
  });
});

describe('a request of another site', () => {
  const open = (publicUrl?: string) =>
    guarded((app) => {
      app.post('/api/change', { config: { permission: 'pond.read' } }, async () => ({}));
      app.post('/api/session', { config: { permission: 'public' } }, async () => ({}));
      app.get('/api/read', { config: { permission: 'pond.read' } }, async () => ({}));
    }, publicUrl);
  const post = (headers: Record<string, string>, url = '/api/change') =>
    app.inject({ method: 'POST', url, headers: { host: 'pond.example.com', cookie: 'sync', ...headers } });

  it.each([
    'https://evil.example',
    'null',
    'https://pond.example.com.evil.example',
    'http://pond.example.com:8080',
  ])('from %s changes nothing', async (origin) => {
    open();
    const answer = await post({ origin });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().code).toBe('request.foreign-origin');
  });

  it('cannot sign somebody in either', async () => {
    open();
    expect((await post({ origin: 'https://evil.example' }, '/api/session')).statusCode).toBe(403);
  });

  it('is told by Sec-Fetch-Site where a browser sends no Origin', async () => {
    open();
    expect((await post({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await post({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200);
  });

  it('is none when it comes from our own address, by either name, or from a program', async () => {
    open('https://yutang.example.org/');
    expect((await post({ origin: 'https://pond.example.com' })).statusCode).toBe(200);
    expect((await post({ origin: 'http://pond.example.com' })).statusCode).toBe(200);
    expect((await post({ origin: 'https://yutang.example.org' })).statusCode).toBe(200);
    expect((await post({})).statusCode).toBe(200);
    expect((await post({ origin: 'https://erp.example', authorization: 'Bearer key' })).statusCode).toBe(200);
  });

  it('is not let through by a proxy’s Basic credentials', async () => {
    open();
    const headers = { origin: 'https://evil.example', authorization: 'Basic dTpw' };
    expect((await post(headers)).statusCode).toBe(403);
    expect((await post({ authorization: 'Basic dTpw' })).statusCode).toBe(200);
  });

  it('may read what its user may (the browser hides the answer from it)', async () => {
    open();
    const headers = { cookie: 'sync', origin: 'https://evil.example' };
    expect((await app.inject({ url: '/api/read', headers })).statusCode).toBe(200);
  });
});
