import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { performance } from 'node:perf_hooks';
import { AppError } from '@yutang/core/errors';
import { second } from '@yutang/core/time';
import { version } from '../../platform/version.ts';
import type { Receivers } from './receiver-address.ts';

/** How long an answer may take in all, ms. */
export const patienceMs = 15 * second;
/** Bytes of an answer that are read at all, and characters of it that are kept. */
const mostRead = 16_384;
const mostKept = 500;

/** What became of one attempt; `status` null: there was no answer and `error` says why. */
export interface Attempt {
  status: number | null;
  error: string | null;
  answer: string | null;
  tookMs: number;
  /** `Retry-After` in ms, 0 when there was none. */
  retryAfterMs: number;
}

/**
 * Sends one message. No redirect is followed, no connection is kept, and the connection goes to the address that was
 * looked up and found to be public. Never throws.
 */
export async function postMessage(
  receivers: Receivers,
  to: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal = AbortSignal.timeout(patienceMs),
): Promise<Attempt> {
  const startedAt = performance.now();
  const outcome = await attempt(receivers, to, headers, body, signal).catch((error: unknown) => ({
    status: null,
    error: faultOf(error),
    answer: null,
    retryAfterMs: 0,
  }));
  return { ...outcome, tookMs: Math.round(performance.now() - startedAt) };
}

async function attempt(
  receivers: Receivers,
  to: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Omit<Attempt, 'tookMs'>> {
  const { url, address } = await inTime(receivers.find(to), signal);
  const lookup: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [address]);
    else done(null, address.address, address.family);
  };
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: 'POST',
      // a connection of its own: one kept open would go where an earlier look-up led
      agent: false,
      lookup,
      signal,
      headers: {
        'content-type': 'application/json',
        'content-length': bytes.length,
        'user-agent': `Yutang-Webhooks/${version}`,
        connection: 'close',
        ...headers,
      },
    });
    request.on('error', reject);
    request.once('response', (response) => {
      readStart(response).then((answer) => {
        request.destroy();
        const status = response.statusCode ?? 0;
        const error = status >= 200 && status < 300 ? null : `HTTP ${status}`;
        resolve({ status, error, answer, retryAfterMs: retryAfter(response.headers['retry-after']) });
      }, reject);
    });
    request.end(bytes);
  });
}

/** The first bytes of an answer; the status says what became of the message, so an answer cut off is no failure. */
async function readStart(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= mostRead) break;
    }
  } catch {
    // what came is what there is
  }
  // PostgreSQL keeps no NUL in a text
  return Buffer.concat(chunks).toString('utf8').slice(0, mostKept).replaceAll('\0', '');
}

/** Only in seconds; a date would be by a clock we do not know. */
function retryAfter(header: string | undefined): number {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * second : 0;
}

/** DNS cannot be called off, but nobody has to wait for it. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

function faultOf(error: unknown): string {
  if (error instanceof AppError) return `the address ${error.params.reason ?? error.code}`;
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer in time';
  return (error.message || String((error as { code?: string }).code)).slice(0, 300);
}
