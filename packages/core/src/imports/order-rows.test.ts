import { describe, expect, it } from 'vitest';
import {
  createRowFrame,
  findPreset,
  type ImportSpec,
  mappingFaults,
  orderEvents,
  orderRows,
} from './index.ts';

const zone = 'Asia/Shanghai';

describe('[DAT-12] lines of orders', () => {
  const retail = findPreset('online-retail');
  if (!retail) throw new Error('no preset');
  const header = retail.spec.columns.map(({ column }) => column);
  const read = orderRows(createRowFrame(retail.spec, header, zone));
  const line = (...cells: string[]) => read(cells);

  it('of the known retail file become a sale, a refund, or are refused by its stated rules', () => {
    const sale = line(
      '536365',
      '85123A',
      'T-LIGHT HOLDER',
      '6',
      '2010-12-01 08:26:00',
      '2.55',
      '17850',
      'United Kingdom',
    );
    expect(sale.ok && sale.line).toMatchObject({
      orderId: '536365',
      kind: 'sale',
      occurredAt: Date.parse('2010-12-01T08:26:00Z'),
      amountMinor: 1530,
      currency: 'GBP',
      identities: [{ namespace: 'user', value: '17850', verified: true }],
      properties: { country: 'United Kingdom' },
    });
    const back = line(
      'C536379',
      'D',
      'Discount',
      '-1',
      '2010-12-01 09:41:00',
      '27.50',
      '14527',
      'United Kingdom',
    );
    expect(back.ok && back.line).toMatchObject({ kind: 'refund', amountMinor: 2750, quantity: 10_000 });
    const code = (reading: ReturnType<typeof line>) => (reading.ok ? 'accepted' : reading.problems[0]?.code);
    expect(
      code(line('A563186', 'B', 'Adjust bad debt', '1', '2011-08-12 14:51:00', '-11062.06', '', 'UK')),
    ).toBe('row.adjustment');
    expect(code(line('537032', '21275', '?', '-30', '2010-12-03 16:50:00', '0.00', '', 'UK'))).toBe(
      'row.stock-adjustment',
    );
    expect(code(line('536414', '22139', '', '56', '2010-12-01 11:52:00', '0.00', '', 'UK'))).toBe(
      'row.no-sale',
    );
    expect(code(line('536414', '22139', '', '56', '2010-12-01 11:52:00', '0.00', '12647', 'UK'))).toBe(
      'accepted',
    );
    expect(mappingFaults(retail.spec, header)).toEqual([]);
  });

  it('become one event with its lines; an anonymous order has no identity', () => {
    const lines = ['6', '2'].map((quantity) => {
      const reading = line('1', 'A', 'x', quantity, '2010-12-01 08:26:00', '2.55', '', 'UK');
      if (!reading.ok) throw new Error('refused');
      return reading.line;
    });
    const [event, ...rest] = orderEvents(lines, 0);
    expect(rest).toEqual([]);
    expect(event).toMatchObject({
      name: 'Order Completed',
      suffix: '',
      identities: [],
      dimensions: { orderId: '1', amountMinor: 2040, channel: 'online-retail' },
      properties: {
        total: 20.4,
        currency: 'GBP',
        country: 'UK',
        products: [
          { sku: 'A', product_id: 'A', name: 'x', quantity: 6, price: 2.55 },
          { sku: 'A', product_id: 'A', name: 'x', quantity: 2, price: 2.55 },
        ],
      },
    });
    expect(orderEvents(lines, 2)[0]?.properties.part).toBe(2);
  });

  const reader = (cancellation: ImportSpec['cancellation']) => {
    const columns = ['orderId', 'time', 'quantity', 'lineAmount', 'orderAmount', 'status', 'category'];
    const spec: ImportSpec = {
      kind: 'orders',
      source: 's',
      columns: columns.map((name) => ({ column: name, field: name })),
    };
    if (cancellation) spec.cancellation = cancellation;
    const rows = orderRows(createRowFrame(spec, columns, zone));
    return (...cells: string[]) => {
      const reading = rows(cells);
      if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
      return reading.line;
    };
  };

  it('with negative amounts are refunds of the same order where that is the rule', () => {
    const rows = reader({ by: 'negative' });
    const events = orderEvents(
      [rows('1', '2024-01-01', '2', '10', '', '', 'tea'), rows('1', '2024-01-02', '-1', '-5', '', '', '')],
      0,
    );
    expect(events.map(({ name, suffix, dimensions }) => [name, suffix, dimensions.amountMinor])).toEqual([
      ['Order Completed', '', 1000],
      ['Order Refunded', ':refund', 500],
    ]);
    expect(events[0]?.properties.products).toEqual([{ category: 'tea', quantity: 2, price: 10 }]);
    const alone = orderEvents([rows('2', '2024-01-02', '-1', '-5', '', '', '')], 0);
    expect(alone.map(({ name, suffix }) => [name, suffix])).toEqual([['Order Refunded', '']]);
  });

  it('with a status that says so were placed and never paid', () => {
    const rows = reader({ by: 'status', values: ['交易关闭'] });
    const events = orderEvents([rows('1', '2024-01-01', '', '', '30', '交易关闭', '')], 0);
    expect(events.map(({ name }) => name)).toEqual(['Order Completed', 'Order Cancelled']);
    expect(events[0]?.properties).toMatchObject({ paid: false, total: 30 });
    expect(rows('1', '2024-01-01', '', '', '30', '交易成功', '').kind).toBe('sale');
  });

  it('that were cancelled are not paid, in a later part of the order either', () => {
    const rows = reader({ by: 'status', values: ['交易关闭'] });
    const closed = rows('1', '2024-01-01', '1', '10', '', '交易关闭', '');
    const [later, ...rest] = orderEvents([closed], 2);
    expect(rest).toEqual([]);
    expect(later).toMatchObject({ name: 'Order Completed', dimensions: { amountMinor: 1000 } });
    expect(later?.properties).toMatchObject({ paid: false, part: 2 });
    // beside a line that was sold it counts for nothing
    const sold = rows('1', '2024-01-01', '1', '30', '', '交易成功', '');
    const [both, ...none] = orderEvents([closed, sold], 0);
    expect(none).toEqual([]);
    expect(both?.properties).toMatchObject({ total: 30 });
    expect(both?.properties.paid).toBeUndefined();
    expect(both?.properties.products).toHaveLength(1);
  });

  it('that were sold before and are cancelled now came back, and with all of them the order is cancelled', () => {
    const rows = reader({ by: 'status', values: ['交易关闭'] });
    const of = (line: ReturnType<typeof rows>, gone: boolean) =>
      orderEvents([], 1, { returned: [line], gone }).map(({ name, dimensions }) => [
        name,
        dimensions.amountMinor,
      ]);
    const priced = rows('1', '2024-01-01', '1', '10', '', '交易关闭', '');
    expect(of(priced, false)).toEqual([['Order Refunded', 1000]]);
    expect(of(priced, true)).toEqual([
      ['Order Refunded', 1000],
      ['Order Cancelled', null],
    ]);
    // an amount of the whole order says nothing of one line, and all of all
    const unpriced = rows('1', '2024-01-01', '1', '', '30', '交易关闭', '');
    expect(of(unpriced, false)).toEqual([]);
    expect(of(unpriced, true)).toEqual([
      ['Order Refunded', null],
      ['Order Cancelled', null],
    ]);
  });

  it('count the order’s own amount once, however many lines repeat it', () => {
    const rows = reader(undefined);
    const lines = [
      rows('1', '2024-01-01', '1', '', '30', '', ''),
      rows('1', '2024-01-01', '2', '', '30', '', ''),
    ];
    expect(orderEvents(lines, 0)[0]?.dimensions.amountMinor).toBe(3000);
    expect(orderEvents(lines, 2)[0]?.dimensions.amountMinor).toBe(0);
    expect(rows('1', '2024-01-01', '-1', '-5', '', '', '').amountMinor).toBe(-500);
  });

  it('are refused with column and reason when a cell is wrong', () => {
    const bad = read(['', 'x', 'x', 'many', '', '1', '', '']);
    expect(!bad.ok && bad.problems.map(({ column, code }) => [column, code])).toEqual([
      ['InvoiceNo', 'row.order'],
      ['InvoiceDate', 'row.time-missing'],
      ['Quantity', 'row.number'],
    ]);
    const empty = read(['1', 'x', 'x', '1', '2024-01-01', '', '', '']);
    expect(!empty.ok && empty.problems[0]?.code).toBe('row.no-amount');
  });
});
