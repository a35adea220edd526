import { type BrowserOptions, createBrowserTracker } from './browser.ts';
import type { Tracker } from './tracker.ts';

/**
 * The global `yutang`. Calls made before `load` wait for it; so do those that a page pushed into an array of that name
 * before this script was there: `yutang = window.yutang || []; yutang.push(['track', 'Product Added', { sku: 'S1' }])`.
 */
export interface YutangGlobal extends Tracker {
  load(options: BrowserOptions): Tracker;
  push(call: [string, ...unknown[]]): void;
}

const calls = ['track', 'page', 'screen', 'identify', 'group', 'alias', 'reset', 'consent'] as const;
type Call = (...args: unknown[]) => unknown;

/** Puts `yutang` on the window; loads at once when the script's own tag names a key. */
export function installGlobal(scope: Window & { yutang?: unknown }): void {
  const waiting: [string, ...unknown[]][] = Array.isArray(scope.yutang) ? scope.yutang : [];
  let tracker: Tracker | undefined;

  function push(call: [string, ...unknown[]]): unknown {
    const [name, ...args] = call;
    if (!tracker) {
      waiting.push(call);
      return undefined;
    }
    const method = tracker[name as keyof Tracker] as Call | undefined;
    return typeof method === 'function' ? method(...args) : undefined;
  }

  const methods: Record<string, Call> = {};
  for (const name of calls) methods[name] = (...args) => push([name, ...args]);
  methods.flush = () => tracker?.flush() ?? Promise.resolve();
  const yutang = {
    ...methods,
    push,
    load(options: BrowserOptions) {
      if (!tracker) {
        tracker = createBrowserTracker(options);
        for (const call of waiting.splice(0)) push(call);
      }
      return tracker;
    },
    anonymousId: () => tracker?.anonymousId() ?? '',
    userId: () => tracker?.userId() ?? null,
  } as unknown as YutangGlobal;
  scope.yutang = yutang;

  const tag = document.currentScript as HTMLScriptElement | null;
  const { writeKey, host, consent, spa } = tag?.dataset ?? {};
  if (!tag || !writeKey) return;
  yutang.load({
    writeKey,
    host: host ?? new URL(tag.src, location.href).origin,
    consent: consent === 'required' ? 'required' : 'granted',
    spa: spa !== undefined,
  });
  yutang.page();
}

try {
  if (typeof window !== 'undefined') installGlobal(window);
} catch {
  // a host page never breaks because of us
}
