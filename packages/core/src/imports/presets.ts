import type { ImportSpec, RowProblem } from './spec.ts';

/** What a preset's own rule looks at. Decimals are integers of 1/10 000. */
export interface LineFacts {
  orderId: string;
  quantity: number | null;
  price: number | null;
  /** The line names no customer. */
  anonymous: boolean;
}

/** A file we know: how it is read, and which of its rows are no business. */
export interface Preset {
  name: string;
  en: string;
  zh: string;
  spec: ImportSpec;
  /** Where the file's make is documented, and when that was read. */
  source: { url: string; seen: string };
  /** Currency of a file that does not name it. */
  currency?: string;
  /** Refuses a row that can be read and is no sale; undefined lets it pass. */
  refuse?(line: LineFacts): RowProblem | undefined;
}

const column = (name: string, field: string) => ({ column: name, field });

/**
 * UCI “Online Retail”: a British mail-order shop, 2010-12 to 2011-12, 541 909 lines. Invoices that begin with C are
 * cancellations. Refused as no sale, in this order: `A…` invoices (bad debt written off), a negative quantity outside a
 * cancellation (stock written off; all at price 0), a price of 0 without a customer (stock found and corrected).
 * A price of 0 with a customer is a gift and stays.
 */
const onlineRetail: Preset = {
  name: 'online-retail',
  en: 'UCI Online Retail',
  zh: 'UCI Online Retail 数据集',
  source: { url: 'https://archive.ics.uci.edu/dataset/352/online+retail', seen: '2026-11-22' },
  currency: 'GBP',
  spec: {
    kind: 'orders',
    source: 'online-retail',
    preset: 'online-retail',
    zone: 'Europe/London',
    cancellation: { by: 'prefix', prefix: 'C' },
    columns: [
      column('InvoiceNo', 'orderId'),
      column('StockCode', 'sku'),
      column('Description', 'product'),
      column('Quantity', 'quantity'),
      column('InvoiceDate', 'time'),
      column('UnitPrice', 'price'),
      column('CustomerID', 'identity:user'),
      column('Country', 'property:country'),
    ],
    constants: [{ field: 'channel', value: 'online-retail' }],
  },
  refuse({ orderId, quantity, price, anonymous }) {
    if (orderId.startsWith('A')) {
      return { column: 'InvoiceNo', code: 'row.adjustment' };
    }
    if ((quantity ?? 0) < 0 && !orderId.startsWith('C')) {
      return { column: 'Quantity', code: 'row.stock-adjustment' };
    }
    if (price === 0 && anonymous) {
      return { column: 'UnitPrice', code: 'row.no-sale' };
    }
    return undefined;
  },
};

/** Files that need no mapping. */
export const presets: readonly Preset[] = [onlineRetail];

export function findPreset(name: string | undefined): Preset | undefined {
  return name === undefined ? undefined : presets.find((preset) => preset.name === name);
}
