import type { EventDimensions, EventFamily, EventType } from '../events/index.ts';
import { type Identity, normaliseIdentity } from '../identity/index.ts';
import { cellText, parseTime } from './coerce.ts';
import { fieldOf, importFields } from './fields.ts';
import type { ImportSpec, RowProblem } from './spec.ts';
import { createZoneClock } from './zone-clock.ts';

/** An event a row becomes. What the import adds: message id, receipt, source, `history`. */
export interface ImportedEvent {
  /** Tells several events of one row apart; '' for the first. */
  suffix: string;
  type: EventType;
  name: string;
  /** Null: as the dictionary says. */
  family: EventFamily | null;
  /** Epoch ms; null: the row names no time, the import's own is taken. */
  occurredAt: number | null;
  identities: Identity[];
  properties: Record<string, unknown>;
  dimensions: Partial<EventDimensions>;
}

/** One place a value of the row comes from. */
export interface Slot {
  field: string;
  /** Column of the file, for messages; null for a constant. */
  column: string | null;
  /** Reads the cell; a JSON line keeps its types. */
  read(cells: readonly unknown[]): unknown;
}

/** What every kind of row has in common, made once per import. */
export interface RowFrame {
  spec: ImportSpec;
  /** The first slot of a field. */
  slot(field: string): Slot | undefined;
  /** Every slot whose field begins with the prefix, with the name that follows it. */
  named(prefix: string): { name: string; slot: Slot }[];
  /** Text of a field, '' when it is not mapped or empty. */
  text(cells: readonly unknown[], field: string): string;
  /** Time of a field; undefined after adding a problem when it is there and no time, null when it is empty. */
  time(cells: readonly unknown[], field: string, problems: RowProblem[]): number | null | undefined;
  /** Every identity of the row, not to be changed; one that is unusable becomes a note. */
  identities(cells: readonly unknown[], problems: RowProblem[]): Identity[];
  /** The row's dimensions, not to be changed. */
  dimensions(cells: readonly unknown[]): Partial<EventDimensions>;
}

/** What is wrong with a mapping itself; an import with any of these cannot start. */
export interface MappingFault {
  field: string;
  code: string;
  reason: string;
}

const dimensionFields = ['channel', 'outlet', 'staff', 'campaign', 'content', 'code'] as const;

/** Checks a mapping against a file's header. `now` is not needed: nothing here depends on time. */
export function mappingFaults(spec: ImportSpec, header: readonly string[]): MappingFault[] {
  const faults: MappingFault[] = [];
  const fault = (field: string, code: string, reason: string) => faults.push({ field, code, reason });
  const filled = new Set<string>();
  for (const { column, field } of spec.columns) {
    if (!header.includes(column)) fault(field, 'no-column', `the file has no column “${column}”`);
    if (!fieldOf(spec.kind, field)) fault(field, 'no-field', `“${field}” is no field of ${spec.kind}`);
    else if (filled.has(field) && !repeatable(field)) fault(field, 'twice', `“${field}” is filled twice`);
    filled.add(field);
  }
  for (const { field } of spec.constants ?? []) {
    if (!fieldOf(spec.kind, field)) fault(field, 'no-field', `“${field}” is no field of ${spec.kind}`);
    filled.add(field);
  }
  for (const each of importFields(spec.kind)) {
    if (each.required && !filled.has(each.field))
      fault(each.field, 'missing', `${each.en} (${each.zh}) is needed`);
  }
  const identified = [...filled].some((field) => field.startsWith('identity:'));
  if (spec.kind === 'customers' && !identified)
    fault('identity:', 'missing', 'a phone, e-mail, member number or other identity is needed');
  for (const field of filled) {
    if (!field.startsWith('identity:')) continue;
    const probe = normaliseIdentity(field.slice('identity:'.length), 'x');
    if (!probe.ok && /namespace|scope/.test(probe.reason)) fault(field, 'no-namespace', probe.reason);
  }
  if (spec.kind === 'orders') {
    const valued = filled.has('orderAmount') || filled.has('lineAmount') || filled.has('price');
    if (!valued) fault('price', 'missing', 'a unit price, a line amount or an order amount is needed');
    if (spec.cancellation?.by === 'status' && !filled.has('status'))
      fault('status', 'missing', 'the cancellation rule needs a status column');
  }
  try {
    if (spec.zone) createZoneClock(spec.zone).toInstant(0);
  } catch {
    fault('zone', 'no-zone', `“${spec.zone}” is not an IANA time zone, e.g. Europe/London`);
  }
  return faults;
}

const repeatable = (field: string) => field.startsWith('identity:');

/** Prepares a mapping for reading rows. The mapping must be without faults. `zone` is the workspace's. */
export function createRowFrame(spec: ImportSpec, header: readonly string[], zone: string): RowFrame {
  const clock = createZoneClock(spec.zone ?? zone);
  const order = spec.dateOrder ?? 'ymd';
  const slots: Slot[] = spec.columns.map(({ column, field }) => {
    const index = header.indexOf(column);
    return { field, column, read: (cells) => cells[index] };
  });
  for (const { field, value } of spec.constants ?? []) slots.push({ field, column: null, read: () => value });
  const first = new Map<string, Slot>();
  for (const slot of slots) if (!first.has(slot.field)) first.set(slot.field, slot);
  const named = (prefix: string) =>
    slots
      .filter(({ field }) => field.startsWith(prefix))
      .map((slot) => ({ name: slot.field.slice(prefix.length), slot }));
  const identitySlots = named('identity:');
  const dimensionSlots = dimensionFields.flatMap((name) => {
    const slot = first.get(name);
    return slot ? [{ name, slot }] : [];
  });
  // lines of one order repeat their time, so the last one is remembered per column
  const lastTimes = new Map<Slot, { text: string; at: number | undefined }>();

  const lastCells: unknown[] = [];
  let lastPeople: Identity[] | undefined;
  const constant = dimensionSlots.every(({ slot }) => slot.column === null)
    ? Object.fromEntries(
        dimensionSlots.map(({ name, slot }) => [name, cellText(slot.read([])).slice(0, 200)]),
      )
    : undefined;

  return {
    spec,
    slot: (field) => first.get(field),
    named,
    text: (cells, field) => cellText(first.get(field)?.read(cells)),

    time(cells, field, problems) {
      const slot = first.get(field);
      const cell = slot?.read(cells);
      const text = cellText(cell);
      if (!slot || text === '') return null;
      let last = lastTimes.get(slot);
      if (last?.text !== text) {
        last = { text, at: parseTime(cell, order, clock) };
        lastTimes.set(slot, last);
      }
      if (last.at === undefined) {
        problems.push({ column: slot.column, code: 'time', reason: `is not a time: ${shorten(text)}` });
      }
      return last.at;
    },

    identities(cells, problems) {
      // lines of one order name the same person; reading the number again would cost more than all else of the line
      let same = lastPeople !== undefined;
      for (let at = 0; at < identitySlots.length; at++) {
        const cell = identitySlots[at]?.slot.read(cells);
        if (cell !== lastCells[at]) {
          same = false;
          lastCells[at] = cell;
        }
      }
      if (same && lastPeople) return lastPeople;
      const found: Identity[] = [];
      const before = problems.length;
      for (const { name: namespace, slot } of identitySlots) {
        const text = cellText(slot.read(cells));
        if (text === '') continue;
        const normal = normaliseIdentity(namespace, text);
        if (!normal.ok) {
          const reason = `${normal.reason}, so it is left out`;
          problems.push({ column: slot.column, code: 'identity', reason, note: true });
        } else if (!found.some((each) => each.namespace === namespace && each.value === normal.value)) {
          found.push({ namespace, value: normal.value, verified: true });
        }
      }
      // a row with a problem must tell it itself
      lastPeople = problems.length === before ? found : undefined;
      return found;
    },

    dimensions(cells) {
      if (constant) return constant;
      const found: Partial<EventDimensions> = {};
      for (const { name, slot } of dimensionSlots) {
        const text = cellText(slot.read(cells));
        if (text !== '') found[name] = text.slice(0, 200);
      }
      return found;
    },
  };
}

/** Enough of a value to recognise it in a message. */
export function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
