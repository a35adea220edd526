import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { connect } from 'node:http2';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { owner } from '../harness/client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { freePort, proxies, selfSigned } from './proxies.ts';

for (const { name, missing } of proxies) if (missing) console.warn(`SKIPPED ${name}: ${missing}`);

/** The visitor's own address; the proxy comes to Yutang from 127.0.0.1. */
const visitor = '127.0.0.2';
const madeUp = '6.6.6.6';

describe.each(proxies)('behind $name as in deploy/', (proxy) => {
  const folder = mkdtempSync(join(tmpdir(), `yutang-${proxy.name}-`));
  let server: RunningServer;
  let child: ChildProcess;
  let port: number;
  let plainPort: number;
  let ca: Buffer;
  let cookie: string;
  let said = '';

  interface Answer {
    status: number;
    headers: IncomingHttpHeaders;
    text: string;
    // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of a body by asserting on it
    json(): any;
  }

  function ask(
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: Buffer | string } = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: 'localhost',
          family: 4,
          port,
          ca,
          localAddress: visitor,
          method,
          path,
          headers: {
            'x-forwarded-for': madeUp,
            ...(cookie ? { cookie } : {}),
            ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
            ...headers,
          },
        },
        (answer) => {
          let text = '';
          answer.on('data', (chunk) => {
            text += chunk;
          });
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              text,
              json: () => JSON.parse(text),
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }
  const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(method, path, {
      headers: { origin: `https://localhost:${port}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const keep = (answer: Answer) => {
    cookie = answer.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
  };

  beforeAll(async () => {
    if (proxy.missing) return;
    [port, plainPort] = [await freePort(), await freePort()];
    const { certificate, key } = selfSigned(folder);
    ca = readFileSync(certificate);
    server = await startServer({
      env: { PUBLIC_URL: `https://localhost:${port}`, TRUST_PROXY: '1', NODE_EXTRA_CA_CERTS: certificate },
    });
    child = proxy.start({ folder, port, plainPort, upstream: new URL(server.url).host, certificate, key });
    child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    for (let tries = 0; ; tries++) {
      const live = await ask('GET', '/health/live').catch(() => undefined);
      if (live?.status === 200) break;
      if (tries > 100) throw new Error(`${proxy.name} does not answer:\n${said}`);
      await sleep(100);
    }
    const first = await send('POST', '/api/setup', {
      ...owner,
      workspace: { name: '小满妈妈', zone: 'Asia/Shanghai', currency: 'CNY', language: 'zh' },
    });
    expect(first.status, first.text).toBeLessThan(300);
    keep(first);
  }, 120_000);
  afterAll(async () => {
    if (child && child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const there = it.skipIf(proxy.missing);

  there('one signs in; the cookie travels by https only; another site is refused', async () => {
    const { login, password } = owner;
    const signedIn = await send('POST', '/api/session', { login, password });
    expect(signedIn.status, signedIn.text).toBe(200);
    expect(signedIn.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; Secure/);
    keep(signedIn);
    const foreign = await send(
      'POST',
      '/api/session',
      { login, password },
      { origin: 'https://evil.example' },
    );
    expect([foreign.status, foreign.json().code]).toEqual([403, 'request.foreign-origin']);
  });

  there('the visitor’s own address is known, and not the one made up in a header', async () => {
    const { items } = (await ask('GET', '/api/sessions')).json();
    expect(new Set(items.map((session: { ip: string }) => session.ip))).toEqual(new Set([visitor]));
    const audit = (await ask('GET', '/api/audit?limit=50')).json();
    const ips = audit.items.map((entry: { ip: string | null }) => entry.ip).filter(Boolean);
    expect(new Set(ips)).toEqual(new Set([visitor]));
  });

  there('plain http is sent to https', async () => {
    const location = await new Promise((resolve, reject) => {
      plainRequest(
        { host: '127.0.0.1', port: plainPort, path: '/pond', headers: { host: 'localhost' } },
        (answer) => {
          answer.resume();
          resolve(answer.headers.location);
        },
      )
        .on('error', reject)
        .end();
    });
    expect(location).toMatch(/^https:\/\/localhost(:\d+)?\/pond$/);
  });

  let writeKey = '';
  there('collection takes gzip, and browsers are told the public address', async () => {
    const made = await send('POST', '/api/sources', { name: '官网', kind: 'browser' });
    writeKey = made.json().writeKey;
    const body = gzipSync(
      JSON.stringify({ batch: [{ type: 'track', anonymousId: 'a1', event: 'Page Viewed', properties: {} }] }),
    );
    const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-encoding': 'gzip' };
    const taken = await ask('POST', '/v1/batch', { headers: { ...headers, cookie: '' }, body });
    expect([taken.status, taken.json()]).toEqual([200, { success: true }]);
    const settings = (await ask('GET', `/v1/projects/${writeKey}/settings`)).json();
    expect(settings.integrations['Segment.io']).toMatchObject({
      apiHost: `localhost:${port}/v1`,
      protocol: 'https',
    });
  });

  there('the live stream begins and brings an event within a second each', async () => {
    let heard = '';
    const began = performance.now();
    const stream = request({
      host: 'localhost',
      family: 4,
      port,
      ca,
      path: '/api/live',
      headers: { cookie, 'accept-encoding': 'gzip', accept: 'text/event-stream' },
    });
    stream.end();
    const [answer] = await once(stream, 'response');
    expect(answer.headers['content-encoding']).toBeUndefined();
    answer.on('data', (chunk: Buffer) => {
      heard += chunk;
    });
    const hears = async (what: string, from: number) => {
      while (!heard.includes(what)) {
        if (performance.now() - from > 10_000) throw new Error(`${what} was not heard: ${heard}`);
        await sleep(5);
      }
      return performance.now() - from;
    };
    expect(await hears('event: tick', began)).toBeLessThan(1000);
    const from = performance.now();
    const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}`, cookie: '' };
    const item = { userId: 'u1', event: 'Product Viewed', properties: { sku: 'S1' } };
    expect((await send('POST', '/v1/track', item, headers)).status).toBe(200);
    const took = await hears('Product Viewed', from);
    console.info(`${proxy.name}: event heard ${Math.round(took)} ms after it was sent`);
    expect(took).toBeLessThan(1000);
    stream.destroy();
  });

  there('a file of 48 MB is uploaded whole', async () => {
    const row = `${'x'.repeat(59)}@ex.co,王晓彤\n`;
    const bytes = Buffer.from(`email,name\n${row.repeat(Math.ceil((48 << 20) / Buffer.byteLength(row)))}`);
    const sent = await ask('POST', '/api/imports/files?name=large.csv', {
      headers: { origin: `https://localhost:${port}`, 'content-type': 'application/octet-stream' },
      body: bytes,
    });
    expect(sent.status, sent.text).toBe(201);
    expect(sent.json().bytes ?? sent.json().size).toBe(bytes.length);
  });

  there('pages are compressed and verification files stand at the root', async () => {
    const page = await ask('GET', '/', { headers: { 'accept-encoding': 'identity' } });
    const script = /\/assets\/[^"]+\.js/.exec(page.text)?.[0] ?? '';
    const loaded = await ask('GET', script, { headers: { 'accept-encoding': 'gzip' } });
    expect(loaded.headers['content-encoding']).toBe('gzip');
    await send('PUT', '/api/verification-files/MP_verify_a1.txt', { content: 'a1' });
    expect((await ask('GET', '/MP_verify_a1.txt')).text).toBe('a1');
  });

  there('HTTP/2 is spoken', async () => {
    const session = connect(`https://localhost:${port}`, { ca });
    const stream = session.request({ ':path': '/health/ready' });
    const [headers] = await once(stream, 'response');
    expect(headers[':status']).toBe(200);
    expect(session.alpnProtocol).toBe('h2');
    stream.close();
    session.close();
  });

  there('doctor’s lines on address and proxy are good', async () => {
    const { checks } = (await ask('GET', '/api/health')).json();
    const state = (line: string) => checks.find((check: { name: string }) => check.name === line);
    expect(state('public.url')).toMatchObject({ state: 'ok' });
    expect(state('proxy.trust')).toMatchObject({ state: 'ok' });
  });
});
