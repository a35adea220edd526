import { type Static, Type } from 'typebox';
import { Id, Instant, listQuery, nullable, pageOf } from './page.ts';

/** Why a webhook is off: somebody turned it off, the receiver answered 410, or nothing arrived for days. */
export const DisabledWhy = Type.Enum(['hand', 'gone', 'failing']);
export type DisabledWhy = Static<typeof DisabledWhy>;

/** An address of somebody else's that is told what happens (Standard Webhooks). All times of webhooks are real time. */
export const Webhook = Type.Object({
  id: Id,
  url: Type.String(),
  description: Type.String(),
  events: Type.Array(Type.String(), { description: 'Names of events as the log has them; empty: all' }),
  active: Type.Boolean(),
  createdAt: Instant,
  createdBy: Type.String(),
  disabledAt: nullable(Instant),
  disabledWhy: nullable(DisabledWhy),
  failures: Type.Integer({ description: 'Attempts that failed since the last success' }),
  failingSince: nullable(Instant),
  deliveredAt: nullable(Instant),
  waiting: Type.Integer({ description: 'Deliveries still to be made' }),
  failed: Type.Integer({
    description: 'Deliveries given up within the time that the log of deliveries is kept',
  }),
  previousSecretUntil: nullable(
    Type.Integer({ description: 'Until then messages carry a signature by the secret before, too' }),
  ),
});
export type Webhook = Static<typeof Webhook>;

/** GET /api/webhooks. `named`: events with a type of their own; any other has `event.received`. */
export const WebhookList = Type.Object({
  items: Type.Array(Webhook),
  named: Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
});
export type WebhookList = Static<typeof WebhookList>;

const editable = {
  url: Type.String({ minLength: 8, maxLength: 2000, pattern: '^https?://' }),
  description: Type.String({ maxLength: 200 }),
  events: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 200, uniqueItems: true }),
};

/** POST /api/webhooks. */
export const WebhookDraft = Type.Object(
  {
    url: editable.url,
    description: Type.Optional(editable.description),
    events: Type.Optional(editable.events),
  },
  { additionalProperties: false },
);
export type WebhookDraft = Static<typeof WebhookDraft>;

/** PATCH /api/webhooks/:id. */
export const WebhookPatch = Type.Object(
  {
    ...Type.Partial(Type.Object(editable)).properties,
    active: Type.Optional(Type.Boolean()),
    catchUp: Type.Optional(
      Type.Boolean({
        description: 'When turned on again: send what happened meanwhile, as far back as the log goes',
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type WebhookPatch = Static<typeof WebhookPatch>;

/** The secret is answered only here: when the webhook is made and when its secret is changed. */
export const WebhookIssued = Type.Object({ webhook: Webhook, secret: Type.String() });
export type WebhookIssued = Static<typeof WebhookIssued>;

/** `dropped`: there is nothing to send any more (the person was erased, or the event is older than the log). */
export const DeliveryState = Type.Enum(['waiting', 'done', 'failed', 'dropped']);
export type DeliveryState = Static<typeof DeliveryState>;

/** One event for one webhook. */
export const Delivery = Type.Object({
  id: Id,
  /** As in the header `webhook-id`: the same however often it is sent. */
  messageId: Type.String(),
  seq: Type.Integer({ description: 'Place in the log; 0: a test' }),
  event: Type.String(),
  state: DeliveryState,
  attempts: Type.Integer(),
  nextAt: nullable(Type.Integer({ description: 'When it is tried next; null: not again by itself' })),
  createdAt: Instant,
  finishedAt: nullable(Instant),
  /** Of the last attempt. */
  status: nullable(Type.Integer()),
  error: nullable(Type.String()),
});
export type Delivery = Static<typeof Delivery>;

/** GET /api/webhooks/:id/deliveries: newest first. Kept for 30 days after the last attempt. */
export const DeliveryQuery = listQuery({ state: Type.Optional(DeliveryState) });
export const DeliveryList = pageOf(Delivery);
export type DeliveryList = Static<typeof DeliveryList>;

export const DeliveryParams = Type.Object({ id: Id, delivery: Id });

/** GET /api/webhooks/:id/deliveries/:delivery. */
export const DeliveryDetail = Type.Object({
  delivery: Delivery,
  attempts: Type.Array(
    Type.Object({
      at: Instant,
      tookMs: Type.Integer(),
      status: nullable(Type.Integer()),
      error: nullable(Type.String()),
      answer: nullable(Type.String({ description: 'The first bytes of the answer' })),
    }),
  ),
  body: nullable(Type.String({ description: 'What is sent; null: the event is not in the log any more' })),
});
export type DeliveryDetail = Static<typeof DeliveryDetail>;
