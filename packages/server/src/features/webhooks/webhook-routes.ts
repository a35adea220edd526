import { Empty, IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import {
  Delivery,
  DeliveryDetail,
  DeliveryList,
  DeliveryParams,
  DeliveryQuery,
  Webhook,
  WebhookDraft,
  WebhookIssued,
  WebhookList,
  WebhookPatch,
} from '@yutang/contracts/webhooks';
import { namedEvents } from '@yutang/core/webhooks';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { type createWebhookService, namedTypes } from './webhook-service.ts';

const tags = ['webhooks'];
const read = { permission: 'webhooks.read' as const };
const write = { permission: 'webhooks.write' as const };

/** Webhooks: made, tried, watched. What they send is described in `docs/guides/webhooks.md`. */
export function webhookRoutes(app: HttpApp, service: ReturnType<typeof createWebhookService>): void {
  app.get('/api/webhooks', {
    config: read,
    schema: { tags, summary: 'Webhooks with how they fare', response: { 200: WebhookList, ...problems } },
    handler: async ({ principal }) => ({
      items: await service.list(principal.workspaceId),
      named: namedTypes(namedEvents),
    }),
  });

  app.post('/api/webhooks', {
    config: { ...write, audit: 'webhook.created' },
    schema: {
      tags,
      summary: 'Make a webhook; its secret is shown this once',
      body: WebhookDraft,
      response: { 201: WebhookIssued, ...problems },
    },
    handler: async ({ principal, body }, reply) =>
      reply.code(201).send(await service.create(principal, body)),
  });

  app.get('/api/webhooks/:id', {
    config: read,
    schema: { tags, summary: 'One webhook', params: IdParams, response: { 200: Webhook, ...problems } },
    handler: ({ principal, params }) => service.one(principal.workspaceId, params.id),
  });

  app.patch('/api/webhooks/:id', {
    config: { ...write, audit: 'webhook.changed' },
    schema: {
      tags,
      summary: 'Change a webhook, or turn it off and on',
      params: IdParams,
      body: WebhookPatch,
      response: { 200: Webhook, ...problems },
    },
    handler: ({ principal, params, body }) => service.patch(principal, params.id, body),
  });

  app.delete('/api/webhooks/:id', {
    config: { ...write, audit: 'webhook.deleted' },
    schema: {
      tags,
      summary: 'Delete a webhook with its deliveries',
      params: IdParams,
      response: { 200: Empty, ...problems },
    },
    handler: async ({ principal, params }) => {
      await service.remove(principal, params.id);
      return {};
    },
  });

  app.post('/api/webhooks/:id/renew-secret', {
    config: { ...write, audit: 'webhook.secret-renewed' },
    schema: {
      tags,
      summary: 'A new secret; the old one signs along for a day',
      params: IdParams,
      response: { 200: WebhookIssued, ...problems },
    },
    handler: ({ principal, params }) => service.renewSecret(principal, params.id),
  });

  app.post('/api/webhooks/:id/test', {
    config: write,
    schema: {
      tags,
      summary: 'Send a test now, and answer what came of it',
      params: IdParams,
      response: { 200: Delivery, ...problems },
    },
    handler: ({ principal, params }) => service.test(principal, params.id),
  });

  app.get('/api/webhooks/:id/deliveries', {
    config: read,
    schema: {
      tags,
      summary: 'Deliveries of a webhook, newest first; kept for 30 days after they ended',
      params: IdParams,
      querystring: DeliveryQuery,
      response: { 200: DeliveryList, ...problems },
    },
    handler: async ({ principal, params, query: { limit = 50, cursor, state } }) => {
      const [before] = decodeCursor(cursor, ['number']) ?? [];
      const filter = { limit, before, state };
      return cutPage(await service.deliveries(principal.workspaceId, params.id, filter), limit, ({ id }) => [
        id,
      ]);
    },
  });

  app.get('/api/webhooks/:id/deliveries/:delivery', {
    config: read,
    schema: {
      tags,
      summary: 'One delivery with its attempts and what is sent',
      params: DeliveryParams,
      response: { 200: DeliveryDetail, ...problems },
    },
    handler: ({ principal, params }) => service.delivery(principal.workspaceId, params.id, params.delivery),
  });

  app.post('/api/webhooks/:id/deliveries/:delivery/resend', {
    config: write,
    schema: {
      tags,
      summary: 'Send a delivery again',
      params: DeliveryParams,
      response: { 200: Delivery, ...problems },
    },
    handler: ({ principal, params }) => service.resend(principal, params.id, params.delivery),
  });
}
