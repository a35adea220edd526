import type { OrderEntry, OrderLine, PartyRef } from './order-entry.ts';

export type OrderStatus = 'placed' | 'paid' | 'part_refunded' | 'refunded' | 'cancelled';

/** An order as its entries have it. Instants are epoch ms, amounts minor units. */
export interface CombinedOrder {
  orderId: string;
  home: number;
  status: OrderStatus;
  placedAt: number | null;
  paidAt: number | null;
  refundedAt: number | null;
  cancelledAt: number | null;
  placedMinor: number;
  paidMinor: number;
  refundedMinor: number;
  currency: string | null;
  channel: string | null;
  outlet: string | null;
  staff: string | null;
  payer: PartyRef | null;
  beneficiary: PartyRef | null;
  lines: OrderLine[];
}

/**
 * An order from all of its entries, in whatever order they came (`entries` not empty, one order). Of several that say
 * the same thing the latest holds; refunds add up; a payment or refund that names no amount means the whole.
 * An order seen only through its payment was placed for that amount; one seen only through a refund was not placed.
 */
export function combineOrder(entries: readonly OrderEntry[]): CombinedOrder {
  const sorted = [...entries].sort((a, b) => a.at - b.at || a.seq - b.seq);
  const placings = sorted.filter(({ kind }) => kind === 'placed' || kind === 'placed_and_paid');
  const payments = sorted.filter(({ kind }) => kind === 'paid');
  const complete = sorted.filter(({ kind }) => kind === 'placed_and_paid');
  const refunds = sorted.filter(({ kind }) => kind === 'refunded');
  const cancellation = sorted.find(({ kind }) => kind === 'cancelled');

  const paying = payments.length > 0 ? payments : complete;
  const placedMinor = lastAmount(placings) ?? lastAmount(payments) ?? 0;
  const paidMinor = paying.length === 0 ? 0 : (lastAmount(payments) ?? placedMinor);
  const refundedMinor = refunds.reduce((sum, { amountMinor }) => sum + (amountMinor ?? paidMinor), 0);
  // what an order is, its placing says best; a payment or refund may know only the number
  const telling = [...placings.toReversed(), ...payments.toReversed(), ...sorted.toReversed()];
  const first = <T>(read: (entry: OrderEntry) => T | null): T | null => {
    for (const entry of telling) {
      const found = read(entry);
      if (found !== null) return found;
    }
    return null;
  };
  return {
    orderId: (sorted[0] as OrderEntry).orderId,
    home: first(({ home }) => home || null) ?? 0,
    status: statusOf(cancellation !== undefined, paying.length > 0, paidMinor, refundedMinor),
    placedAt: (placings[0] ?? payments[0])?.at ?? null,
    paidAt: paying[0]?.at ?? null,
    refundedAt: refunds.at(-1)?.at ?? null,
    cancelledAt: cancellation?.at ?? null,
    placedMinor,
    paidMinor,
    refundedMinor,
    currency: first((entry) => entry.currency),
    channel: first((entry) => entry.channel),
    outlet: first((entry) => entry.outlet),
    staff: first((entry) => entry.staff),
    payer: first((entry) => entry.payer),
    beneficiary: first((entry) => entry.beneficiary),
    lines: first((entry) => (entry.lines.length > 0 ? entry.lines : null)) ?? [],
  };
}

function lastAmount(entries: readonly OrderEntry[]): number | null {
  return entries.findLast(({ amountMinor }) => amountMinor !== null)?.amountMinor ?? null;
}

function statusOf(cancelled: boolean, paid: boolean, paidMinor: number, refundedMinor: number): OrderStatus {
  if (refundedMinor > 0) return refundedMinor >= paidMinor ? 'refunded' : 'part_refunded';
  if (cancelled) return 'cancelled';
  return paid ? 'paid' : 'placed';
}
