import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** What plain reading of the file says, without any of our code: the answers the platform is held against. */
export interface Answers {
  lines: number;
  customers: Set<string>;
  /** Month (`2010-12`) → pence. */
  paid: Map<string, number>;
  refunded: Map<string, number>;
  /** Customer → invoice → what it came to. */
  purchases: Map<string, Map<string, Purchase>>;
  /** Lines refused, by the rule that refuses them. */
  refused: { adjustment: number; stock: number; noSale: number };
  /** Invoices with at least one line that counts; those of nobody among them. */
  sales: Set<string>;
  cancellations: Set<string>;
  anonymous: Set<string>;
}

export interface Purchase {
  /** Pence, positive. */
  pence: number;
  refund: boolean;
  lines: number;
  /** Local time of its first line, as written. */
  time: string;
}

/** The rows of a CSV text: quotes, doubled quotes, commas; nothing else is in this file. */
function* rowsOf(text: string): Generator<string[]> {
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
    yield cells.map((cell) =>
      cell
        .replace(/,$/, '')
        .replace(/^"(.*)"$/, '$1')
        .replaceAll('""', '"'),
    );
  }
}

/** Pence of quantity × price, half away from zero, from the digits as written. */
function pence(quantity: string, price: string): number {
  const [whole = '0', fraction = ''] = price.replace('-', '').split('.');
  const mills = BigInt(whole) * 1000n + BigInt(fraction.padEnd(3, '0').slice(0, 3));
  const product = BigInt(quantity.replace('-', '')) * mills;
  return Number((product + 5n) / 10n);
}

/**
 * Reads the file by the stated rules: invoices that begin with A are no business; a negative quantity outside an invoice
 * that begins with C is stock written off; a price of 0 without a customer is stock corrected. C is money given back.
 */
export function readAnswers(path: string): Answers {
  const answers: Answers = {
    lines: 0,
    customers: new Set(),
    paid: new Map(),
    refunded: new Map(),
    purchases: new Map(),
    refused: { adjustment: 0, stock: 0, noSale: 0 },
    sales: new Set(),
    cancellations: new Set(),
    anonymous: new Set(),
  };
  const add = (to: Map<string, number>, key: string, value: number) =>
    to.set(key, (to.get(key) ?? 0) + value);
  let header = true;
  for (const row of rowsOf(gunzipSync(readFileSync(path)).toString('utf8'))) {
    if (header) {
      header = false;
      continue;
    }
    answers.lines++;
    const [invoice = '', , , quantity = '', time = '', price = '', customer = ''] = row;
    const refund = invoice.startsWith('C');
    if (invoice.startsWith('A')) answers.refused.adjustment++;
    else if (quantity.startsWith('-') && !refund) answers.refused.stock++;
    else if (Number(price) === 0 && customer === '') answers.refused.noSale++;
    else {
      const value = pence(quantity, price);
      add(refund ? answers.refunded : answers.paid, time.slice(0, 7), value);
      (refund ? answers.cancellations : answers.sales).add(invoice);
      if (customer === '') answers.anonymous.add(invoice);
      else {
        answers.customers.add(customer);
        const invoices = answers.purchases.get(customer) ?? new Map<string, Purchase>();
        const purchase = invoices.get(invoice) ?? { pence: 0, refund, lines: 0, time };
        purchase.pence += value;
        purchase.lines++;
        if (time < purchase.time) purchase.time = time;
        invoices.set(invoice, purchase);
        answers.purchases.set(customer, invoices);
      }
    }
  }
  return answers;
}
