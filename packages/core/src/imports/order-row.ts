import type { EventDimensions } from '../events/index.ts';
import type { Identity } from '../identity/index.ts';
import { cellText, freeValue, parseDecimal, timesMinor, toMinorUnits } from './coerce.ts';
import { findPreset } from './presets.ts';
import { type RowFrame, shorten } from './row-frame.ts';
import type { RowProblem } from './spec.ts';

/** One line of an order file, read. Decimals are integers of 1/10 000, amounts minor units. */
export interface ImportLine {
  orderId: string;
  kind: 'sale' | 'refund' | 'cancelled';
  occurredAt: number;
  identities: Identity[];
  sku: string;
  product: string;
  category: string;
  quantity: number | null;
  price: number | null;
  /** What the line is worth, never negative for a refund; null when only the order has an amount. */
  amountMinor: number | null;
  /** The order's amount as the line repeats it. */
  orderAmountMinor: number | null;
  currency: string;
  properties: Record<string, unknown>;
  dimensions: Partial<EventDimensions>;
}

export type LineReading =
  | { ok: true; line: ImportLine; notes: RowProblem[] }
  | { ok: false; problems: RowProblem[] };

/** Reads lines of orders. A line without an identity belongs to an anonymous order. */
export function orderRows(frame: RowFrame): (cells: readonly unknown[]) => LineReading {
  const properties = frame.named('property:');
  const rule = frame.spec.cancellation;
  const preset = findPreset(frame.spec.preset);
  const cancelled = new Set(rule?.by === 'status' ? rule.values.map((value) => value.toLowerCase()) : []);

  const decimal = (cells: readonly unknown[], field: string, problems: RowProblem[]): number | null => {
    const slot = frame.slot(field);
    const cell = slot?.read(cells);
    if (!slot || cellText(cell) === '') return null;
    const value = parseDecimal(cell);
    if (value !== undefined) return value;
    problems.push({
      column: slot.column,
      code: 'row.number',
      params: { value: shorten(cellText(cell)) },
    });
    return null;
  };

  // lines of one order repeat their properties, so they share one object
  const lastCells: unknown[] = [];
  let lastBag: Record<string, unknown> | undefined;
  const propertiesOf = (cells: readonly unknown[]): Record<string, unknown> => {
    let same = lastBag !== undefined;
    for (let at = 0; at < properties.length; at++) {
      const cell = properties[at]?.slot.read(cells);
      if (cell !== lastCells[at]) {
        same = false;
        lastCells[at] = cell;
      }
    }
    if (same && lastBag) return lastBag;
    lastBag = {};
    for (const { name, slot } of properties) {
      const value = freeValue(name, slot.read(cells));
      if (value !== undefined) lastBag[name] = value;
    }
    return lastBag;
  };

  return (cells) => {
    const problems: RowProblem[] = [];
    const orderId = frame.text(cells, 'orderId');
    const fault = orderFault(orderId);
    if (fault) {
      const column = frame.slot('orderId')?.column ?? null;
      problems.push({ column, code: fault, params: { value: shorten(orderId) } });
    }
    const occurredAt = frame.time(cells, 'time', problems);
    if (occurredAt === null) {
      problems.push({ column: frame.slot('time')?.column ?? null, code: 'row.time-missing' });
    }
    const identities = frame.identities(cells, problems);
    const quantity = decimal(cells, 'quantity', problems);
    const price = decimal(cells, 'price', problems);
    const stated = decimal(cells, 'lineAmount', problems);
    const whole = decimal(cells, 'orderAmount', problems);
    let amountMinor = stated === null ? null : toMinorUnits(stated);
    if (amountMinor === null && price !== null) amountMinor = timesMinor(quantity ?? 10_000, price);
    const orderAmountMinor = whole === null ? null : toMinorUnits(whole);
    if (amountMinor === null && orderAmountMinor === null && problems.length === 0) {
      problems.push({ column: null, code: 'row.no-amount' });
    }
    if (!problems.some((problem) => !problem.note)) {
      const refused = preset?.refuse?.({ orderId, quantity, price, anonymous: identities.length === 0 });
      if (refused) problems.push(refused);
    }
    if (problems.some((problem) => !problem.note)) return { ok: false, problems };

    const negative = (amountMinor ?? orderAmountMinor ?? 0) < 0 || (quantity ?? 0) < 0;
    const kind = kindOf();
    // a refund's sign is in its name
    const back = kind === 'refund';
    return {
      ok: true,
      notes: problems,
      line: {
        orderId,
        kind,
        occurredAt: occurredAt as number,
        identities,
        sku: frame.text(cells, 'sku'),
        product: frame.text(cells, 'product'),
        category: frame.text(cells, 'category'),
        quantity: quantity === null ? null : back ? Math.abs(quantity) : quantity,
        price,
        amountMinor: amountMinor === null ? null : back ? Math.abs(amountMinor) : amountMinor,
        orderAmountMinor: orderAmountMinor === null ? null : Math.abs(orderAmountMinor),
        currency: frame.text(cells, 'currency') || (preset?.currency ?? ''),
        properties: propertiesOf(cells),
        dimensions: frame.dimensions(cells),
      },
    };

    function kindOf(): ImportLine['kind'] {
      if (rule?.by === 'prefix') return orderId.startsWith(rule.prefix) ? 'refund' : 'sale';
      if (rule?.by === 'status') {
        return cancelled.has(frame.text(cells, 'status').toLowerCase()) ? 'cancelled' : 'sale';
      }
      return rule?.by === 'negative' && negative ? 'refund' : 'sale';
    }
  };
}

/** A rounded order number would make one order of many. */
function orderFault(orderId: string): RowProblem['code'] | undefined {
  if (orderId === '') return 'row.order';
  if (orderId.length > 200) return 'row.order-long';
  return /^\d(\.\d+)?e\+\d+$/i.test(orderId) ? 'row.order-rounded' : undefined;
}
