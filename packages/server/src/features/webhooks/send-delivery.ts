import { day } from '@yutang/core/time';
import { holdAfter, mostAttempts, retryWait } from '@yutang/core/webhooks';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { Sealer } from '../../platform/secrets/sealer.ts';
import { audit } from '../workspaces/index.ts';
import { insertAttempt, moveDelivery, type TakenDelivery } from './delivery-store.ts';
import { eventBody, messageIdOf, testBody } from './message-body.ts';
import { type Attempt, patienceMs, postMessage } from './post-message.ts';
import type { Receivers } from './receiver-address.ts';
import { webhookHeaders } from './signature.ts';
import { holdWebhook, noteFailure, noteSuccess, turnOff } from './webhook-store.ts';

/** A webhook that nothing reached for so long turns itself off. */
const offAfterMs = 5 * day;

export interface SendDeps {
  db: Db;
  receivers: Receivers;
  sealer: Sealer;
  /** The real clock, epoch ms: retries are a matter of machines. */
  now(): number;
  /** In [0, 1). */
  random(): number;
}

/** Sends a delivery once and writes down what came of it. Answers the attempt; undefined when there is nothing to send. */
export async function sendDelivery(
  deps: SendDeps,
  delivery: TakenDelivery,
  stop?: AbortSignal,
): Promise<Attempt | undefined> {
  const { db, now } = deps;
  const body =
    delivery.seq === 0 ? testBody(delivery.name, delivery.createdAt) : await eventBody(db, delivery);
  if (body === null) {
    await db.transaction().execute((tx) => moveDelivery(tx, delivery, { state: 'dropped', at: now() }));
    return undefined;
  }
  const attempt = await post(deps, delivery, body, stop);
  // the process ends: what was cut off is nobody's failure
  if (attempt.status === null && stop?.aborted) return attempt;
  await db.transaction().execute((tx) => settle(deps, tx, delivery, attempt));
  return attempt;
}

async function post(
  { receivers, sealer, now }: SendDeps,
  delivery: TakenDelivery,
  body: string,
  stop: AbortSignal | undefined,
): Promise<Attempt> {
  const { secret, previousSecret, previousUntil } = delivery;
  const sealed = [
    secret,
    ...(previousSecret !== null && (previousUntil ?? 0) > now() ? [previousSecret] : []),
  ];
  let secrets: string[];
  try {
    secrets = sealed.map(sealer.open);
  } catch {
    const error = 'the secret was sealed under another YUTANG_SECRET; change the secret of this webhook';
    return { status: null, error, answer: null, tookMs: 0, retryAfterMs: 0 };
  }
  const message = { id: messageIdOf(delivery), timestamp: Math.floor(now() / 1000), body };
  const patience = AbortSignal.timeout(patienceMs);
  return postMessage(
    receivers,
    delivery.url,
    webhookHeaders(secrets, message),
    body,
    stop ? AbortSignal.any([stop, patience]) : patience,
  );
}

/** Done, tried again, or given up; and what it says of the webhook itself. */
async function settle(deps: SendDeps, tx: Tx, delivery: TakenDelivery, attempt: Attempt): Promise<void> {
  const { workspaceId, webhook } = delivery;
  const at = deps.now();
  await insertAttempt(tx, delivery, attempt, at);
  const { status } = attempt;
  if (status !== null && status >= 200 && status < 300) {
    await moveDelivery(tx, delivery, { state: 'done', at });
    return noteSuccess(tx, workspaceId, webhook, at);
  }
  // a test is somebody looking on: it is not repeated, and proves nothing of the days before
  if (delivery.seq === 0) return moveDelivery(tx, delivery, { state: 'failed', at });
  const wait =
    status === 410 || delivery.attempts >= mostAttempts
      ? null
      : retryWait(delivery.attempts, deps.random(), attempt.retryAfterMs);
  await moveDelivery(
    tx,
    delivery,
    wait === null ? { state: 'failed', at } : { state: 'waiting', nextAt: at + wait },
  );
  const { failures, failingSince } = await noteFailure(tx, workspaceId, webhook, at);
  if (status === 410) return disable(tx, delivery, at, 'gone');
  if (at - failingSince >= offAfterMs) return disable(tx, delivery, at, 'failing');
  await holdWebhook(
    tx,
    workspaceId,
    webhook,
    at + Math.max(holdAfter(failures), Math.min(attempt.retryAfterMs, day)),
  );
}

async function disable(
  tx: Tx,
  { workspaceId, webhook }: TakenDelivery,
  at: number,
  why: 'gone' | 'failing',
): Promise<void> {
  if (!(await turnOff(tx, workspaceId, webhook, at, why))) return;
  const nobody = { workspaceId, accountId: null, keyId: null, label: 'Yutang' };
  await audit(tx, nobody, 'webhook.disabled', `webhook:${webhook}`, { why });
}
