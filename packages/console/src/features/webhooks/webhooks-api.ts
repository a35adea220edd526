import type {
  Delivery,
  DeliveryDetail,
  DeliveryList,
  DeliveryState,
  Webhook,
  WebhookDraft,
  WebhookIssued,
  WebhookList,
  WebhookPatch,
} from '@yutang/contracts/webhooks';
import { call } from '../../api/client.ts';

const path = (id: number, rest = '') => `/webhooks/${id}${rest}`;

export const webhookList = () => call<WebhookList>('GET', '/webhooks');
export const makeWebhook = (body: WebhookDraft) => call<WebhookIssued>('POST', '/webhooks', { body });
export const oneWebhook = (id: number) => call<Webhook>('GET', path(id));
export const changeWebhook = (id: number, body: WebhookPatch) => call<Webhook>('PATCH', path(id), { body });
export const deleteWebhook = (id: number) => call<void>('DELETE', path(id));
export const renewSecret = (id: number) => call<WebhookIssued>('POST', path(id, '/renew-secret'));
export const testWebhook = (id: number) => call<Delivery>('POST', path(id, '/test'));
export const deliveryList = (id: number, query: { state?: DeliveryState; cursor?: string }) =>
  call<DeliveryList>('GET', path(id, '/deliveries'), { query });
export const oneDelivery = (id: number, delivery: number) =>
  call<DeliveryDetail>('GET', path(id, `/deliveries/${delivery}`));
export const resendDelivery = (id: number, delivery: number) =>
  call<Delivery>('POST', path(id, `/deliveries/${delivery}/resend`));
