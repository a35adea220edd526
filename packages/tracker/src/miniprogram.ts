import type { Answer, Platform } from './platform.ts';
import { createTracker, type Tracker, type TrackerOptions } from './tracker.ts';

interface Launch {
  path?: string;
  scene?: number;
  query?: Record<string, string>;
}

/** The part of WeChat's `wx` that is used. */
export interface Wx {
  request(options: {
    url: string;
    method: 'POST';
    data: string;
    header: Record<string, string>;
    success(answer: { statusCode: number; header?: Record<string, string> }): void;
    fail(error: unknown): void;
  }): void;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: string): void;
  removeStorageSync(key: string): void;
  onAppShow?(listener: (launch: Launch) => void): void;
  onAppHide?(listener: () => void): void;
  onNetworkStatusChange?(listener: (state: { isConnected: boolean }) => void): void;
  getLaunchOptionsSync?(): Launch;
  getSystemInfoSync?(): Record<string, unknown>;
}

/** Set-up in a mini program. */
export interface MiniprogramOptions extends TrackerOptions {
  /** Count a screen view whenever a page shows, by wrapping `Page`. Load the tracker before the pages. Default false. */
  screens?: boolean;
  /** Default: the global `wx`. */
  wx?: Wx;
}

/** Identities of WeChat; the tracker never asks WeChat for them, it only passes on what it is told. */
export interface WechatIdentity {
  appId: string;
  openid: string;
  /** With the name under which the open-platform account is known to the server. */
  unionid?: { account: string; value: string };
}

export interface MiniprogramTracker extends Tracker {
  /** Says which openid this is, after the brand's own server exchanged the login code. Kept until reset or withdrawal. */
  wechat(identity: WechatIdentity): void;
}

type PageOptions = Record<string, unknown> & { onShow?: (...args: unknown[]) => unknown };
const scope = globalThis as unknown as { wx?: Wx; Page?: (options: PageOptions) => unknown };
const storage = { queue: 'yt.q', wechat: 'yt.w' };

/** A tracker for a WeChat mini program. Call it once, in `app.js`, before `App()`. */
export function createMiniprogramTracker(options: MiniprogramOptions): MiniprogramTracker {
  const wx = options.wx ?? scope.wx;
  const url = `${options.host.replace(/\/+$/, '')}/v1/batch`;
  const memory: Record<string, string> = {};
  let connected = true;
  let launch: Launch = attempt(() => wx?.getLaunchOptionsSync?.()) ?? {};
  let system: Record<string, unknown> | undefined;
  let told: WechatIdentity | undefined;

  const platform: Platform = {
    read: (key) => {
      const found = attempt(() => wx?.getStorageSync(key));
      return typeof found === 'string' && found !== '' ? found : (memory[key] ?? null);
    },
    write(key, value) {
      memory[key] = value;
      attempt(() => wx?.setStorageSync(key, value));
    },
    remove(key) {
      delete memory[key];
      attempt(() => wx?.removeStorageSync(key));
    },
    post: (body) =>
      new Promise<Answer>((resolve) => {
        if (!wx) return resolve({ status: 0 });
        wx.request({
          url,
          method: 'POST',
          data: body,
          header: {
            'content-type': 'application/json',
            authorization: `Basic ${base64(`${options.writeKey}:`)}`,
          },
          success: ({ statusCode, header }) => {
            const after = Number(header?.['Retry-After'] ?? header?.['retry-after']);
            resolve({ status: statusCode, ...(after > 0 ? { retryAfterMs: after * 1000 } : {}) });
          },
          fail: () => resolve({ status: 0 }),
        });
      }),
    online: () => connected,
    context() {
      system ??= attempt(() => wx?.getSystemInfoSync?.()) ?? {};
      const { model, brand, language, system: os, version, platform: kind } = system;
      return {
        page: {
          path: launch.path,
          referrer: launch.scene === undefined ? undefined : `scene:${launch.scene}`,
        },
        campaign: campaignOf(launch.query ?? {}),
        locale: language,
        device: model === undefined ? undefined : { model, manufacturer: brand, type: kind },
        os: os === undefined ? undefined : { name: os },
        app: version === undefined ? undefined : { name: 'wechat', version },
      };
    },
    uuid,
  };

  const { tracker, guard, enrich, granted } = createTracker(options, platform, storage.queue);

  function tell({ appId, openid, unionid }: WechatIdentity): void {
    const externalIds = [{ type: `openid:${appId}`, id: openid }];
    if (unionid) externalIds.push({ type: `unionid:${unionid.account}`, id: unionid.value });
    enrich({ externalIds });
  }

  guard(() => {
    const kept = granted() ? platform.read(storage.wechat) : null;
    if (kept) tell(JSON.parse(kept));
    wx?.onAppShow?.((shown) => {
      guard(() => {
        launch = shown ?? launch;
        void tracker.flush();
      });
    });
    // a hidden mini program may be stopped after five seconds
    wx?.onAppHide?.(() => void tracker.flush());
    wx?.onNetworkStatusChange?.(({ isConnected }) => {
      connected = isConnected;
      if (connected) void tracker.flush();
    });
    if (options.screens) countScreens();
  });

  function countScreens(): void {
    const original = scope.Page;
    if (!original) return;
    scope.Page = (page) => {
      const show = page.onShow;
      page.onShow = function (this: { route?: string }, ...args) {
        guard(() => tracker.screen(this.route));
        return show?.apply(this, args);
      };
      return original(page);
    };
  }

  const { reset, consent } = tracker;
  return {
    ...tracker,
    wechat: (identity) =>
      void guard(() => {
        told = identity;
        tell(identity);
        if (granted()) platform.write(storage.wechat, JSON.stringify(identity));
        tracker.identify();
      }),
    reset() {
      reset();
      guard(() => {
        told = undefined;
        enrich({ externalIds: undefined });
        platform.remove(storage.wechat);
      });
    },
    consent(given) {
      consent(given);
      guard(() => {
        if (!given) platform.remove(storage.wechat);
        else if (told) platform.write(storage.wechat, JSON.stringify(told));
        if (!given) told = undefined;
      });
    },
  };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function campaignOf(query: Record<string, string>): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const key of ['source', 'medium', 'campaign', 'term', 'content']) {
    const value = query[`utm_${key}`];
    if (value) found[key === 'campaign' ? 'name' : key] = value;
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

/** There is no `crypto` in a mini program; 122 bits of Math.random are enough to tell events apart. */
function uuid(): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (at) => {
    const bits = Math.floor(Math.random() * 16);
    return (at === 'x' ? bits : (bits & 3) | 8).toString(16);
  });
}

/** There is no `btoa` either; write keys are ASCII. */
function base64(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let out = '';
  for (let i = 0; i < text.length; i += 3) {
    const [a, b, c] = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)];
    const bits = (a << 16) | ((b || 0) << 8) | (c || 0);
    out += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    out += i + 1 < text.length ? alphabet.charAt((bits >> 6) & 63) : '=';
    out += i + 2 < text.length ? alphabet.charAt(bits & 63) : '=';
  }
  return out;
}
