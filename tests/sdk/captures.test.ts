import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../packages/contracts/src/sources.ts';
import { caughtUp } from '../harness/client.ts';
import { type SdkHouse, startSdkHouse } from './sdk-house.ts';

interface Capture {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
}

const shared = process.env.YUTANG_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const folder = join(shared, 'facts/segment-captures');
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
  : [];
if (names.length === 0) {
  console.warn(`SKIPPED: replaying what the SDKs sent: no captures in ${folder} (set YUTANG_SHARED)`);
}
const captures = names.map((name) => ({
  name,
  capture: JSON.parse(readFileSync(join(folder, name), 'utf8')) as Capture,
}));

/** Headers that belong to the connection, not to the message. */
const ofConnection = new Set([
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'transfer-encoding',
]);

describe.skipIf(names.length === 0)('what the SDKs were seen to send', () => {
  let house: SdkHouse;
  beforeAll(async () => {
    house = await startSdkHouse();
  }, 90_000);
  afterAll(() => house?.stop());

  async function replay({ method, url, headers, body }: Capture): Promise<Response> {
    const kept = Object.entries(headers).filter(([name]) => !ofConnection.has(name));
    const own = new Headers(kept);
    const key = /node/.test(headers['user-agent'] ?? '') ? house.serverKey : house.browserKey;
    if (headers.authorization) own.set('authorization', `Basic ${Buffer.from(`${key}:`).toString('base64')}`);
    const text = JSON.stringify(body)?.replaceAll('WK_TEST', key);
    const bytes = text && headers['content-encoding'] === 'gzip' ? await promisify(gzip)(text) : text;
    return fetch(house.url + url.replaceAll('WK_TEST', key), {
      method,
      headers: own,
      ...(bytes === undefined || method === 'GET' || method === 'OPTIONS'
        ? {}
        : { body: typeof bytes === 'string' ? bytes : new Uint8Array(bytes) }),
    });
  }

  it.each(captures)('$name is answered as the SDK expects', async ({ capture }) => {
    const response = await replay(capture);
    const text = await response.text();
    expect([response.status, text]).toEqual([capture.method === 'OPTIONS' ? 204 : 200, expect.anything()]);
    if (capture.headers.origin) expect(response.headers.get('access-control-allow-origin')).toBe('*');
    if (capture.method === 'OPTIONS') {
      const asked = (capture.headers['access-control-request-headers'] ?? '').split(',');
      const allowed = (response.headers.get('access-control-allow-headers') ?? '')
        .toLowerCase()
        .split(/,\s*/);
      for (const header of asked) expect(allowed).toContain(header.trim());
    }
    if (capture.method === 'POST') expect(JSON.parse(text)).toMatchObject({ success: true });
    if (capture.url.includes('/settings')) {
      expect(JSON.parse(text).integrations['Segment.io'].apiHost).toBe(`${new URL(house.url).host}/v1`);
    }
  });

  it('every item of the captures is in the log exactly once, however often it was sent', async () => {
    const posted = captures.filter(({ capture }) => capture.method === 'POST');
    const items = posted.flatMap(({ capture }) => {
      const body = capture.body as { batch?: unknown[] };
      return (body.batch ?? [body]) as { messageId?: string }[];
    });
    const expected = new Set(items.map((item) => item.messageId));
    for (const { capture } of posted) expect((await replay(capture)).status).toBe(200);
    await caughtUp(house.owner);
    const { body } = await house.owner.get('/api/events/recent?limit=200');
    // what the system itself says of these people is not theirs
    const logged = (body.items as StreamEvent[])
      .filter((event) => event.family !== 'system')
      .map((event) => event.messageId);
    expect(new Set(logged)).toEqual(expected);
    expect(logged).toHaveLength(expected.size);
  });
});
