import type { ErrorCode, ErrorParams } from '../errors/index.ts';
import type { EventDimensions, EventFamily, EventType } from '../events/index.ts';
import { type Identity, type IdentityFault, normaliseIdentity } from '../identity/index.ts';
import { cellText, isTwoDays, parseTime } from './coerce.ts';
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
  /** Whether a cell can be a time, in some order of day and month. */
  isTime(cell: unknown): boolean;
  /** Every identity of the row, not to be changed; one that is unusable becomes a note, a rounded one a problem. */
  identities(cells: readonly unknown[], problems: RowProblem[]): Identity[];
  /** The row's dimensions, not to be changed. */
  dimensions(cells: readonly unknown[]): Partial<EventDimensions>;
}

/** What is wrong with a mapping itself; an import with any of these cannot start. */
export interface MappingFault {
  field: string;
  code: ErrorCode;
  params: ErrorParams;
}

const dimensionFields = ['channel', 'outlet', 'staff', 'campaign', 'content', 'code'] as const;

/** Checks a mapping against a file's header. `now` is not needed: nothing here depends on time. */
export function mappingFaults(spec: ImportSpec, header: readonly string[]): MappingFault[] {
  const faults: MappingFault[] = [];
  const fault = (field: string, code: Extract<ErrorCode, `imports.${string}`>, params: ErrorParams = {}) =>
    faults.push({ field, code, params });
  const noField = (field: string) => fault(field, 'imports.mapping-no-field', { field, kind: spec.kind });
  const filled = new Set<string>();
  for (const { column, field } of spec.columns) {
    if (!header.includes(column)) fault(field, 'imports.mapping-no-column', { column, field });
    if (!fieldOf(spec.kind, field)) noField(field);
    else if (filled.has(field) && !repeatable(field)) fault(field, 'imports.mapping-twice', { field });
    filled.add(field);
  }
  for (const { field } of spec.constants ?? []) {
    if (!fieldOf(spec.kind, field)) noField(field);
    filled.add(field);
  }
  for (const { field, en, zh, required } of importFields(spec.kind)) {
    if (required && !filled.has(field)) fault(field, 'imports.mapping-missing', { en, zh });
  }
  const identified = [...filled].some((field) => field.startsWith('identity:'));
  if (spec.kind === 'customers' && !identified) fault('identity:', 'imports.mapping-no-identity');
  for (const field of filled) {
    if (!field.startsWith('identity:') || !fieldOf(spec.kind, field)) continue;
    const probe = normaliseIdentity(field.slice('identity:'.length), 'x');
    if (!probe.ok && probe.code === 'namespace') fault(field, 'imports.mapping-no-namespace', { field });
  }
  if (spec.kind === 'orders') {
    const valued = filled.has('orderAmount') || filled.has('lineAmount') || filled.has('price');
    if (!valued) fault('price', 'imports.mapping-no-amount');
    if (spec.cancellation?.by === 'status' && !filled.has('status'))
      fault('status', 'imports.mapping-no-status');
  }
  const book = spec.addressBook;
  if (book && spec.kind === 'customers' && !(book.authorised && book.evidence.trim().length >= leastEvidence))
    fault('addressBook', 'imports.authorisation');
  try {
    if (spec.zone) createZoneClock(spec.zone).toInstant(0);
  } catch {
    fault('zone', 'imports.mapping-no-zone', { zone: spec.zone ?? '' });
  }
  return faults;
}

/** Characters that say where an authorisation is recorded: fewer say nothing. */
const leastEvidence = 10;

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
        const code = order === 'ymd' && isTwoDays(text) ? 'row.date-order' : 'row.time';
        problems.push({ column: slot.column, code, params: { value: shorten(text) } });
      }
      return last.at;
    },

    isTime: (cell) => parseTime(cell, order, clock) !== undefined || isTwoDays(cellText(cell)),

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
          const params = { value: shorten(text) };
          const problem = { column: slot.column, code: identityCode(normal.code), params };
          // what the spreadsheet cut off is in the file's source still: the row is worth correcting
          problems.push(normal.code === 'rounded' ? problem : { ...problem, note: true });
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

function identityCode(fault: IdentityFault): RowProblem['code'] {
  return fault === 'namespace' || fault === 'value' ? 'row.identity' : `row.identity-${fault}`;
}

/** Enough of a value to recognise it in a message. */
export function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
