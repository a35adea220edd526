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

/** Who listens at an address: us, somebody else, or nobody. */
export async function whoAnswers(url: string): Promise<'yutang' | 'other' | 'nobody'> {
  try {
    const answer = await fetch(`${url}/health/live`, {
      signal: AbortSignal.timeout(3_000),
      headers: { connection: 'close' },
    });
    return answer.headers.get('x-yutang') === 'live' ? 'yutang' : 'other';
  } catch (error) {
    const code = (error as { cause?: { code?: string } }).cause?.code ?? '';
    return code === 'ECONNREFUSED' || code === 'EADDRNOTAVAIL' ? 'nobody' : 'other';
  }
}
