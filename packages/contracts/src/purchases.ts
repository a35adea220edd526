import { type Static, Type } from 'typebox';
import { Instant, nullable } from './page.ts';
import { CustomerFilter } from './portrait.ts';

/** What was bought, and average order values: placed ÷ placed orders, paid and net ÷ paid orders. Minor units. */
const sums = {
  ordersPlaced: Type.Integer(),
  ordersPaid: Type.Integer({ description: 'Orders that were paid, given back since or not' }),
  placedMinor: Type.Integer(),
  paidMinor: Type.Integer(),
  refundedMinor: Type.Integer(),
  netMinor: Type.Integer(),
  averagePlacedMinor: nullable(Type.Integer()),
  averagePaidMinor: nullable(Type.Integer()),
  averageNetMinor: nullable(Type.Integer()),
  returnedShare: nullable(Type.Number({ description: 'Refunded ÷ paid money, 0 … 1' })),
};

/** GET /api/customers/:id/purchases (DAT-12). A purchase is a paid order; what an organisation pays is not the person’s. */
export const PersonPurchases = Type.Object({
  ...sums,
  firstPaidAt: nullable(Instant),
  lastPaidAt: nullable(Instant),
  betweenMs: nullable(Type.Integer({ description: 'Mean time from one payment to the next' })),
  referrals: nullable(
    Type.Integer({ description: 'People who were `invited_by` this one; null: the log never says who was' }),
  ),
  currency: Type.String(),
});
export type PersonPurchases = Static<typeof PersonPurchases>;

/** Filters of the customer list, and after how many days without a payment a buyer counts as churned. */
export const PurchasesQuery = Type.Object(
  {
    ...CustomerFilter.properties,
    churnDays: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 3650, default: 90, description: 'Default 90' }),
    ),
  },
  { additionalProperties: false },
);
export type PurchasesQuery = Static<typeof PurchasesQuery>;

const share = nullable(Type.Number({ description: '÷ buyers, 0 … 1; null: no buyers, or not known' }));

/** People, and the whole filter of the customer list that finds them. */
const Found = Type.Object({ people: Type.Integer(), filter: CustomerFilter });

/** GET /api/customers/purchases (DAT-12): what the people of a filter bought. */
export const Purchases = Type.Object({
  ...sums,
  people: Type.Integer(),
  /** Paid at least one order. */
  buyers: Found,
  /** Paid two orders or more. */
  repeatBuyers: Found,
  /** Buyers who paid no order at or after `churnBefore`, which is `churnDays` before now. */
  churned: Found,
  /** Buyers who brought somebody; null: the log never says who was `invited_by` whom. */
  referrers: nullable(Found),
  repurchaseRate: share,
  churnRate: share,
  referralRate: share,
  churnDays: Type.Integer(),
  churnBefore: Instant,
  currency: Type.String(),
});
export type Purchases = Static<typeof Purchases>;
