import type { Platform, Report } from './platform.ts';
import { createQueue, type Queue } from './queue.ts';

type Bag = Record<string, unknown>;

/** How a tracker is set up. */
export interface TrackerOptions {
  /** Write key of a browser or mini program source. */
  writeKey: string;
  /** Address of the server, e.g. `https://pond.example.com`. */
  host: string;
  /**
   * `required`: nothing is sent and nothing is stored on the device until `consent(true)`; what happens before is held
   * in memory, at most 50 events, and sent if consent comes while the page lives. Default `granted`: until `consent(false)`.
   */
  consent?: 'granted' | 'required';
  /** Send as soon as so many events wait (default 20), at the latest after `flushIntervalMs` (default 3000). */
  flushAt?: number;
  flushIntervalMs?: number;
  /** Told what went wrong; default: nobody. The tracker itself never throws. */
  onError?: Report;
}

/** A tracker. No call throws, waits for the network or needs to be awaited. */
export interface Tracker {
  track(event: string, properties?: Bag): void;
  page(name?: string, properties?: Bag): void;
  screen(name?: string, properties?: Bag): void;
  /** Says who this is. Another user than before begins with a new anonymous id: a shared tablet is not one person. */
  identify(userId?: string | number | null, traits?: Bag): void;
  group(groupId: string | number, traits?: Bag): void;
  alias(userId: string | number, previousId?: string): void;
  /** Forgets user and anonymous id (sign-out). Events that wait are still sent. */
  reset(): void;
  /** Gives or withdraws consent. Withdrawal deletes everything stored and waiting. */
  consent(granted: boolean): void;
  /** Sends what waits now. */
  flush(): Promise<void>;
  anonymousId(): string;
  userId(): string | null;
}

/** What a flavour needs besides the calls. */
export interface TrackerParts {
  tracker: Tracker;
  queue: Queue;
  /** Adds to every item's context from now on (the mini program's openid). */
  enrich(context: Bag): void;
  granted(): boolean;
  guard<T>(work: () => T): T | undefined;
}

const keys = { anonymous: 'yt.a', user: 'yt.u', consent: 'yt.c' };
const heldBeforeConsent = 50;
const itemBytes = 32_000;

/** The part of a tracker that browsers and mini programs have in common. `queueKey`: where waiting events are stored. */
export function createTracker(options: TrackerOptions, platform: Platform, queueKey: string): TrackerParts {
  const report: Report = (reason, detail) => {
    try {
      options.onError?.(reason, detail);
    } catch {
      // the host's own fault, and not ours to raise
    }
  };
  function guard<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      report('internal', error);
      return undefined;
    }
  }

  const required = options.consent === 'required';
  const word = platform.read(keys.consent);
  let granted = required ? word === '1' : word !== '0';
  let anonymous: string | null = granted ? platform.read(keys.anonymous) : null;
  let user: string | null = granted ? platform.read(keys.user) : null;
  let held: string[] = [];
  let refused = false;
  let extra: Bag = {};
  const queue = createQueue({
    platform,
    storageKey: queueKey,
    writeKey: options.writeKey,
    flushAt: options.flushAt ?? 20,
    flushIntervalMs: options.flushIntervalMs ?? 3000,
    report,
  });
  if (granted) queue.adopt(platform.read(queueKey));

  function remember(key: string, value: string | null): void {
    if (!granted) return;
    if (value === null) platform.remove(key);
    else platform.write(key, value);
  }
  function anonymousId(): string {
    if (!anonymous) {
      anonymous = platform.uuid();
      remember(keys.anonymous, anonymous);
    }
    return anonymous;
  }

  function add(type: string, fields: Bag): void {
    if (!granted && (refused || !required)) return;
    const item = JSON.stringify({
      type,
      messageId: platform.uuid(),
      timestamp: new Date().toISOString(),
      anonymousId: anonymousId(),
      ...(user === null ? {} : { userId: user }),
      ...fields,
      context: { library: { name: 'yutang-tracker', version: '0.1.0' }, ...platform.context(), ...extra },
    });
    if (item.length > itemBytes) report('event larger than 32 kB', fields);
    else if (granted) queue.push(item);
    else if (held.length < heldBeforeConsent) held.push(item);
  }

  const tracker: Tracker = {
    track: (event, properties = {}) => void guard(() => add('track', { event, properties })),
    page: (name, properties = {}) => void guard(() => add('page', { name, properties })),
    screen: (name, properties = {}) => void guard(() => add('screen', { name, properties })),
    identify: (userId, traits = {}) =>
      void guard(() => {
        if (userId !== undefined && userId !== null) {
          const next = String(userId);
          if (user !== null && user !== next) forget();
          user = next;
          remember(keys.user, user);
        }
        add('identify', { traits });
      }),
    group: (groupId, traits = {}) => void guard(() => add('group', { groupId: String(groupId), traits })),
    alias: (userId, previousId) =>
      void guard(() => {
        const before = previousId ?? user ?? anonymousId();
        user = String(userId);
        remember(keys.user, user);
        add('alias', { previousId: before });
      }),
    reset: () => void guard(forget),
    consent: (given) => void guard(() => (given ? grant() : withdraw())),
    flush: () => guard(() => (granted ? queue.flush() : undefined)) ?? Promise.resolve(),
    anonymousId: () => guard(anonymousId) ?? '',
    userId: () => user,
  };

  function forget(): void {
    user = null;
    anonymous = null;
    remember(keys.user, null);
    remember(keys.anonymous, null);
  }
  function grant(): void {
    if (granted) return;
    granted = true;
    refused = false;
    platform.write(keys.consent, '1');
    if (anonymous) remember(keys.anonymous, anonymous);
    if (user !== null) remember(keys.user, user);
    for (const item of held) queue.push(item);
    held = [];
  }
  function withdraw(): void {
    queue.clear();
    held = [];
    extra = {};
    forget();
    platform.remove(keys.consent);
    granted = false;
    refused = true;
    // who has to be asked is simply asked again; who has not, stays out by this one character
    if (!required) platform.write(keys.consent, '0');
  }

  return {
    tracker,
    queue,
    granted: () => granted,
    guard,
    enrich(context) {
      extra = { ...extra, ...context };
    },
  };
}
