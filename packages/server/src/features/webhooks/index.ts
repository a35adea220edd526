export { createWebhooks, type WebhooksDeps } from './create-webhooks.ts';
export { webhookCheck } from './webhook-check.ts';
