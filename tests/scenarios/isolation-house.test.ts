import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../packages/server/src/config.ts';
import { type House, openHouse } from '../../packages/server/src/open-house.ts';
import { walkRoutes } from '../../packages/server/src/platform/http/route-list.ts';
import { fingerprintOf } from '../../packages/server/testing/fingerprint.ts';
import { assertIsolation } from '../../packages/server/testing/isolation.ts';
import {
  makePrincipal,
  makeWorkspace,
  type TestPrincipal,
} from '../../packages/server/testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../packages/server/testing/test-database.ts';

const secret = 'secretxbrand';
const folder = mkdtempSync(join(tmpdir(), 'yutang-isolation-'));
let database: TestDatabase;
let house: House;
beforeAll(async () => {
  database = await createTestDatabase();
  const settings = readConfig({ YUTANG_DATA: folder, PORT: '0', LOG_LEVEL: 'error' });
  house = await openHouse({ ...settings, databaseUrl: database.url }, pino({ level: 'error' }));
}, 120_000);
afterAll(async () => {
  await house?.close();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends a request as somebody of A; anything but success is a failure of the test itself. */
async function asked(who: TestPrincipal, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) {
  const answer = await house.app.inject({ method, url, headers: who.headers, ...(payload && { payload }) });
  expect(answer.statusCode, `${method} ${url}: ${answer.body}`).toBeLessThan(300);
  return answer.json();
}

/** Waits until the engine has taken in all that was sent to a workspace. */
async function taken(workspaceId: number): Promise<void> {
  const left = `select count(*) as rows from inbox where workspace_id = $1`;
  await expect
    .poll(async () => (await database.pool.query(left, [workspaceId])).rows[0].rows, { timeout: 20_000 })
    .toBe(0);
}

/** Waits until nothing of a workspace has changed for a while: counters and the exporter follow in their own time. */
async function rest(workspaceId: number): Promise<void> {
  const print = async () => JSON.stringify([...(await fingerprintOf(database.db, workspaceId))]);
  for (let before = await print(), still = 0; still < 3; ) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    const after = await print();
    still = after === before ? still + 1 : 0;
    before = after;
  }
}

/** A with something of everything: members, keys, a source, events of people, a quarantined item. */
async function fillVictim(): Promise<{ owner: TestPrincipal; ids: Record<string, (string | number)[]> }> {
  const { db } = database;
  const victim = await makeWorkspace(db, { name: `${secret} A` });
  const owner = await makePrincipal(db, { workspaceId: victim, name: `${secret} owner` });
  const guide = await makePrincipal(db, { workspaceId: victim, role: 'guide', staffRef: `${secret}-staff` });
  const key = await asked(owner, 'POST', '/api/keys', { label: `${secret} key`, scopes: ['pond.read'] });
  const invitation = await asked(owner, 'POST', '/api/invitations', {
    role: 'guide',
    note: `${secret} note`,
  });
  const { source, writeKey } = await asked(owner, 'POST', '/api/sources', {
    name: `${secret} source`,
    kind: 'server',
  });
  await asked(owner, 'POST', '/api/sql/queries', { name: `${secret} query`, text: `select '${secret}'` });
  await asked(owner, 'POST', '/api/views', {
    list: 'customers',
    name: `${secret} view`,
    query: `q=${secret}`,
    shared: true,
  });
  // a name is chosen by each workspace for itself and comes back to who asks for it: it is no secret
  const event = 'Moon Visited';
  const batch = Array.from({ length: 20 }, (_, n) => ({
    type: n % 2 ? 'identify' : 'track',
    event,
    messageId: `${secret}-${n}`,
    userId: `${secret}-user-${n}`,
    traits: { name: `${secret} person`, email: `${secret}${n}@example.com`, phone: `1380013${8000 + n}` },
    properties: { note: `${secret} property`, staff: `${secret}-staff`, channel: `${secret}-channel` },
  }));
  const sent = await house.app.inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
    payload: {
      batch: [...batch, { type: 'track', messageId: `${secret}-bad`, userId: `${secret}-user-bad` }],
    },
  });
  expect(sent.statusCode, sent.body).toBeLessThan(300);
  await taken(victim);
  // as with an event, the code of a play is chosen by each workspace for itself
  const play = 'moon-landing';
  await asked(owner, 'POST', '/api/plays', { code: play, name: `${secret} play` });
  const text = `day,channel,amount,campaign\n2026-03-08,douyin,1,${secret}-campaign`;
  const file = await asked(owner, 'POST', '/api/spend/files', { name: `${secret}.csv`, text });
  const { webhook } = await asked(owner, 'POST', '/api/webhooks', {
    url: `https://crm.example/${secret}`,
    events: ['Nothing Of The Kind'],
  });
  const spend = await asked(owner, 'GET', '/api/spend');
  await asked(owner, 'PUT', '/api/verification-files/MP_verify_A.txt', { content: 'proof' });
  const small = Array.from({ length: 12 }, (_, n) => n + 1);
  return {
    owner,
    ids: {
      accountId: [owner.accountId, guide.accountId],
      id: [source.id, key.key.id, invitation.invitation.id, file.id, spend.items[0].id, webhook.id, ...small],
      customer: small,
      name: [event],
      code: [play],
      file: ['MP_verify_A.txt'],
      '*': small,
    },
  };
}

describe('walls between workspaces', () => {
  it('[DAT-20] [CMP-12] stand on every route of the whole house', async () => {
    const { owner, ids } = await fillVictim();
    const report = await assertIsolation(house.app, {
      db: database.db,
      victim: owner.workspaceId,
      secrets: [secret],
      ids,
      denialsOnly: { 'GET /api/live': 'an answer that does not end' },
      mayAnswer: {
        'GET /api/dictionary/:name/versions': 'an empty list for a name nobody here has changed',
        'PUT /api/posts/:key': 'a post is made by each workspace for itself',
        'PUT /api/dictionary/:name': 'a name means something in each workspace by itself',
        'PUT /api/field-rules/:key': 'a field is ruled in each workspace by itself',
        'POST /api/field-rules/:key/preview': 'nobody here spoke of that field',
        'GET /api/field-rules/:key/people': 'nobody here spoke of that field',
        'GET /analytics.js/v1/:key/analytics.min.js': 'the same file for every key',
        'OPTIONS /v1/projects/:key/settings': 'permission to ask from another site tells nothing',
      },
      settled: () => rest(owner.workspaceId),
    });
    expect(report.routes).toBe(walkRoutes(house.app).length);
    console.info(`walked ${report.routes} routes with ${report.requests} requests`);
  }, 600_000);
});
