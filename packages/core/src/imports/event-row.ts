import { namingFault } from '../dictionary/index.ts';
import { freeValue, parseDecimal, toMinorUnits } from './coerce.ts';
import { type RowReading, readObject } from './customer-row.ts';
import { type RowFrame, shorten } from './row-frame.ts';
import type { RowProblem } from './spec.ts';

/** Names that are Segment calls and not events of their own. */
const calls: Record<string, { type: 'identify' | 'page' | 'screen' | 'group' | 'alias'; name: string }> = {
  identify: { type: 'identify', name: 'Profile Updated' },
  page: { type: 'page', name: 'Page Viewed' },
  screen: { type: 'screen', name: 'Screen Viewed' },
};

/** Reads rows of events. A row without an identity is an event of nobody. */
export function eventRows(frame: RowFrame): (cells: readonly unknown[]) => RowReading {
  const properties = frame.named('property:');
  const all = frame.slot('properties');
  const money = (['amount', 'cost'] as const).flatMap((field) => {
    const slot = frame.slot(field);
    return slot ? [{ field, slot }] : [];
  });

  return (cells) => {
    const problems: RowProblem[] = [];
    const stated = frame.text(cells, 'name');
    if (namingFault(stated)) {
      const column = frame.slot('name')?.column ?? null;
      problems.push({ column, code: 'row.name', params: { value: shorten(stated) } });
    }
    const occurredAt = frame.time(cells, 'time', problems);
    if (occurredAt === null) {
      const column = frame.slot('time')?.column ?? null;
      problems.push({ column, code: 'row.time-missing' });
    }
    const identities = frame.identities(cells, problems);
    const bag: Record<string, unknown> = {};
    readObject(all?.read(cells), all?.column ?? null, bag, problems);
    for (const { name, slot } of properties) {
      const value = freeValue(name, slot.read(cells));
      if (value !== undefined) bag[name] = value;
    }
    const dimensions = { ...frame.dimensions(cells) };
    const orderId = frame.text(cells, 'orderId');
    if (orderId !== '') dimensions.orderId = orderId.slice(0, 200);
    for (const { field, slot } of money) {
      const cell = slot.read(cells);
      if (cell === undefined || cell === null || String(cell).trim() === '') continue;
      const decimal = parseDecimal(cell);
      if (decimal === undefined) {
        problems.push({
          column: slot.column,
          code: 'row.number',
          params: { value: shorten(String(cell)) },
        });
      } else dimensions[field === 'amount' ? 'amountMinor' : 'costMinor'] = toMinorUnits(decimal);
    }
    if (problems.some((problem) => !problem.note)) return { ok: false, problems };
    const call = calls[stated.toLowerCase()];
    const event = {
      suffix: '',
      type: call?.type ?? ('track' as const),
      name: call?.name ?? stated,
      family: null,
      occurredAt: occurredAt ?? null,
      identities,
      properties: bag,
      dimensions,
    };
    return { ok: true, key: frame.text(cells, 'rowKey'), events: [event], notes: problems };
  };
}
