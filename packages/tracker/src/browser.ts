import type { Answer, Platform } from './platform.ts';
import { createTracker, type Tracker, type TrackerOptions } from './tracker.ts';

/** Set-up in a web page. */
export interface BrowserOptions extends TrackerOptions {
  /** Count a page view at every change of address made by script (`pushState`, `replaceState`, back). Default false. */
  spa?: boolean;
}

// sendBeacon and keepalive requests share 64 kB a page
const lastBytes = 60_000;
const abandonedAfterMs = 60_000;
const queuePrefix = 'yt.q.';
const utm = ['source', 'medium', 'campaign', 'term', 'content'];

type Area = 'localStorage' | 'sessionStorage';
/** Reaching for storage may itself throw: a sandboxed frame, a strict browser. */
function store<T>(area: Area, use: (storage: Storage) => T): T | null {
  try {
    return use(window[area]);
  } catch {
    return null;
  }
}

function uuid(): string {
  if (typeof crypto !== 'undefined' && crypto.randomUUID) return crypto.randomUUID();
  const bytes = new Uint8Array(16);
  if (typeof crypto !== 'undefined') crypto.getRandomValues(bytes);
  else for (let i = 0; i < 16; i++) bytes[i] = Math.random() * 256;
  bytes[6] = ((bytes[6] as number) & 15) | 64;
  bytes[8] = ((bytes[8] as number) & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A tracker for this page. Call it once; `page()` counts the first view. */
export function createBrowserTracker(options: BrowserOptions): Tracker {
  const url = `${options.host.replace(/\/+$/, '')}/v1/batch`;
  const tab = uuid().slice(0, 8);
  const memory: Record<string, string> = {};
  let allowed = () => false;

  /** utm parameters of this address, else those this visit came with. */
  function campaign(): Record<string, string> | undefined {
    const query = new URLSearchParams(location.search);
    const found: Record<string, string> = {};
    for (const key of utm) {
      const value = query.get(`utm_${key}`);
      if (value) found[key === 'campaign' ? 'name' : key] = value;
    }
    if (Object.keys(found).length > 0) {
      memory['yt.k'] = JSON.stringify(found);
      if (allowed()) store('sessionStorage', (session) => session.setItem('yt.k', memory['yt.k'] as string));
      return found;
    }
    const kept = memory['yt.k'] ?? store('sessionStorage', (session) => session.getItem('yt.k'));
    return kept ? JSON.parse(kept) : undefined;
  }

  const platform: Platform = {
    read: (key) => store('localStorage', (local) => local.getItem(key)) ?? memory[key] ?? null,
    write(key, value) {
      const done = store('localStorage', (local) => {
        local.setItem(key, value);
        return true;
      });
      // a full or forbidden storage: the page's own memory must do
      if (done) delete memory[key];
      else memory[key] = value;
      if (key.startsWith(queuePrefix)) {
        store('localStorage', (local) => local.setItem(`yt.t.${tab}`, String(Date.now())));
      }
    },
    remove(key) {
      delete memory[key];
      store('localStorage', (local) => {
        local.removeItem(key);
        if (key.startsWith(queuePrefix)) local.removeItem(`yt.t.${tab}`);
      });
    },
    async post(body): Promise<Answer> {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${btoa(`${options.writeKey}:`)}`,
        },
        body,
      });
      const after = Number(response.headers.get('retry-after'));
      return { status: response.status, ...(after > 0 ? { retryAfterMs: after * 1000 } : {}) };
    },
    online: () => navigator.onLine !== false,
    context: () => ({
      page: {
        url: location.href,
        path: location.pathname,
        search: location.search,
        title: document.title,
        referrer: document.referrer,
      },
      campaign: campaign(),
      locale: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      userAgent: navigator.userAgent,
    }),
    uuid,
  };

  const parts = createTracker(options, platform, queuePrefix + tab);
  const { tracker, queue, guard } = parts;
  allowed = parts.granted;

  /** Takes over queues of pages that are gone. Taking one that still lives only sends twice, which counts once. */
  function adoptAbandoned(): void {
    if (!parts.granted()) return;
    const others = store('localStorage', (local) => Object.keys(local)) ?? [];
    for (const key of others) {
      if (!key.startsWith(queuePrefix) || key === queuePrefix + tab) continue;
      const beat = `yt.t.${key.slice(queuePrefix.length)}`;
      if (Date.now() - Number(platform.read(beat)) < abandonedAfterMs && !leftHere(key)) continue;
      const left = platform.read(key);
      platform.remove(key);
      store('localStorage', (local) => local.removeItem(beat));
      queue.adopt(left);
    }
    store('sessionStorage', (session) => session.setItem('yt.tab', tab));
  }
  const previous = store('sessionStorage', (session) => session.getItem('yt.tab'));
  const leftHere = (key: string) => previous !== null && key === queuePrefix + previous;

  function sendLast(): void {
    if (!parts.granted() || !platform.online()) return;
    for (;;) {
      const body = queue.takeLast(lastBytes);
      if (body === null) return;
      // no headers, so no preflight: the key stands in the body
      if (!(navigator.sendBeacon?.(url, body) ?? false)) {
        queue.putBack(body);
        return;
      }
    }
  }

  guard(() => {
    adoptAbandoned();
    addEventListener('pagehide', () => guard(sendLast));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') guard(sendLast);
    });
    addEventListener('online', () => void tracker.flush());
    // what a person says in one tab holds in all
    addEventListener('storage', ({ key, newValue }) => {
      if (key === 'yt.c') tracker.consent(newValue === '1');
    });
    if (options.spa) countAddresses();
  });

  function countAddresses(): void {
    let last = location.pathname + location.search;
    const look = () => {
      const now = location.pathname + location.search;
      if (now === last) return;
      last = now;
      tracker.page();
    };
    for (const name of ['pushState', 'replaceState'] as const) {
      const original = history[name];
      history[name] = function (this: History, ...args: Parameters<History['pushState']>) {
        original.apply(this, args);
        guard(look);
      };
    }
    addEventListener('popstate', () => guard(look));
  }

  // consent withdrawn must leave nothing of the visit either
  const consent = tracker.consent;
  tracker.consent = (given) => {
    consent(given);
    if (given) return;
    delete memory['yt.k'];
    store('sessionStorage', (session) => {
      session.removeItem('yt.k');
      session.removeItem('yt.tab');
    });
    guard(() => {
      const own = (store('localStorage', (local) => Object.keys(local)) ?? []).filter((key) =>
        /^yt\.[qt]\./.test(key),
      );
      for (const key of own) platform.remove(key);
    });
  };
  return tracker;
}
