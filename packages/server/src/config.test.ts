import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { createHttpApp } from './platform/http/create-http-app.ts';
import type { HttpApp } from './platform/http/http-app.ts';
import { createProxyWatch } from './platform/http/proxy-watch.ts';

describe('PUBLIC_URL', () => {
  const read = (value: string) => readConfig({ PUBLIC_URL: value }).publicUrl;

  it.each([
    ['https://pond.example.com', 'https://pond.example.com'],
    ['https://pond.example.com/', 'https://pond.example.com'],
    ['HTTPS://Pond.Example.com:443', 'https://pond.example.com'],
    ['http://127.0.0.1:7788', 'http://127.0.0.1:7788'],
    ['https://鱼塘.example', 'https://xn--smsr99m.example'],
  ])('%s is the origin %s', (given, kept) => expect(read(given)).toBe(kept));

  it.each([
    ['https://example.com/pond', 'has the path /pond; a sub-path is not supported'],
    ['https://example.com/?a=1', 'is more than scheme, host and port'],
    ['https://me:secret@example.com', 'is more than scheme, host and port'],
    ['ftp://example.com', 'is not an http(s) address'],
    ['pond.example.com', 'is not an http(s) address'],
  ])('%s is refused: %s', (given, reason) => {
    expect(() => read(given)).toThrow(
      expect.objectContaining({ params: { problems: expect.stringContaining(`PUBLIC_URL ${reason}`) } }),
    );
  });
});

describe('TRUST_PROXY', () => {
  const read = (value?: string) => readConfig({ TRUST_PROXY: value }).trustProxy;

  it.each([
    [undefined, false],
    ['false', false],
    ['0', false],
    ['1', 1],
    ['true', 1],
    ['2', 2],
    ['10.0.0.7', ['10.0.0.7']],
    ['loopback, 10.0.0.0/8,fd00::/8', ['loopback', '10.0.0.0/8', 'fd00::/8']],
  ] as const)('%s means %j', (given, meant) => expect(read(given)).toEqual(meant));

  it.each(['proxy', '10.0.0.0/33', '10.0.0.0/8/8', '1.2.3', '11', '10.0.0.7,', '::1/129'])(
    '%s is refused',
    (given) => {
      expect(() => read(given)).toThrow(expect.objectContaining({ code: 'settings.invalid' }));
    },
  );

  let app: HttpApp | undefined;
  afterEach(() => app?.close());

  async function askedOf(trustProxy: string | undefined, headers: Record<string, string>, from = '10.0.0.7') {
    const watch = createProxyWatch(() => 7);
    app = createHttpApp({ logger: false, trustProxy: readConfig({ TRUST_PROXY: trustProxy }).trustProxy });
    watch.attach(app);
    app.get('/who', async ({ ip, protocol, host }) => ({ ip, protocol, host }));
    const answer = await app.inject({
      url: '/who',
      remoteAddress: from,
      headers: { host: 'inside', ...headers },
    });
    return { ...answer.json(), seen: watch.seen() };
  }
  const forwarded = {
    'x-forwarded-for': '6.6.6.6, 203.0.113.9',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'pond.example.com',
  };

  it('unset: a made-up X-Forwarded-For changes nobody’s address, and is noticed', async () => {
    expect(await askedOf(undefined, forwarded)).toEqual({
      ip: '10.0.0.7',
      protocol: 'http',
      host: 'inside',
      seen: { at: 7, proxy: '10.0.0.7' },
    });
  });

  it.each(['1', 'true', '10.0.0.0/24'])(
    '%s: the proxy’s word counts, what the visitor made up before it does not',
    async (given) => {
      expect(await askedOf(given, forwarded)).toEqual({
        ip: '203.0.113.9',
        protocol: 'https',
        host: 'pond.example.com',
        seen: null,
      });
    },
  );

  it('an address that is not named is not believed', async () => {
    expect(await askedOf('10.0.0.7', forwarded, '192.0.2.1')).toMatchObject({
      ip: '192.0.2.1',
      protocol: 'http',
      seen: { proxy: '192.0.2.1' },
    });
  });

  it('a number of proxies is believed of neighbours only: who reaches the port directly cannot choose an address', async () => {
    expect((await askedOf('1', forwarded, '198.51.100.4')).ip).toBe('198.51.100.4');
    expect((await askedOf('1', forwarded, '::ffff:10.0.0.7')).ip).toBe('203.0.113.9');
    expect((await askedOf('2', forwarded, '127.0.0.1')).ip).toBe('6.6.6.6');
  });

  it('a visitor without a proxy is no proxy', async () => {
    expect(await askedOf(undefined, {})).toMatchObject({ ip: '10.0.0.7', seen: null });
  });
});
