import { currentLanguage } from '../words/language.ts';

/** What the server answered instead, as RFC 9457 problem details; `status` 0: it could not be reached. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly params: Record<string, string | number>;
  constructor(status: number, code: string, title: string, params: Record<string, string | number> = {}) {
    super(title);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.title = title;
    this.params = params;
  }
}

/** Values of a query string; undefined and empty ones are left out, lists repeat their key. */
export type Query = Record<
  string,
  string | number | boolean | readonly (string | number)[] | null | undefined
>;

export interface Call {
  query?: Query;
  /** Sent as JSON, or as it is when it is a Blob (an upload). */
  body?: unknown;
  signal?: AbortSignal;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let onExpired: () => void = () => {};

/** Called when an answer says that nobody is signed in any more. */
export function whenSessionExpires(listener: () => void): void {
  onExpired = listener;
}

/** `/api` + path with its query string. Also for links and downloads. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    if (Array.isArray(value)) for (const item of value) search.append(key, String(item));
    else search.set(key, String(value));
  }
  const text = search.toString();
  return `/api${path}${text ? `?${text}` : ''}`;
}

/**
 * One call to the API. `T` is the contract's response type; the server validates it before it answers.
 * Throws `Problem`; a 401 anywhere but at sign-in also reports the session as expired.
 */
export async function call<T>(method: Method, path: string, { query, body, signal }: Call = {}): Promise<T> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': currentLanguage(),
  };
  const raw = body instanceof Blob;
  if (raw) headers['content-type'] = body.type || 'application/octet-stream';
  else if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(address(path, query), {
    method,
    headers,
    credentials: 'same-origin',
    signal: signal ?? null,
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'network', '');
  });
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && !path.startsWith('/session')) onExpired();
    throw problem;
  }
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** A file the server makes, whole; for `saveFile`. Throws `Problem`. */
export function download(path: string, query: Query = {}): Promise<Blob> {
  return fileOf(address(path, query), {});
}

/** As `download`, where what is asked is too much for an address. */
export function downloadBy(path: string, body: unknown): Promise<Blob> {
  return fileOf(address(path), { 'content-type': 'application/json' }, JSON.stringify(body));
}

async function fileOf(url: string, headers: Record<string, string>, body?: string): Promise<Blob> {
  const response = await fetch(url, {
    headers: { 'accept-language': currentLanguage(), ...headers },
    credentials: 'same-origin',
    ...(body === undefined ? {} : { method: 'POST', body }),
  }).catch(() => {
    throw new Problem(0, 'network', '');
  });
  if (response.ok) {
    // broken off halfway: half a file must not look whole
    return response.blob().catch(() => {
      throw new Problem(0, 'network', '');
    });
  }
  const problem = await problemOf(response);
  if (problem.status === 401) onExpired();
  throw problem;
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== 'object' || body === null) return new Problem(response.status, 'unknown', '');
  const { code, title, params } = body as Partial<Problem>;
  return new Problem(response.status, code ?? 'unknown', title ?? '', params ?? {});
}
