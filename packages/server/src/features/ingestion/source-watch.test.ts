import { day, hour } from '@yutang/core/time';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal, type TestPrincipal } from '../../../testing/principals.ts';
import { startReceiver, type WebhookReceiver } from '../../../testing/webhook-receiver.ts';
import { createFeatures, type Features } from '../../app.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { createInbox } from '../../platform/inbox/inbox.ts';
import { sourceCheck } from './source-check.ts';

let house: LiveHouse;
let receiver: WebhookReceiver;
let features: Features;
let app: HttpApp;
let owner: TestPrincipal;
const faults: unknown[] = [];

beforeAll(async () => {
  house = await createLiveHouse();
});
beforeEach(async () => {
  receiver = await startReceiver();
  features = createFeatures({
    db: house.db,
    events: house.events,
    inbox: createInbox({ db: house.db }),
    notifications: { onTick: () => () => undefined, close: async () => undefined },
    publicUrl: null,
    wake: () => undefined,
    dataFolder: null,
    door: null,
    webhooks: {
      secret: 'a secret of an installation, 32 characters',
      privateHosts: [`127.0.0.1:${receiver.port}`],
    },
  });
  features.deliver((error) => faults.push(error));
  app = await createFeatureApp(
    house.db,
    features.features.filter(({ name }) => name === 'ingestion' || name === 'webhooks'),
    { workspaces: features.workspaces },
  );
  owner = await makePrincipal(house.db);
});
afterEach(async () => {
  await features.close();
  await app.close();
  await receiver.close();
  expect(faults.splice(0)).toEqual([]);
});
afterAll(() => house.close());

async function ask(method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) {
  const answer = await app.inject({ method, url, headers: owner.headers, ...(payload && { payload }) });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return answer.json();
}

async function make(draft: object = {}): Promise<{ id: number; key: string }> {
  const { source, writeKey } = await ask('POST', '/api/sources', {
    name: '收银台',
    kind: 'server',
    ...draft,
  });
  return { id: source.id, key: writeKey };
}

let sent = 0;
/** Delivers one event and waits until it is counted. */
async function send(key: string, call = 'track'): Promise<void> {
  const item = { type: 'track', event: 'Ping', userId: 'u1', messageId: `ping-${++sent}` };
  const before = await total();
  const answer = await app.inject({
    method: 'POST',
    url: `/v1/${call}`,
    headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
    payload: call === 'import' ? { batch: [item] } : item,
  });
  expect(answer.statusCode, answer.body).toBe(200);
  await expect.poll(total, { timeout: 5000 }).toBe(before + 1);
}

async function total(): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select coalesce(sum(accepted), 0)::int as total from source_days where workspace_id = ${owner.workspaceId}`.execute(
    house.db,
  );
  return rows[0]?.total ?? 0;
}

/** The workspace's clock moves on, and the minute's work is done. */
async function pass(ms: number): Promise<void> {
  await house.advance(owner.workspaceId, ms);
  features.workspaces.changed();
  await features.resume();
  await house.rest(owner.workspaceId);
}

const source = async (id: number) =>
  (await ask('GET', '/api/sources')).items.find((one: { id: number }) => one.id === id);

/** What the log says of sources. */
async function notices(): Promise<{ name: string; props: { source: number } }[]> {
  const { rows } = await sql<{ name: string; props: string }>`
    select name, props from log where workspace_id = ${owner.workspaceId} and name like 'Source %' order by seq`.execute(
    house.db,
  );
  return rows.map(({ name, props }) => ({ name, props: JSON.parse(props) }));
}

describe('a source that falls silent', () => {
  it('[DAT-02] shows it when stopped: on its page, in the log, on Health, to webhooks; and that it came back', async () => {
    await ask('POST', '/api/webhooks', { url: receiver.url, events: ['Source Stale', 'Source Recovered'] });
    const { id, key } = await make({ staleAfterMs: 2 * hour });
    const other = await make({ name: '呼叫中心', staleAfterMs: 2 * hour });
    await send(key);
    await pass(hour);
    await send(other.key);
    expect((await source(id)).state).toBe('active');
    await pass(1.5 * hour);
    const silent = await source(id);
    expect(silent).toMatchObject({ state: 'stale', staleRule: 'hand', staleAfterMs: 2 * hour });
    expect(silent.staleSince).toBe(silent.lastEventAt + 2 * hour);
    expect((await source(other.id)).state).toBe('active');
    expect(await notices()).toMatchObject([{ name: 'Source Stale', props: { source: id, name: '收银台' } }]);
    expect(await sourceCheck(house.db, { named: true }).find()).toMatchObject({
      state: 'warn',
      detail: { en: expect.stringContaining('收银台') },
    });
    // the Health page is everybody's who runs some workspace: it names no source of another
    const page = await sourceCheck(house.db, { named: false }).find();
    expect(page).toMatchObject({ state: 'warn', detail: { en: '1 silent' } });
    expect(JSON.stringify(page)).not.toContain('收银台');
    // said once, however often somebody looks
    await features.resume();
    await house.rest(owner.workspaceId);
    expect(await notices()).toHaveLength(1);
    await send(key);
    await pass(0);
    expect((await source(id)).state).toBe('active');
    await expect
      .poll(() => receiver.requests.map(({ json }) => json.type), { timeout: 5000 })
      .toEqual(['source.stale', 'source.recovered']);
    expect(receiver.requests[0]?.json.data).toMatchObject({ customer: null, properties: { source: id } });
    expect((await sourceCheck(house.db, { named: true }).find()).state).toBe('ok');
  }, 30_000);

  it('[DAT-02] is measured by its own rhythm, which an outage does not change', async () => {
    const { id, key } = await make();
    for (const gap of [0, 8, 16, 8, 16]) {
      await pass(gap * hour);
      await send(key);
    }
    const learned = await source(id);
    expect(learned.staleRule).toBe('learned');
    expect(Math.abs(learned.staleAfterMs - 48 * hour)).toBeLessThan(60_000);
    await pass(47 * hour);
    expect((await source(id)).state).toBe('active');
    await pass(2 * hour);
    expect((await source(id)).state).toBe('stale');
    await pass(3 * day);
    await send(key);
    await pass(0);
    const back = await source(id);
    expect(back.state).toBe('active');
    expect(Math.abs(back.staleAfterMs - 48 * hour)).toBeLessThan(60_000);
    expect((await notices()).map(({ name }) => name)).toEqual(['Source Stale', 'Source Recovered']);
  }, 30_000);

  it('[DAT-02] is not helped by imports, and not alarmed when off or told to be quiet', async () => {
    const { id, key } = await make({ staleAfterMs: 2 * hour });
    await send(key);
    await pass(3 * hour);
    await send(key, 'import');
    expect((await source(id)).state).toBe('stale');
    await ask('PATCH', `/api/sources/${id}`, { staleRule: 'never' });
    await pass(0);
    expect(await source(id)).toMatchObject({ state: 'active', staleAfterMs: null, staleSince: null });
    await ask('PATCH', `/api/sources/${id}`, { staleRule: 'hand', staleAfterMs: hour });
    expect((await source(id)).state).toBe('stale');
    await ask('PATCH', `/api/sources/${id}`, { name: 'POS' });
    expect(await source(id)).toMatchObject({ name: 'POS', state: 'stale', staleAfterMs: hour });
    await ask('PATCH', `/api/sources/${id}`, { disabled: true });
    await pass(day);
    expect(await source(id)).toMatchObject({ state: 'disabled', staleSince: null });
    const refused = await app.inject({
      method: 'PATCH',
      url: `/api/sources/${id}`,
      headers: owner.headers,
      payload: { staleRule: 'hand' },
    });
    expect(refused.json()).toMatchObject({ code: 'request.invalid', params: { field: 'body.staleAfterMs' } });
  }, 30_000);
});
