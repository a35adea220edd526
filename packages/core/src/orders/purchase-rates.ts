/** What people bought in all; amounts in minor units. */
export interface PurchaseSums {
  ordersPlaced: number;
  ordersPaid: number;
  placedMinor: number;
  paidMinor: number;
  refundedMinor: number;
}

/** Average order values, in whole minor units; null over no orders. */
export interface Averages {
  /** Placed ÷ placed orders. */
  averagePlacedMinor: number | null;
  /** Paid ÷ paid orders. */
  averagePaidMinor: number | null;
  /** (Paid − refunded) ÷ paid orders, those given back included. */
  averageNetMinor: number | null;
  /** Refunded ÷ paid money, 0 … 1; null where nothing was paid. More was refunded than paid: 1. */
  returnedShare: number | null;
}

/** The averages of some people's purchases (DAT-12). */
export function averagesOf(sums: PurchaseSums): Averages {
  const mean = (minor: number, orders: number) => (orders > 0 ? Math.round(minor / orders) : null);
  return {
    averagePlacedMinor: mean(sums.placedMinor, sums.ordersPlaced),
    averagePaidMinor: mean(sums.paidMinor, sums.ordersPaid),
    averageNetMinor: mean(sums.paidMinor - sums.refundedMinor, sums.ordersPaid),
    returnedShare: sums.paidMinor > 0 ? Math.min(1, sums.refundedMinor / sums.paidMinor) : null,
  };
}

/** How many of a set of people … A buyer has at least one paid order, given back or not. */
export interface BuyerCounts {
  buyers: number;
  /** … paid two orders or more. */
  repeatBuyers: number;
  /** … bought, and paid no order since the instant that churn is counted from. */
  churned: number;
  /** … bought, and brought somebody; null: nobody ever said who brought whom. */
  referrers: number | null;
}

/** Shares of the buyers, 0 … 1; null without buyers, or where it is not known. */
export interface BuyerRates {
  repurchaseRate: number | null;
  churnRate: number | null;
  referralRate: number | null;
}

/** Repurchase 复购率, churn 流失率 and referral rate 转介绍率 of a set of people (DAT-12): each ÷ buyers. */
export function buyerRates({ buyers, repeatBuyers, churned, referrers }: BuyerCounts): BuyerRates {
  const share = (people: number | null) => (people === null || buyers === 0 ? null : people / buyers);
  return {
    repurchaseRate: share(repeatBuyers),
    churnRate: share(churned),
    referralRate: share(referrers),
  };
}

/** Mean time between payments, ms: from the first to the last ÷ one less than paid orders; null below two. */
export function timeBetween(first: number | null, last: number | null, ordersPaid: number): number | null {
  if (first === null || last === null || ordersPaid < 2) return null;
  return Math.round((last - first) / (ordersPaid - 1));
}
