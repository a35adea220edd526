import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makePrincipal, type TestPrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { audit } from './index.ts';

let database: TestDatabase;
let app: HttpApp;
let owner: TestPrincipal;
beforeAll(async () => {
  database = await createTestDatabase();
  app = await createFeatureApp(database.db);
  owner = await makePrincipal(database.db, { name: 'Wang' });
  const other = await makePrincipal(database.db, {
    workspaceId: owner.workspaceId,
    name: 'Li',
    role: 'admin',
  });
  await database.db.transaction().execute(async (tx) => {
    for (let n = 1; n <= 5; n++) await audit(tx, owner.principal, 'customer.merged', `customer:${n}`, { n });
    await audit(tx, other.principal, 'customer.erased', 'customer:1');
    await audit(tx, other.principal, 'source.created', 'source:1');
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const read = async (query: string) =>
  (await app.inject({ url: `/api/audit?${query}`, headers: owner.headers })).json();
const targets = (page: { items: { target: string }[] }) => page.items.map((entry) => entry.target);

describe('the audit log', () => {
  it('pages from the newest to the oldest, every row once', async () => {
    const seen: string[] = [];
    let cursor = '';
    let pages = 0;
    do {
      const page = await read(`limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...targets(page));
      cursor = page.nextCursor ?? '';
      pages++;
    } while (cursor);
    expect(pages).toBe(3);
    const merged = ['customer:5', 'customer:4', 'customer:3', 'customer:2', 'customer:1'];
    expect(seen).toEqual(['source:1', 'customer:1', ...merged]);
  });

  it('is filtered by actor, action, noun, target and time', async () => {
    expect(targets(await read('actor=Li'))).toEqual(['source:1', 'customer:1']);
    expect(targets(await read(`accountId=${owner.accountId}&limit=2`))).toEqual(['customer:5', 'customer:4']);
    expect(targets(await read('action=customer.erased'))).toEqual(['customer:1']);
    expect((await read('action=customer.')).items).toHaveLength(6);
    expect((await read('action=customer')).items).toHaveLength(0);
    expect((await read('target=customer:1')).items).toHaveLength(2);
    const { at } = (await read('limit=1')).items[0];
    expect((await read(`from=${at + 1}`)).items).toHaveLength(0);
    expect((await read(`to=${at + 1}`)).items).toHaveLength(7);
    expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
  });

  it.each(['limit=0', 'limit=many', 'cursor=nonsense', 'cursor=WyJ4Il0', 'from=yesterday', 'who=me'])(
    'refuses ?%s',
    async (query) => {
      const answer = await app.inject({ url: `/api/audit?${query}`, headers: owner.headers });
      expect(answer.statusCode).toBe(400);
      expect(answer.json().code).toBe('request.invalid');
    },
  );

  it.each(['update audit set actor = $$x$$', 'delete from audit', 'truncate audit'])(
    'cannot be rewritten: %s',
    async (statement) => {
      await expect(database.pool.query(statement)).rejects.toThrow('append-only');
    },
  );

  it('is written with the change or not at all', async () => {
    const before = (await read('')).items.length;
    const failing = database.db.transaction().execute(async (tx) => {
      await audit(tx, owner.principal, 'key.created', 'key:1');
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect((await read('')).items).toHaveLength(before);
  });
});
