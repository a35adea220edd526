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
 * the same thing of the same part the latest holds; parts add up, their lines stand in part order; refunds add up; a
 * payment or refund that names no amount means the whole. Where there are payments, they say what was paid; else the
 * parts that were placed as paid do.
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
  const placedOf = amountsByPart(placings);
  const paidOf = amountsByPart(payments);
  const placedMinor = sumOf((placedOf.size > 0 ? placedOf : paidOf).values());
  // no payment names an amount: the whole was paid, or as much of it as was placed as paid
  const paidMinor =
    paidOf.size > 0
      ? sumOf(partsOf(payments).map((part) => paidOf.get(part) ?? placedOf.get(part) ?? 0))
      : payments.length > 0
        ? placedMinor
        : sumOf(partsOf(complete).map((part) => placedOf.get(part) ?? 0));
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
    lines: linesOf([placings, payments, sorted].find((some) => some.some(hasLines)) ?? []),
  };
}

/** The latest amount of each part that has one. Entries are in the order they happened. */
function amountsByPart(entries: readonly OrderEntry[]): Map<number, number> {
  return new Map(
    entries.flatMap(({ part, amountMinor }) => (amountMinor === null ? [] : [[part, amountMinor] as const])),
  );
}

function partsOf(entries: readonly OrderEntry[]): number[] {
  return [...new Set(entries.map(({ part }) => part))];
}

function sumOf(amounts: Iterable<number>): number {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return sum;
}

const hasLines = ({ lines }: OrderEntry) => lines.length > 0;

/** The latest lines of each part, in the order of parts. */
function linesOf(entries: readonly OrderEntry[]): OrderLine[] {
  const byPart = new Map(entries.filter(hasLines).map(({ part, lines }) => [part, lines]));
  return [...byPart].sort(([a], [b]) => a - b).flatMap(([, lines]) => lines);
}

function statusOf(cancelled: boolean, paid: boolean, paidMinor: number, refundedMinor: number): OrderStatus {
  if (refundedMinor > 0) return refundedMinor >= paidMinor ? 'refunded' : 'part_refunded';
  if (cancelled) return 'cancelled';
  return paid ? 'paid' : 'placed';
}
