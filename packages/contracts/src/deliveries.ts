import { type Static, Type } from 'typebox';
import { Id, nullable } from './page.ts';

/**
 * POST /api/events: permission events.write. What another system knows of people, as calls of the Segment spec: `identify`
 * makes or changes a person, `track` tells an event, an order is the event `Order Paid` with `orderId`, `total` and `products`.
 */
export const EventDelivery = Type.Object(
  {
    items: Type.Array(
      Type.Record(Type.String(), Type.Unknown(), {
        description:
          '{type: identify | track | …, userId or externalIds, event, traits or properties, timestamp}',
      }),
      { minItems: 1, maxItems: 500 },
    ),
  },
  { additionalProperties: false },
);
export type EventDelivery = Static<typeof EventDelivery>;

/** What became of each item. `settled` false: it is accepted, and known within moments; then `customer` may still be null. */
export const EventReceipt = Type.Object({
  accepted: Type.Array(
    Type.Object({ messageId: Type.String(), name: Type.String(), customer: nullable(Id) }),
  ),
  rejected: Type.Array(
    Type.Object({
      index: Type.Integer(),
      messageId: nullable(Type.String()),
      problems: Type.Array(Type.Object({ field: Type.String(), reason: Type.String() })),
    }),
  ),
  settled: Type.Boolean(),
});
export type EventReceipt = Static<typeof EventReceipt>;
