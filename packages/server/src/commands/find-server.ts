import { get } from 'node:http';
import type { Config } from '../config.ts';

/** Address of the Yutang that runs with these settings on this machine; undefined when none answers. */
export async function findServer(config: Config): Promise<string | undefined> {
  const url = localAddress(config);
  return (await whoAnswers(url)) === 'yutang' ? url : undefined;
}

/** Where a server with these settings is reached from this machine. */
export function localAddress({ host, port }: Config): string {
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`;
}

/** Who listens at an address: us, somebody else, or nobody. Not by `fetch`, which refuses some ports unasked. */
export function whoAnswers(url: string): Promise<'yutang' | 'other' | 'nobody'> {
  return new Promise((resolve) => {
    const asked = get(`${url}/health/live`, { timeout: 3_000, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.headers['x-yutang'] === 'live' ? 'yutang' : 'other');
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNREFUSED' || error.code === 'EADDRNOTAVAIL' ? 'nobody' : 'other');
    });
  });
}
