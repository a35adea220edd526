import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';
import { createExports } from './index.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'yutang-exports-'));
let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(async () => {
  await house.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const idle = { wake: () => undefined, changed: () => undefined };

describe('exports', () => {
  it('that fail say why in the language of who began them', async () => {
    const { db } = house;
    const watermark = () => Promise.reject(new AppError('exports.disturbed'));
    const events = { ...house.events, watermark };
    const exports = createExports({ db, events, dataFolder, now: Date.now, ...idle });
    const { headers, accountId } = await makePrincipal(db);
    await sql`update accounts set language = 'zh' where id = ${accountId}`.execute(db);
    const app = await createFeatureApp(db, [exports.feature]);
    const { statusCode } = await app.inject({ method: 'POST', url: '/api/exports', headers, payload: {} });
    expect(statusCode).toBe(202);
    await exports.close();
    const list = await app.inject({ method: 'GET', url: '/api/exports', headers });
    expect(list.json().items).toMatchObject([
      { state: 'failed', fault: { code: 'exports.disturbed', title: expect.stringContaining('抹除') } },
    ]);
    await app.close();
  });

  it('begun in the same second stand beside each other', async () => {
    const { db, events } = house;
    const exports = createExports({
      db,
      events,
      dataFolder,
      now: () => Date.parse('2026-11-22T08:00:00Z'),
      ...idle,
    });
    const { headers } = await makePrincipal(db);
    const app = await createFeatureApp(db, [exports.feature]);
    const names: string[] = [];
    for (let again = 0; again < 2; again++) {
      const begun = await app.inject({ method: 'POST', url: '/api/exports', headers, payload: {} });
      expect(begun.statusCode, begun.body).toBe(202);
      names.push(begun.json().name);
      await exports.close();
    }
    expect(names).toEqual(['2026-11-22T08-00-00Z', '2026-11-22T08-00-01Z']);
    const list = await app.inject({ method: 'GET', url: '/api/exports', headers });
    expect(list.json().items).toMatchObject([{ state: 'done' }, { state: 'done' }]);
    await app.close();
  });

  it('that a killed process left half done is on no list, and goes at the next start', async () => {
    const { db, events } = house;
    const exports = createExports({ db, events, dataFolder, now: Date.now, ...idle });
    const { workspaceId, headers } = await makePrincipal(db);
    const folder = (name: string) => join(dataFolder, 'exports', String(workspaceId), name);
    const left = ['2026-11-21T08-00-00Z.partial', 'intake.partial'].map(folder);
    for (const each of left) {
      mkdirSync(each, { recursive: true });
      writeFileSync(join(each, 'customers.jsonl'), '{"name":"王丽"}');
      writeFileSync(join(each, 'manifest.json'), JSON.stringify({ madeAt: Date.now(), files: [] }));
    }
    const app = await createFeatureApp(db, [exports.feature]);
    const list = await app.inject({ method: 'GET', url: '/api/exports', headers });
    expect(list.json()).toEqual({ items: [], nextCursor: null });
    await exports.sweep();
    expect(left.map((each) => existsSync(each))).toEqual([false, false]);
    await app.close();
    await exports.close();
  });
});
