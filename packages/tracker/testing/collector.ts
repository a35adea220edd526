import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedItem {
  type: string;
  event?: string;
  name?: string;
  messageId: string;
  timestamp: string;
  anonymousId: string;
  userId?: string;
  properties?: Record<string, unknown>;
  traits?: Record<string, unknown>;
  context: Record<string, unknown>;
  [key: string]: unknown;
}

export interface ReceivedBatch {
  path: string;
  headers: IncomingHttpHeaders;
  writeKey: string;
  sentAt: string;
  batch: ReceivedItem[];
}

/** A real HTTP server that takes batches as ours does, answers as told, and serves pages to a browser. */
export interface TestCollector {
  url: string;
  batches: ReceivedBatch[];
  /** Items of batches that were answered 200. */
  accepted: ReceivedItem[];
  /** Status of the next answers, in turn; 200 when there is none. `drop` breaks the connection. */
  answers: (number | 'drop' | { status: number; headers: Record<string, string> })[];
  /** Path → HTML or script to serve. */
  files: Map<string, { type: string; body: string }>;
  /** Waits until so many items were accepted. */
  until(count: number, timeoutMs?: number): Promise<ReceivedItem[]>;
  close(): Promise<void>;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export async function startCollector(): Promise<TestCollector> {
  const batches: ReceivedBatch[] = [];
  const accepted: ReceivedItem[] = [];
  const answers: TestCollector['answers'] = [];
  const files: TestCollector['files'] = new Map();
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] as string;
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    response.setHeader('access-control-expose-headers', 'retry-after');
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const file = files.get(path);
    if (file) {
      response.writeHead(200, { 'content-type': file.type }).end(file.body);
      return;
    }
    if (request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    const body = JSON.parse(await read(request)) as Omit<ReceivedBatch, 'path' | 'headers'>;
    batches.push({ path, headers: request.headers, ...body });
    const answer = answers.shift() ?? 200;
    if (answer === 'drop') {
      response.destroy();
      return;
    }
    const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer;
    if (status === 200) accepted.push(...body.batch);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"success":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    batches,
    accepted,
    answers,
    files,
    async until(count, timeoutMs = 10_000) {
      const end = performance.now() + timeoutMs;
      while (accepted.length < count) {
        if (performance.now() > end) throw new Error(`only ${accepted.length} of ${count} items arrived`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return accepted;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
