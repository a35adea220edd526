import type { Answer, Platform, Report } from './platform.ts';

/** Items waiting to be sent, oldest first. Each is already JSON, so its size is known. */
export interface Queue {
  push(item: string): void;
  /** Sends what waits, batch by batch; resolves when nothing more can be done now. */
  flush(): Promise<void>;
  /** A body of at most `bytes` of what waits, taken out (the page is about to go); null when nothing waits. */
  takeLast(bytes: number): string | null;
  /** Puts back what `takeLast` took. */
  putBack(body: string): void;
  /** Takes over what an earlier page left, if it is not ours already. */
  adopt(stored: string | null): void;
  /** Forgets everything, here and in storage. */
  clear(): void;
  size(): number;
}

export interface QueueOptions {
  platform: Platform;
  storageKey: string;
  writeKey: string;
  flushAt: number;
  flushIntervalMs: number;
  report: Report;
}

// the server takes 500 kB and 2 500 items; more than 1 000 waiting items are a page that is off line for days
const batchBytes = 400_000;
const batchItems = 100;
const mostWaiting = 1000;
const longestWaitMs = 60_000;

/** A queue that survives the page and tries again, later and later, with jitter. */
export function createQueue(options: QueueOptions): Queue {
  const { platform, storageKey, writeKey, flushAt, flushIntervalMs, report } = options;
  let items: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerIsRetry = false;
  let failures = 0;
  let sending: Promise<void> | undefined;

  function keep(): void {
    if (items.length === 0) platform.remove(storageKey);
    else platform.write(storageKey, `[${items.join(',')}]`);
  }

  function later(ms: number, retry: boolean): void {
    // a retry that waits must not be hurried by the next event
    if (timer !== undefined && (timerIsRetry || !retry)) return;
    clearTimeout(timer);
    timerIsRetry = retry;
    timer = setTimeout(() => {
      timer = undefined;
      timerIsRetry = false;
      void flush();
    }, ms);
  }

  function bodyOf(batch: string[]): string {
    return `{"writeKey":${JSON.stringify(writeKey)},"sentAt":"${new Date().toISOString()}","batch":[${batch.join(',')}]}`;
  }

  function fitting(bytes: number, most: number): number {
    let size = 0;
    let count = 0;
    while (count < items.length && count < most) {
      // a Chinese character is three bytes
      size += (items[count] as string).length * 3;
      if (count > 0 && size > bytes) break;
      count++;
    }
    return count;
  }

  async function send(): Promise<void> {
    let most = batchItems;
    while (items.length > 0 && platform.online()) {
      const batch = items.slice(0, fitting(batchBytes, most));
      const answer: Answer = await platform.post(bodyOf(batch)).catch(() => ({ status: 0 }));
      const { status } = answer;
      if (status === 413 && batch.length > 1) {
        most = Math.ceil(batch.length / 2);
        continue;
      }
      if (status === 0 || status === 429 || status >= 500) {
        failures++;
        const wait = Math.min(longestWaitMs, 1000 * 2 ** (failures - 1));
        later(answer.retryAfterMs ?? wait * (0.5 + Math.random() / 2), true);
        return;
      }
      if (status >= 400) report(`refused with ${status}`, batch.length);
      failures = 0;
      // what came meanwhile stays; a clear in between leaves nothing
      const sent = new Set(batch);
      items = items.filter((item) => !sent.has(item));
      keep();
    }
  }

  function flush(): Promise<void> {
    sending ??= send().finally(() => {
      sending = undefined;
    });
    return sending;
  }

  return {
    push(item) {
      items.push(item);
      if (items.length > mostWaiting) {
        items.shift();
        report('queue full, the oldest event is dropped');
      }
      keep();
      if (items.length >= flushAt && !timerIsRetry) void flush();
      else later(flushIntervalMs, false);
    },
    flush() {
      clearTimeout(timer);
      timer = undefined;
      timerIsRetry = false;
      return flush();
    },
    takeLast(bytes) {
      const batch = items.splice(0, fitting(bytes, mostWaiting));
      if (batch.length === 0) return null;
      keep();
      return bodyOf(batch);
    },
    putBack(body) {
      const { batch } = JSON.parse(body) as { batch: unknown[] };
      items.unshift(...batch.map((item) => JSON.stringify(item)));
      keep();
    },
    adopt(stored) {
      if (!stored) return;
      try {
        const left = (JSON.parse(stored) as unknown[]).map((item) => JSON.stringify(item));
        const known = new Set(items);
        items.unshift(...left.filter((item) => !known.has(item)));
        keep();
        if (items.length > 0) later(0, false);
      } catch {
        // somebody else wrote there
      }
    },
    clear() {
      items = [];
      failures = 0;
      clearTimeout(timer);
      timer = undefined;
      timerIsRetry = false;
      keep();
    },
    size: () => items.length,
  };
}
