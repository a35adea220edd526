import type {
  Delivery,
  DeliveryDetail,
  Webhook,
  WebhookDraft,
  WebhookIssued,
  WebhookPatch,
} from '@yutang/contracts/webhooks';
import { AppError } from '@yutang/core/errors';
import { day, second } from '@yutang/core/time';
import { eventTypeOf, webhookTest } from '@yutang/core/webhooks';
import type { Principal } from '../../platform/http/principal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import {
  type DeliveryRow,
  insertTest,
  readAttempts,
  readDeliveries,
  readTaken,
  restartDelivery,
} from './delivery-store.ts';
import { eventBody, messageIdOf, testBody } from './message-body.ts';
import { type SendDeps, sendDelivery } from './send-delivery.ts';
import { newSecret } from './signature.ts';
import {
  deleteWebhook,
  insertWebhook,
  readWebhooks,
  replaceSecret,
  turnOff,
  turnOn,
  updateSetting,
} from './webhook-store.ts';

/** Webhooks of one workspace: each costs a reading of the log. */
const most = 50;
/** So long both secrets sign after a change, for receivers to follow. */
const bothSignMs = day;
const lookupPatienceMs = 3 * second;

export interface WebhookServiceDeps extends SendDeps {
  /** Something may be due. */
  wake(): void;
}

/** What people do with webhooks. Each throws `request.not-found` for what is not the workspace's. */
export function createWebhookService(deps: WebhookServiceDeps) {
  const { db, now, receivers, sealer } = deps;

  async function one(workspaceId: number, id: number): Promise<Webhook> {
    const [row] = await readWebhooks(db, workspaceId, id);
    if (!row) throw new AppError('request.not-found', { what: `webhook ${id}` });
    const { previousSecretUntil: until } = row;
    return { ...row, previousSecretUntil: until !== null && until > now() ? until : null };
  }

  /** What is wrong with the address is said when it is given; a host that cannot be looked up now may be there later. */
  async function checkAddress(url: string): Promise<void> {
    receivers.read(url);
    const late = new Promise((resolve) => setTimeout(resolve, lookupPatienceMs).unref());
    await Promise.race([late, receivers.find(url)]).catch((error: unknown) => {
      if (error instanceof AppError) throw error;
    });
  }

  const hostOf = (url: string) => new URL(url).host;

  async function change(
    principal: Principal,
    id: number,
    action: string,
    details: Record<string, unknown>,
    work: (tx: Tx) => Promise<unknown>,
  ): Promise<void> {
    await db.transaction().execute(async (tx) => {
      await work(tx);
      await audit(tx, principal, action, `webhook:${id}`, details);
    });
    deps.wake();
  }

  async function row(workspaceId: number, webhook: number, id: number): Promise<DeliveryRow> {
    const [found] = await readDeliveries(db, workspaceId, webhook, { limit: 1, id });
    if (!found) throw new AppError('request.not-found', { what: `delivery ${id}` });
    return found;
  }

  const bodyOf = (workspaceId: number, delivery: DeliveryRow) =>
    delivery.seq === 0
      ? testBody(delivery.name, delivery.createdAt)
      : eventBody(db, { ...delivery, workspaceId });

  return {
    one,

    async list(workspaceId: number): Promise<Webhook[]> {
      const rows = await readWebhooks(db, workspaceId);
      return rows.map((found) => {
        const { previousSecretUntil: until } = found;
        return { ...found, previousSecretUntil: until !== null && until > now() ? until : null };
      });
    },

    /** Throws `webhook.address`, `webhook.too-many`. */
    async create(principal: Principal, draft: WebhookDraft): Promise<WebhookIssued> {
      const { workspaceId, label } = principal;
      await checkAddress(draft.url);
      if ((await readWebhooks(db, workspaceId)).length >= most)
        throw new AppError('webhook.too-many', { most });
      const secret = newSecret();
      const setting = {
        url: draft.url,
        description: draft.description?.trim() ?? '',
        events: draft.events ?? [],
        secret: sealer.seal(secret),
      };
      const id = await db.transaction().execute(async (tx) => {
        const made = await insertWebhook(tx, workspaceId, setting, { at: now(), label });
        const details = { host: hostOf(draft.url), events: setting.events };
        await audit(tx, principal, 'webhook.created', `webhook:${made}`, details);
        return made;
      });
      return { webhook: await one(workspaceId, id), secret };
    },

    /** Throws `webhook.address`. */
    async patch(principal: Principal, id: number, patch: WebhookPatch): Promise<Webhook> {
      const { workspaceId } = principal;
      const { active, catchUp = false, ...told } = patch;
      const known = await one(workspaceId, id);
      if (told.url !== undefined && told.url !== known.url) await checkAddress(told.url);
      const { url, description, events } = { ...known, ...told };
      const details = { fields: Object.keys(patch), host: hostOf(url), ...(told.events && { events }) };
      await change(principal, id, 'webhook.changed', details, async (tx) => {
        await updateSetting(tx, workspaceId, id, { url, description: description.trim(), events });
        if (active === true) await turnOn(tx, workspaceId, id, catchUp);
        if (active === false) await turnOff(tx, workspaceId, id, now(), 'hand');
      });
      return one(workspaceId, id);
    },

    async remove(principal: Principal, id: number): Promise<void> {
      const { url } = await one(principal.workspaceId, id);
      await change(principal, id, 'webhook.deleted', { host: hostOf(url) }, (tx) =>
        deleteWebhook(tx, principal.workspaceId, id),
      );
    },

    async renewSecret(principal: Principal, id: number): Promise<WebhookIssued> {
      await one(principal.workspaceId, id);
      const secret = newSecret();
      await change(principal, id, 'webhook.secret-renewed', {}, (tx) =>
        replaceSecret(tx, principal.workspaceId, id, sealer.seal(secret), now() + bothSignMs),
      );
      return { webhook: await one(principal.workspaceId, id), secret };
    },

    /** Sends a test now, whether the webhook is on or not, and answers what came of it. */
    async test(principal: Principal, id: number): Promise<Delivery> {
      const { workspaceId } = principal;
      await one(workspaceId, id);
      const made = await db.transaction().execute(async (tx) => {
        await audit(tx, principal, 'webhook.tested', `webhook:${id}`);
        return insertTest(tx, workspaceId, id, webhookTest, { now: now(), leaseMs: 30 * second });
      });
      const taken = await readTaken(db, workspaceId, made);
      if (taken) await sendDelivery(deps, taken);
      return show(workspaceId, await row(workspaceId, id, made));
    },

    /** Deliveries, newest first, `limit + 1` of them. */
    async deliveries(
      workspaceId: number,
      id: number,
      filter: Parameters<typeof readDeliveries>[3],
    ): Promise<Delivery[]> {
      await one(workspaceId, id);
      return (await readDeliveries(db, workspaceId, id, filter)).map((found) => show(workspaceId, found));
    },

    async delivery(workspaceId: number, id: number, deliveryId: number): Promise<DeliveryDetail> {
      const found = await row(workspaceId, id, deliveryId);
      const attempts = await readAttempts(db, workspaceId, deliveryId);
      return { delivery: show(workspaceId, found), attempts, body: await bodyOf(workspaceId, found) };
    },

    /** Begins the attempts anew. Throws `webhook.off`, `webhook.event-gone`. */
    async resend(principal: Principal, id: number, deliveryId: number): Promise<Delivery> {
      const { workspaceId } = principal;
      const { active } = await one(workspaceId, id);
      const found = await row(workspaceId, id, deliveryId);
      if (!active) throw new AppError('webhook.off');
      if ((await bodyOf(workspaceId, found)) === null) throw new AppError('webhook.event-gone');
      await change(principal, id, 'webhook.resent', { delivery: deliveryId }, (tx) =>
        restartDelivery(tx, workspaceId, deliveryId, now()),
      );
      return show(workspaceId, await row(workspaceId, id, deliveryId));
    },
  };
}

function show(workspaceId: number, { name, derived, ...row }: DeliveryRow): Delivery {
  return {
    ...row,
    messageId: messageIdOf({ workspaceId, name, derived, ...row }),
    event: name,
    nextAt: row.state === 'waiting' ? row.nextAt : null,
  };
}

/** The types that events with a name of their own have, for whoever chooses among them. */
export function namedTypes(names: readonly string[]): { name: string; type: string }[] {
  return names.map((name) => ({ name, type: eventTypeOf(name, true) }));
}
