import { hash } from 'node:crypto';
import {
  customerRows,
  eventRows,
  type ImportedEvent,
  type ImportLine,
  orderEvents,
  orderRows,
  type RowFrame,
  type RowProblem,
} from '@yutang/core/imports';
import { day } from '@yutang/core/time';
import type { Resume } from './checkpoint.ts';
import type { FileRecord } from './csv-splitter.ts';
import type { Place } from './read-records.ts';
import type { RejectDraft } from './work-store.ts';

/** What is taken in or recognised as a whole: a row of customers or events, or the lines of one order. */
export interface Unit {
  /** 16 bytes of hash, within the source. */
  key: Buffer;
  /** What message ids are made of. */
  label: string;
  /** The rows of the file it is made of, in file order. */
  rows: UnitRow[];
  /**
   * Its events. Of an order: those of the rows at these places; `part` 0 for its first appearance, else how many of its
   * lines were taken in before. `returned`: places of rows that an earlier file sold and this one cancels.
   */
  events(places: readonly number[], part: number, returned?: readonly number[]): ImportedEvent[];
}

/** A row of a unit. `digest` tells lines of one order apart; of a cancelled line `sold` is what it was before. */
export interface UnitRow {
  line: number;
  text: string;
  digest: number | null;
  sold: number | null;
}

/** What a piece of the file came to. */
export interface Taken {
  units: Unit[];
  rejects: RejectDraft[];
}

/** Turns records into units. Rows are units at once; lines of orders wait until their order seems complete. */
export interface UnitMaker {
  take(record: FileRecord, into: Taken): void;
  /** Moves what is complete into `into`, everything at the end of the file; tells how to go on after a stop here. */
  settle(into: Taken, ended: boolean): Resume;
}

/** 16 bytes, for keys. */
const keyOf = (text: string) => Buffer.from(hash('sha256', text, 'hex').slice(0, 32), 'hex');
/** Longest label that is used as it stands. */
const longestLabel = 200;

/** How far lines of one order may be apart and still become one event, and how many lines may wait in all. */
const windowLines = 2000;
const mostWaiting = 20_000;

/**
 * `from` is where reading begins; `now` (epoch ms) when the import began: times more than a day later are refused.
 */
export function createUnitMaker(frame: RowFrame, from: Resume, now: number): UnitMaker {
  return frame.spec.kind === 'orders' ? orderUnits(frame, from, now) : rowUnits(frame, from, now);
}

function refuseFuture(frame: RowFrame, at: number | null, now: number): RowProblem | undefined {
  if (at === null || at <= now + day) return undefined;
  const column = frame.slot('time')?.column ?? null;
  return { column, code: 'row.future', params: { value: new Date(at).toISOString() } };
}

function rejectOf(record: FileRecord, problems: RowProblem[]): RejectDraft {
  const rejected = problems.some((problem) => !problem.note);
  return { line: record.line, rejected, problems, text: record.text };
}

const faultOf = (fault: NonNullable<FileRecord['fault']>): RowProblem => ({ column: null, ...fault });

function rowUnits(frame: RowFrame, from: Resume, now: number): UnitMaker {
  const customers = frame.spec.kind === 'customers';
  const read = customers ? customerRows(frame) : eventRows(frame);
  let { place } = from;
  return {
    take(record, into) {
      place = { offset: record.end, line: record.nextLine };
      if (record.fault) {
        into.rejects.push(rejectOf(record, [faultOf(record.fault)]));
        return;
      }
      const reading = read(record.cells);
      const late =
        reading.ok && reading.events.map((event) => refuseFuture(frame, event.occurredAt, now)).find(Boolean);
      if (!reading.ok || late) {
        into.rejects.push(rejectOf(record, reading.ok ? [late as RowProblem] : reading.problems));
        return;
      }
      if (reading.notes.length > 0) into.rejects.push(rejectOf(record, reading.notes));
      // without a key of its own an event is its row as written; a customer what was read, so a better mapping counts
      const content = customers ? JSON.stringify(reading.events) : record.text;
      const own = reading.key !== '' ? `=${reading.key}` : `#${content}`;
      const key = keyOf(own);
      const label =
        reading.key !== '' && reading.key.length <= longestLabel ? reading.key : key.toString('hex');
      const { events } = reading;
      into.units.push({
        key,
        label,
        rows: [{ line: record.line, text: record.text, digest: null, sold: null }],
        events: () => events,
      });
    },
    settle: () => ({ place, readTo: place.line - 1, openOrders: [] }),
  };
}

interface OpenOrder {
  lines: ImportLine[];
  rows: Unit['rows'];
  /** Where its first line begins. */
  place: Place;
  firstLine: number;
  lastLine: number;
}

function orderUnits(frame: RowFrame, from: Resume, now: number): UnitMaker {
  const read = orderRows(frame);
  const open = new Map<string, OpenOrder>();
  const resumed = new Map(from.openOrders);
  let waiting = 0;
  let { place } = from;
  let line = place.line;

  const unitOf = (orderId: string, { lines, rows }: OpenOrder): Unit => ({
    key: keyOf(`=${orderId}`),
    label: orderId,
    rows,
    events: (places, part, returned = []) => {
      const at = (place: number) => lines[place] as ImportLine;
      const gone = places.length === 0 && lines.every(({ kind }) => kind === 'cancelled');
      return orderEvents(places.map(at), part, { returned: returned.map(at), gone });
    },
  });

  return {
    take(record, into) {
      const before = place;
      place = { offset: record.end, line: record.nextLine };
      line = record.line;
      const again = record.line <= from.readTo;
      if (record.fault) {
        if (again) return;
        into.rejects.push(rejectOf(record, [faultOf(record.fault)]));
        return;
      }
      const reading = read(record.cells);
      const late = reading.ok ? refuseFuture(frame, reading.line.occurredAt, now) : undefined;
      if (!reading.ok || late) {
        if (!again) into.rejects.push(rejectOf(record, reading.ok ? [late as RowProblem] : reading.problems));
        return;
      }
      const { orderId } = reading.line;
      if (again && record.line < (resumed.get(orderId) ?? Number.POSITIVE_INFINITY)) return;
      if (reading.notes.length > 0 && !again) into.rejects.push(rejectOf(record, reading.notes));
      let order = open.get(orderId);
      if (!order) {
        order = { lines: [], rows: [], place: before, firstLine: record.line, lastLine: record.line };
        open.set(orderId, order);
      }
      order.lines.push(reading.line);
      const { kind } = reading.line;
      order.rows.push({
        line: record.line,
        text: record.text,
        digest: digestOf(reading.line, kind),
        sold: kind === 'cancelled' ? digestOf(reading.line, 'sale') : null,
      });
      order.lastLine = record.line;
      waiting++;
    },

    settle(into, ended) {
      // until all that was open is open again, nothing has changed
      if (!ended && place.line - 1 < from.readTo) return from;
      for (const [orderId, order] of open) {
        // orders leave in the order they began, so that everything before the oldest one is done
        if (!ended && line - order.lastLine < windowLines && waiting <= mostWaiting) break;
        into.units.push(unitOf(orderId, order));
        open.delete(orderId);
        waiting -= order.lines.length;
      }
      const [oldest] = open.values();
      return {
        place: oldest?.place ?? place,
        readTo: place.line - 1,
        openOrders: [...open].map(([orderId, order]) => [orderId, order.firstLine]),
      };
    },
  };
}

/**
 * 53 bits of what makes a line of an order the same line; mapping another column later does not change it. It only has
 * to tell a few lines of one order apart, so it is quick and not cryptographic.
 */
function digestOf(line: ImportLine, kind: ImportLine['kind']): number {
  const { occurredAt, sku, product, quantity, price, amountMinor, orderAmountMinor } = line;
  const text = `${kind}\x1f${sku}\x1f${product}\x1f${occurredAt}\x1f${quantity}\x1f${price}\x1f${amountMinor}\x1f${orderAmountMinor}`;
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
