import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makePrincipal, type TestPrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { createAddress } from './index.ts';

let database: TestDatabase;
let app: HttpApp;
let owner: TestPrincipal;
const page = {
  name: 'console',
  routes: (http: HttpApp) =>
    void http.get('/index.html', { config: { permission: 'public' } }, async () => 'console'),
};
beforeAll(async () => {
  database = await createTestDatabase();
  const { feature } = createAddress({
    db: database.db,
    now: () => 1_700_000_000_000,
    publicUrl: 'https://pond.example.com',
  });
  app = await createFeatureApp(database.db, [feature, page]);
  owner = await makePrincipal(database.db, { name: 'Wang' });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const put = (file: string, content: string, who = owner) =>
  app.inject({
    method: 'PUT',
    url: `/api/verification-files/${file}`,
    headers: who.headers,
    payload: { content },
  });
const remove = (file: string, who = owner) =>
  app.inject({ method: 'DELETE', url: `/api/verification-files/${file}`, headers: who.headers });
const list = async (who = owner) =>
  (await app.inject({ url: '/api/verification-files', headers: who.headers })).json().items;

describe('a verification file', () => {
  it.each(['MP_verify_aB1.txt', 'WW_verify_aB1.txt', 'google12ab.html', 'a-b.html'])(
    '%s is served from the root byte for byte, to anybody, until it is removed',
    async (file) => {
      expect((await app.inject(`/${file}`)).statusCode).toBe(404);
      const kept = await put(file, 'aB1 验证\n');
      expect(kept.json()).toEqual({
        file,
        content: 'aB1 验证\n',
        createdAt: 1_700_000_000_000,
        createdBy: 'Wang',
      });
      const served = await app.inject(`/${file}`);
      expect([served.statusCode, served.body]).toEqual([200, 'aB1 验证\n']);
      expect(served.headers['content-type']).toBe(
        file.endsWith('.txt') ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8',
      );
      expect(await list()).toMatchObject([{ file }]);
      expect((await remove(file)).statusCode).toBe(200);
      expect((await app.inject(`/${file}`)).statusCode).toBe(404);
      expect((await remove(file)).statusCode).toBe(404);
    },
  );

  it('runs no script beside other people’s sessions', async () => {
    await put('evil.html', '<script>fetch("/api/session")</script>');
    const { headers } = await app.inject('/evil.html');
    expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox");
    expect(headers['x-content-type-options']).toBe('nosniff');
    await remove('evil.html');
  });

  it('does not shadow a path of the application', async () => {
    const refused = await put('index.html', 'mine');
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'verification.reserved']);
    expect((await app.inject('/index.html')).body).toBe('console');
  });

  it.each(['a.js', 'a b.txt', '..%2Fa.txt', 'a/b.txt', '.txt', 'a.txt.html', `${'a'.repeat(121)}.txt`])(
    'is not called %s',
    async (file) => {
      expect((await put(file, 'x')).statusCode).toBeGreaterThanOrEqual(400);
    },
  );

  it('has at most 4 kB of text', async () => {
    expect((await put('big.txt', 'x'.repeat(4096))).statusCode).toBe(200);
    expect((await put('big.txt', 'x'.repeat(4097))).statusCode).toBe(400);
    const wide = await put('wide.txt', '鱼'.repeat(1366));
    expect([wide.statusCode, wide.json().code]).toEqual([413, 'verification.too-large']);
    expect((await put('nul.txt', 'a\0b')).statusCode).toBe(400);
    await remove('big.txt');
  });

  it('is replaced by its own workspace, and neither seen, replaced nor removed by another', async () => {
    await put('MP_verify_x.txt', 'one');
    await put('MP_verify_x.txt', 'two');
    const stranger = await makePrincipal(database.db);
    const refused = await put('MP_verify_x.txt', 'three', stranger);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'verification.taken']);
    expect((await remove('MP_verify_x.txt', stranger)).statusCode).toBe(404);
    expect(await list(stranger)).toEqual([]);
    expect((await app.inject('/MP_verify_x.txt')).body).toBe('two');
  });

  it('is the affair of those who may change settings, and the audit log knows of it', async () => {
    const { workspaceId } = owner;
    const analyst = await makePrincipal(database.db, { workspaceId, role: 'analyst' });
    expect((await put('no.txt', 'x', analyst)).statusCode).toBe(403);
    await put('yes.txt', 'xyz');
    await remove('yes.txt');
    const { rows } = await database.pool.query(
      `select action, target, details from audit where workspace_id = $1 and target = 'verification:yes.txt' order by happened_at`,
      [workspaceId],
    );
    expect(rows).toEqual([
      { action: 'verification.kept', target: 'verification:yes.txt', details: { bytes: 3 } },
      { action: 'verification.removed', target: 'verification:yes.txt', details: {} },
    ]);
  });

  it('comes in a handful: the hundred and first is refused', async () => {
    const many = await makePrincipal(database.db);
    for (let n = 0; n < 100; n++) expect((await put(`many-${n}.txt`, 'x', many)).statusCode).toBe(200);
    const refused = await put('many-100.txt', 'x', many);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'verification.too-many']);
    expect((await put('many-7.txt', 'y', many)).statusCode).toBe(200);
  });
});

describe('the public address', () => {
  it('is told to every member, and to nobody else', async () => {
    const guide = await makePrincipal(database.db, { role: 'guide' });
    const asked = await app.inject({ url: '/api/address', headers: guide.headers });
    expect(asked.json()).toEqual({ publicUrl: 'https://pond.example.com' });
    expect((await app.inject('/api/address')).statusCode).toBe(401);
  });
});
