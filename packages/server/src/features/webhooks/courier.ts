import { setTimeout as wait } from 'node:timers/promises';
import { day, second } from '@yutang/core/time';
import { forgetDeliveries, giveBack, type TakenDelivery, takeDue } from './delivery-store.ts';
import { planDeliveries } from './plan-deliveries.ts';
import { type SendDeps, sendDelivery } from './send-delivery.ts';

/** Messages under way at once, in all and to one webhook. */
const mostAtOnce = 32;
const mostToOne = 8;
/** Longer than an answer may take: after it, a delivery that nobody finished is another's. */
const leaseMs = 20 * second;
const pollMs = 500;
/** Deliveries that ended are kept so long. */
const keptMs = 30 * day;

/** Carries what happens to webhooks, in the process that serves HTTP. */
export interface Courier {
  run(onFault: (error: unknown) => void): void;
  /** Something may be due now. */
  wake(): void;
  /** Forgets old deliveries. */
  tidy(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Reads the log for each webhook and sends what is due. Several processes may do it at once: a webhook's place in the
 * log and each delivery are taken under a row lock. Order is not promised, at least one delivery is.
 */
export function createCourier(deps: SendDeps): Courier {
  const stopping = new AbortController();
  const busy = new Map<number, number>();
  const sending = new Set<Promise<void>>();
  let running: Promise<void> = Promise.resolve();
  let alarm = new AbortController();

  async function send(delivery: TakenDelivery, onFault: (error: unknown) => void): Promise<void> {
    const { webhook } = delivery;
    busy.set(webhook, (busy.get(webhook) ?? 0) + 1);
    try {
      const attempt = await sendDelivery(deps, delivery, stopping.signal);
      if (attempt?.status === null && stopping.signal.aborted) await giveBack(deps.db, delivery, deps.now());
    } catch (error) {
      // nothing was written down: the lease gives it back
      onFault(error);
    } finally {
      const left = (busy.get(webhook) ?? 1) - 1;
      if (left === 0) busy.delete(webhook);
      else busy.set(webhook, left);
      alarm.abort();
    }
  }

  /** One round; answers whether another should follow at once. */
  async function round(onFault: (error: unknown) => void): Promise<boolean> {
    const more = await planDeliveries(deps.db, deps.now());
    const room = mostAtOnce - sending.size;
    if (room <= 0) return false;
    const taken = await takeDue(deps.db, {
      now: deps.now(),
      leaseMs,
      limit: room,
      perWebhook: mostToOne,
      busy,
    });
    for (const delivery of taken) {
      const one = send(delivery, onFault).finally(() => sending.delete(one));
      sending.add(one);
    }
    return more;
  }

  async function pause(ms: number): Promise<void> {
    if (!alarm.signal.aborted) await wait(ms, undefined, { signal: alarm.signal }).catch(() => undefined);
    alarm = new AbortController();
  }

  async function loop(onFault: (error: unknown) => void): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        const more = await round(onFault);
        failures = 0;
        if (!more) await pause(pollMs);
      } catch (error) {
        if (!stopping.signal.aborted) onFault(error);
        failures += 1;
        await pause(Math.min(30 * second, pollMs * 2 ** failures));
      }
    }
  }

  return {
    run(onFault) {
      running = loop(onFault);
    },
    wake: () => alarm.abort(),
    tidy: () => forgetDeliveries(deps.db, deps.now() - keptMs),
    async stop() {
      stopping.abort();
      alarm.abort();
      await running;
      await Promise.all(sending);
    },
  };
}
