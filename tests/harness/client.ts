import { setTimeout as sleep } from 'node:timers/promises';

/** An answer, with its body already read. */
export interface Answer<T = never> {
  status: number;
  body: T;
  headers: Headers;
}

/** A person (cookie) or a program (API key) that speaks to a server. */
export interface Client {
  url: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of a body by asserting on it
  get<T = any>(path: string): Promise<Answer<T>>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  send<T = any>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Answer<T>>;
  headers: Record<string, string>;
}

export function clientOf(url: string, headers: Record<string, string> = {}): Client {
  async function ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await fetch(url + path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: (json && text ? JSON.parse(text) : text) as T,
    };
  }
  return {
    url,
    headers,
    get: (path) => ask('GET', path),
    send: (method, path, body) => ask(method, path, body),
  };
}

export const owner = { name: '李鱼', login: 'owner@example.com', password: 'a pond of 2026 fish' };

/** First visit: makes the owner and the workspace, answers the signed-in owner. */
export async function firstVisit(url: string, workspaceName = '小满妈妈'): Promise<Client> {
  const answer = await clientOf(url).send('POST', '/api/setup', {
    ...owner,
    workspace: { name: workspaceName, zone: 'Asia/Shanghai', currency: 'CNY', language: 'zh' },
  });
  if (answer.status >= 300) throw new Error(`first visit: ${answer.status} ${JSON.stringify(answer.body)}`);
  return clientOf(url, { cookie: cookieOf(answer) });
}

export function cookieOf(answer: Answer<unknown>): string {
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] as string;
}

/** Makes a source and answers its write key. */
export async function writeKey(
  client: Client,
  kind: 'server' | 'browser' = 'server',
  name: string = kind,
): Promise<string> {
  const { body } = await client.send('POST', '/api/sources', { name, kind });
  return body.writeKey;
}

/** Sends Segment items by a write key. */
export function deliver(
  url: string,
  key: string,
  items: unknown[],
  call = 'batch',
): Promise<Answer<{ success: boolean }>> {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const body = call === 'batch' || call === 'import' ? { batch: items } : items[0];
  return clientOf(url, { authorization }).send('POST', `/v1/${call}`, body);
}

/** Asks until the answer satisfies, or fails with the last one. */
export async function until<T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer)) return answer;
    if (performance.now() > end)
      throw new Error(`not within ${timeoutMs} ms: ${JSON.stringify(answer)?.slice(0, 2000)}`);
    await sleep(30);
  }
}

/** Waits until everything accepted is in the log and in the event store. */
export async function caughtUp(client: Client, timeoutMs = 30_000): Promise<{ lastSeq: number }> {
  const { body } = await until(
    () => client.get('/api/engine'),
    ({ body: state }) =>
      state.waitingEvents === 0 && state.exportedSeq === state.lastSeq && state.lastSeq > 0,
    timeoutMs,
  );
  return body;
}
