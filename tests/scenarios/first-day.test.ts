import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, caughtUp, clientOf, deliver, firstVisit, until, writeKey } from '../harness/client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';

let server: RunningServer;
let owner: Client;
let serverKey: string;
let browserKey: string;

beforeAll(async () => {
  server = await startServer();
  owner = await firstVisit(server.url);
  serverKey = await writeKey(owner, 'server', '商城后台');
  browserKey = await writeKey(owner, 'browser', '官网');
}, 120_000);
afterAll(() => server.stop());

async function personOf(query: string): Promise<number> {
  const { body } = await until(
    () => owner.get(`/api/customers?q=${encodeURIComponent(query)}`),
    ({ status, body: found }) => status === 200 && found.items.length === 1,
  );
  return body.items[0].id;
}

async function timeline(id: number, query = ''): Promise<{ name: string; sourceId: number | null }[]> {
  const { body } = await owner.get(`/api/customers/${id}/timeline?limit=100${query}`);
  return body.items;
}

describe('a newcomer’s first day', () => {
  it('[INT-06] [ID-04] shows what an anonymous visitor did on the person’s timeline once the visitor signs in', async () => {
    const pages = ['/', '/milk', '/milk/3'].map((path, n) => ({
      type: 'page',
      messageId: `page-${n}`,
      anonymousId: 'visitor-1',
      properties: { path },
      context: { page: { path, url: `https://shop.example${path}` } },
    }));
    expect((await deliver(server.url, browserKey, pages)).status).toBe(200);
    await deliver(server.url, browserKey, [
      {
        type: 'identify',
        messageId: 'login-1',
        anonymousId: 'visitor-1',
        userId: 'u-100',
        traits: { name: '张三' },
      },
    ]);
    await caughtUp(owner);
    const id = await personOf('u-100');
    const names = (await timeline(id)).map((event) => event.name);
    expect(names.filter((name) => name === 'Page Viewed')).toHaveLength(3);
    expect(names).toContain('Profile Updated');
  });

  it('[ID-01] [ID-02] [ID-03] knows follower, mini program visitor, contact and app user of one unionid as one person with four identities', async () => {
    const union = { type: 'unionid:main', id: 'union-A' };
    const as = (type: string, id: string) => ({ externalIds: [union, { type, id }] });
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    await deliver(server.url, serverKey, [
      {
        type: 'track',
        event: 'Account Followed',
        messageId: 'a1',
        timestamp: at(50),
        context: as('openid:account', 'follower-A'),
        properties: { account: 'gh_1', channel: '公众号' },
      },
      {
        type: 'screen',
        name: 'home',
        messageId: 'a2',
        timestamp: at(40),
        context: as('openid:mall', 'visitor-A'),
      },
      {
        type: 'track',
        event: 'Contact Added',
        messageId: 'a3',
        timestamp: at(30),
        context: as('external_userid:corp', 'contact-A'),
        properties: { staff: 'guide-1', outlet: 'outlet-1', channel: '企业微信' },
      },
      {
        type: 'track',
        event: 'Chat Message',
        messageId: 'a4',
        timestamp: at(20),
        context: as('external_userid:corp', 'contact-A'),
        properties: { staff: 'service-2', text: '滤芯怎么换' },
      },
      {
        type: 'track',
        event: 'Order Completed',
        messageId: 'a5',
        timestamp: at(10),
        userId: 'app-A',
        context: { externalIds: [union] },
        properties: { order_id: 'O-A', total: 2999 },
      },
    ]);
    await caughtUp(owner);
    const id = await personOf('follower-A');
    const { body: identities } = await owner.get(`/api/customers/${id}/identities`);
    const namespaces = identities.identities.map((identity: { namespace: string }) => identity.namespace);
    expect(namespaces).toEqual(
      expect.arrayContaining([
        'openid:account',
        'openid:mall',
        'external_userid:corp',
        'user',
        'unionid:main',
      ]),
    );
    const names = (await timeline(id)).map((event) => event.name);
    expect(names).toEqual(
      expect.arrayContaining([
        'Account Followed',
        'Screen Viewed',
        'Contact Added',
        'Chat Message',
        'Order Completed',
      ]),
    );
    expect(await timeline(id, '&staff=service-2')).toHaveLength(1);
  });

  it('[ACQ-01] counts a marketplace nick as identifiable only, a contact as private, and a deleted contact with its reason', async () => {
    const count = async () => (await owner.get('/api/pond')).body;
    const before = await count();
    const nick = { externalIds: [{ type: 'shop:tmall', id: 'nick-1' }] };
    await deliver(server.url, serverKey, [
      {
        type: 'track',
        event: 'Order Completed',
        messageId: 'n1',
        context: nick,
        properties: { order_id: 'T1', total: 50 },
      },
    ]);
    await caughtUp(owner);
    const locked = await count();
    expect(locked.counts.identifiable - before.counts.identifiable).toBe(1);
    expect(locked.counts.private - before.counts.private).toBe(0);
    const contact = {
      externalIds: [
        { type: 'external_userid:corp', id: 'c-9' },
        { type: 'shop:tmall', id: 'nick-1' },
      ],
    };
    await deliver(server.url, serverKey, [
      {
        type: 'track',
        event: 'Contact Added',
        messageId: 'n2',
        context: contact,
        properties: { staff: 'guide-1' },
      },
    ]);
    await caughtUp(owner);
    expect((await count()).counts.private - locked.counts.private).toBe(1);
    await deliver(server.url, serverKey, [
      {
        type: 'track',
        event: 'Contact Removed',
        messageId: 'n3',
        context: contact,
        properties: { staff: 'guide-1', by: 'customer' },
      },
    ]);
    await caughtUp(owner);
    expect((await count()).counts.private).toBe(locked.counts.private);
  });

  it('[DAT-16] shows a product view in the live stream within 3 s', async () => {
    const abort = new AbortController();
    const stream = await fetch(`${server.url}/api/live`, { headers: owner.headers, signal: abort.signal });
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let seen = '';
    const started = performance.now();
    await deliver(server.url, browserKey, [
      {
        type: 'track',
        event: 'Product Viewed',
        messageId: 'live-1',
        anonymousId: 'visitor-7',
        properties: { sku: 'S7' },
      },
    ]);
    while (!seen.includes('live-1') && performance.now() - started < 3000)
      seen += decoder.decode((await reader.read()).value, { stream: true });
    abort.abort();
    expect(seen).toContain('live-1');
  });

  it('[DAT-02] names every source with its volume, and tells a silent one', async () => {
    await until(
      () => owner.get('/api/sources'),
      ({ body }) => body.items.filter((source: { accepted: number }) => source.accepted > 0).length === 2,
    );
    const made = await owner.send('POST', '/api/sources', {
      name: '呼叫中心',
      kind: 'server',
      staleAfterMs: 60_000,
    });
    expect(made.status).toBe(201);
    const { body } = await owner.get('/api/sources');
    expect(body.items.find((source: { name: string }) => source.name === '呼叫中心')).toMatchObject({
      state: 'new',
      accepted: 0,
    });
  });

  it('[DAT-05] takes the good items of a batch, keeps the bad one with its reason, and counts a replay once', async () => {
    const answer = await deliver(server.url, serverKey, [
      { type: 'track', event: 'Fine', userId: 'u-5', messageId: 'q1' },
      { type: 'track', event: 'No person', messageId: 'q2' },
    ]);
    expect(answer).toMatchObject({
      status: 200,
      body: { success: true, accepted: 1, rejected: [{ index: 1, messageId: 'q2' }] },
    });
    const { body: list } = await owner.get('/api/quarantine?state=open');
    const item = list.items.find((each: { item: { messageId: string } }) => each.item.messageId === 'q2');
    expect(item.problems[0].field).toBe('userId');
    await owner.send('PATCH', `/api/quarantine/${item.id}`, { item: { ...item.item, userId: 'u-6' } });
    expect((await owner.send('POST', `/api/quarantine/${item.id}/replay`)).status).toBe(200);
    expect((await owner.send('POST', `/api/quarantine/${item.id}/replay`)).status).toBe(409);
    await caughtUp(owner);
    const { body: recent } = await owner.get('/api/events/recent?limit=200&name=No%20person');
    expect(recent.items).toHaveLength(1);
  });

  it('[DAT-04] [ID-14] traces a campaign step by step on one person, and exports the same person whole', async () => {
    const steps = [
      'Ad Clicked',
      'Product Viewed',
      'Product Added',
      'Checkout Started',
      'Order Completed',
      'Content Shared',
    ];
    const at = Date.now() - 3_600_000;
    const cards = [
      { memberNo: 'M-1', openid: 'o-1' },
      { memberNo: 'M-2', openid: 'o-2' },
    ];
    await deliver(
      server.url,
      serverKey,
      steps.map((event, n) => ({
        type: 'track',
        event,
        messageId: `campaign-${n}`,
        userId: 'u-campaign',
        timestamp: new Date(at + n * 60_000).toISOString(),
        context: {
          campaign: { source: 'feed_ads', name: 'spring' },
          externalIds: [{ type: `openid:mall${n % 2}`, id: cards[n % 2]?.openid }],
        },
        properties: event === 'Order Completed' ? { order_id: 'O-campaign', total: 88 } : { sku: 'S1' },
      })),
    );
    await caughtUp(owner);
    const id = await personOf('u-campaign');
    const names = (await timeline(id)).map((event) => event.name).filter((name) => steps.includes(name));
    expect(names.reverse()).toEqual(steps);
    // two openids of two apps are one person, and so one row
    expect(await personOf('o-2')).toBe(id);
    const { body: exported } = await owner.get(`/api/customers/${id}/export`);
    for (let n = 0; n < steps.length; n++) expect(JSON.stringify(exported)).toContain(steps[n]);
  });

  it('refuses what no SDK sends: a bad key, a bomb, a body that is no JSON', async () => {
    expect(
      (await deliver(server.url, 'wk_nobody', [{ type: 'track', event: 'x', userId: 'u' }])).status,
    ).toBe(401);
    const { gzipSync } = await import('node:zlib');
    const bomb = gzipSync(Buffer.alloc(50 << 20, 32));
    const headers = { authorization: `Basic ${Buffer.from(`${serverKey}:`).toString('base64')}` };
    const big = await fetch(`${server.url}/v1/batch`, {
      method: 'POST',
      headers: { ...headers, 'content-encoding': 'gzip' },
      body: new Uint8Array(bomb),
    });
    expect(big.status).toBe(413);
    const bad = await fetch(`${server.url}/v1/track`, { method: 'POST', headers, body: '{"userId":' });
    expect(bad.status).toBe(400);
    expect(await bad.json()).toMatchObject({ code: 'request.malformed', status: 400 });
  });

  it('answers a stranger nothing, and every page of the console to anybody', async () => {
    expect((await clientOf(server.url).get('/api/pond')).status).toBe(401);
    expect((await clientOf(server.url).get('/customers/12')).status).toBe(200);
    expect((await clientOf(server.url).get('/api/nothing')).status).toBe(404);
  });
});
