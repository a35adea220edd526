import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const example = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url)), 'utf8');

/** Where a proxy under test listens, and what it stands in front of. */
export interface Place {
  folder: string;
  /** Port of https. */
  port: number;
  /** Port of plain http. */
  plainPort: number;
  /** `127.0.0.1:<port>` of Yutang. */
  upstream: string;
  certificate: string;
  key: string;
}

/** One of the examples in `deploy/`, as it is but for names, ports and certificate. */
export interface Proxy {
  name: 'nginx' | 'caddy';
  /** Why it cannot run here; null when it can. */
  missing: string | null;
  start(place: Place): ChildProcess;
}

function missing(program: string): string | null {
  const found = spawnSync(program, [program === 'caddy' ? 'version' : '-v']).status === 0;
  return found ? null : `no ${program} (apt-get install ${program})`;
}

/** Replaces each text, which must stand in the example: a test of another file would prove nothing. */
function adapted(name: string, changes: readonly [from: string, to: string][]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`deploy/${name} does not say ${from} any more`);
    return text.replaceAll(from, to);
  }, example(name));
}

export const proxies: Proxy[] = [
  {
    name: 'nginx',
    missing: missing('nginx'),
    start({ folder, port, plainPort, upstream, certificate, key }) {
      const site = adapted('nginx.conf', [
        ['127.0.0.1:7788', upstream],
        ['listen 80;', `listen ${plainPort};`],
        ['listen 443 ssl http2;', `listen ${port} ssl http2;`],
        ['pond.example.com', 'localhost'],
        ['/etc/ssl/yutang/fullchain.pem', certificate],
        ['/etc/ssl/yutang/privkey.pem', key],
      ]);
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((kind) => `${kind}_temp_path ${join(folder, kind)};`)
        .join('\n');
      const user = process.getuid?.() === 0 ? 'user root;' : '';
      writeFileSync(
        join(folder, 'nginx.conf'),
        `${user}\npid ${join(folder, 'nginx.pid')};\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${site}\n}`,
      );
      return spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
    },
  },
  {
    name: 'caddy',
    missing: missing('caddy'),
    start({ folder, port, plainPort, upstream, certificate, key }) {
      const site = adapted('Caddyfile', [
        ['pond.example.com {', `https://localhost:${port} {\n\ttls ${certificate} ${key}`],
        ['127.0.0.1:7788', upstream],
      ]);
      const file = join(folder, 'Caddyfile');
      writeFileSync(file, `{\n\tadmin off\n\thttp_port ${plainPort}\n\thttps_port ${port}\n}\n${site}`);
      const home = join(folder, 'home');
      mkdirSync(home, { recursive: true });
      return spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', file], {
        env: { PATH: process.env.PATH, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
    },
  },
];

/** A certificate for `localhost` that signs itself. */
export function selfSigned(folder: string): { certificate: string; key: string } {
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      ...names,
      '-out',
      certificate,
      '-keyout',
      key,
    ],
    { stdio: 'ignore' },
  );
  return { certificate, key };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
