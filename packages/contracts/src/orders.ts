import { type Static, Type } from 'typebox';
import { Id, Instant, listQuery, nullable, pageOf } from './page.ts';

/** Three measures, always named: placed (下单), paid (支付), net (净额 = paid − refunded). Minor units. */
export const SalesMeasures = Type.Object({
  orders: Type.Integer(),
  placedMinor: Type.Integer(),
  paidMinor: Type.Integer(),
  refundedMinor: Type.Integer(),
  netMinor: Type.Integer(),
});
export type SalesMeasures = Static<typeof SalesMeasures>;

export const OrderStatus = Type.Enum(['placed', 'paid', 'part_refunded', 'refunded', 'cancelled']);
export type OrderStatus = Static<typeof OrderStatus>;

/** One line of an order; amounts in minor units. */
export const OrderLine = Type.Object({
  sku: nullable(Type.String()),
  name: nullable(Type.String()),
  quantity: Type.Number(),
  priceMinor: nullable(Type.Integer()),
});
export type OrderLine = Static<typeof OrderLine>;

/** Who pays or benefits (ID-12): a customer, an organisation, or an identity not known yet. `name` masked where the caller is. */
export const OrderParty = nullable(
  Type.Object({
    kind: Type.Enum(['customer', 'organisation', 'identity']),
    customer: nullable(Id),
    ref: nullable(
      Type.String({ description: 'organisation id, or `namespace value`; masked where the caller is' }),
    ),
    name: nullable(Type.String()),
  }),
);

/** An order. `customer` is who placed it; null: anonymous. */
export const Order = Type.Object({
  orderId: Type.String(),
  customer: nullable(Id),
  customerName: nullable(Type.String()),
  payer: OrderParty,
  beneficiary: OrderParty,
  status: OrderStatus,
  placedAt: nullable(Instant),
  paidAt: nullable(Instant),
  refundedAt: nullable(Instant),
  cancelledAt: nullable(Instant),
  placedMinor: Type.Integer(),
  paidMinor: Type.Integer(),
  refundedMinor: Type.Integer(),
  netMinor: Type.Integer(),
  currency: nullable(Type.String()),
  channel: nullable(Type.String()),
  outlet: nullable(Type.String()),
  staff: nullable(Type.String()),
  lines: Type.Array(OrderLine),
});
export type Order = Static<typeof Order>;

/** GET /api/orders, latest first. Times are on `placedAt`: `from ≤ placedAt < to`. */
export const OrderQuery = listQuery({
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Order number, exactly or its beginning' })),
  customer: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Who placed it, paid or is the beneficiary',
    }),
  ),
  organisation: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'Paid by this organisation (ID-12)' }),
  ),
  status: Type.Optional(OrderStatus),
  channel: Type.Optional(Type.String({ maxLength: 200 })),
  outlet: Type.Optional(Type.String({ maxLength: 200 })),
  staff: Type.Optional(Type.String({ maxLength: 200 })),
  anonymous: Type.Optional(Type.Boolean()),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
});
export type OrderQuery = Static<typeof OrderQuery>;
export const OrderPage = pageOf(Order);
export type OrderPage = Static<typeof OrderPage>;

/**
 * GET /api/orders/summary. By month and channel: placed by the month the order was placed in, paid by the month of payment,
 * refunded by the month of each refund (the workspace's zone). Anonymous orders count.
 */
export const OrderSummaryQuery = Type.Object(
  {
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    by: Type.Optional(Type.Enum(['month', 'day', 'channel', 'outlet', 'staff'])),
    channel: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type OrderSummaryQuery = Static<typeof OrderSummaryQuery>;
export const OrderSummary = Type.Object({
  zone: Type.String(),
  total: SalesMeasures,
  /** `key`: `2026-03`, `2026-03-08`, or a name; null: none named. */
  rows: Type.Array(Type.Object({ key: nullable(Type.String()), ...SalesMeasures.properties })),
});
export type OrderSummary = Static<typeof OrderSummary>;
