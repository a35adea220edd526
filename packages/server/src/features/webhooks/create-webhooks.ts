import type { Feature } from '../../platform/feature.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { createSealer } from '../../platform/secrets/sealer.ts';
import { type Courier, createCourier } from './courier.ts';
import { deliveriesOf, eraseDeliveries } from './delivery-store.ts';
import { createReceivers, type Resolve } from './receiver-address.ts';
import { webhookRoutes } from './webhook-routes.ts';
import { createWebhookService } from './webhook-service.ts';

export interface WebhooksDeps {
  db: Db;
  /** The real clock, epoch ms. */
  now(): number;
  /** Seals the secrets of webhooks. */
  secret: string;
  /** `host` or `host:port` of one's own network that webhooks may reach. */
  privateHosts: readonly string[];
  /** Instead of DNS. */
  resolve?: Resolve;
  /** Instead of chance, in [0, 1). */
  random?(): number;
}

/** Outgoing webhooks after the Standard Webhooks specification. Decisions and deliveries; nothing is folded. */
export function createWebhooks(deps: WebhooksDeps): { feature: Feature; courier: Courier } {
  const { db, now, privateHosts, resolve, random = Math.random } = deps;
  const receivers = createReceivers({ privateHosts, ...(resolve && { resolve }) });
  const sending = { db, now, random, receivers, sealer: createSealer(deps.secret, 'webhooks') };
  const courier = createCourier(sending);
  const service = createWebhookService({ ...sending, wake: courier.wake });
  return {
    courier,
    feature: {
      name: 'webhooks',
      routes: (app) => webhookRoutes(app, service),
      export: async (tx, workspaceId, { homes }) => ({
        deliveries: await deliveriesOf(tx, workspaceId, homes),
      }),
      erase: (tx, workspaceId, { homes }) => eraseDeliveries(tx, workspaceId, homes),
    },
  };
}
