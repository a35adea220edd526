import type { Problem as DictionaryProblem } from '@yutang/core/dictionary';
import type { AcceptedEvent, EventFamily } from '@yutang/core/events';
import type { ImportedEvent, RowProblem } from '@yutang/core/imports';
import type { ImportRow, ReasonCount } from './import-store.ts';
import type { Unit } from './row-units.ts';
import type { RejectDraft, TakenRow } from './work-store.ts';

/** What a batch of units comes to, once held against what was taken in before. */
export interface Decision {
  events: AcceptedEvent[];
  /** To be remembered as taken in by this import. */
  taken: Omit<TakenRow, 'import_id'>[];
  rejects: RejectDraft[];
  /** In rows of the file. */
  accepted: number;
  repeated: number;
}

/** How an event the import made becomes one the inbox takes. */
export interface Finish {
  row: Pick<ImportRow, 'id' | 'source' | 'generation' | 'origin' | 'started_at'>;
  /** Epoch ms, the receipt of the batch. */
  receivedAt: number;
  family(name: string): EventFamily;
  /** Problems the dictionary enforces. */
  check(event: AcceptedEvent): readonly DictionaryProblem[];
}

const noDimensions = {
  amountMinor: null,
  costMinor: null,
  channel: null,
  play: null,
  campaign: null,
  code: null,
  ticket: null,
  content: null,
  staff: null,
  outlet: null,
  orderId: null,
};
const digestBytes = 8;

/**
 * Decides what of `units` is new. A row whose key is known is a repeat. Of an order every line is held against the
 * lines other imports of the source brought, as often as they brought it (one that was sold then and is cancelled now came
 * back); within one file each line counts. Its first part
 * goes to whoever comes when nobody has it (any more); a later part is one that nobody gave out.
 */
export function takeUnits(
  units: readonly Unit[],
  known: readonly TakenRow[],
  importId: number,
  finish: Finish,
): Decision {
  const decision: Decision = { events: [], taken: [], rejects: [], accepted: 0, repeated: 0 };
  const memory = new Map<string, Memory>();
  for (const row of known) {
    const entry = remember(row.key);
    entry.count++;
    entry.part = Math.max(entry.part, row.part);
    entry.hasFirst ||= row.has_first;
    if (row.import_id === importId) entry.mine = row;
    else if (row.lines) entry.others.push(row.lines);
  }
  function remember(key: Buffer) {
    const name = key.toString('latin1');
    let entry = memory.get(name);
    if (!entry) {
      entry = { others: [], mine: undefined, count: 0, part: 0, hasFirst: false };
      memory.set(name, entry);
    }
    return entry;
  }

  const latest = new Map<string, Decision['taken'][number]>();
  for (const unit of units) {
    const entry = remember(unit.key);
    const ordered = unit.rows[0]?.digest !== null;
    const { fresh, returned } = ordered
      ? newLines(unit, entry.others)
      : { fresh: entry.count === 0 ? [0] : [], returned: [] };
    const taken = [...fresh, ...returned];
    decision.repeated += unit.rows.length - taken.length;
    if (taken.length === 0) continue;
    const linesBefore = [...entry.others, entry.mine?.lines].reduce(
      (sum, lines) => sum + (lines?.length ?? 0) / digestBytes,
      0,
    );
    const part = entry.hasFirst && ordered ? Math.max(linesBefore, entry.part + 1) : 0;
    const events = unit.events(fresh, part, returned).map((event) => complete(event, unit, part, finish));
    const problems = events.flatMap(finish.check);
    if (problems.length > 0) {
      for (const at of taken) decision.rejects.push(refusal(unit, at, problems));
      continue;
    }
    decision.accepted += taken.length;
    decision.events.push(...events);
    entry.count++;
    entry.part = Math.max(entry.part, part);
    entry.hasFirst = true;
    const before = entry.mine;
    entry.mine = {
      key: unit.key,
      lines: ordered ? Buffer.concat([before?.lines ?? Buffer.alloc(0), digestsOf(unit, taken)]) : null,
      part: Math.max(before?.part ?? 0, part),
      has_first: before?.has_first === true || part === 0,
    };
    latest.set(unit.key.toString('latin1'), entry.mine);
  }
  decision.taken = [...latest.values()];
  return decision;
}

/** What is known of one row or order. */
interface Memory {
  /** Lines by other imports, each its digests. */
  others: Buffer[];
  mine: Decision['taken'][number] | undefined;
  count: number;
  /** The highest part given out, and whether the first is. */
  part: number;
  hasFirst: boolean;
}

function digestsOf(unit: Unit, places: readonly number[]): Buffer {
  return Buffer.from(Float64Array.from(places, (at) => unit.rows[at]?.digest as number).buffer);
}

/** Places of the lines that no other import brought yet, and of those that another one sold and this one cancels. */
function newLines(unit: Unit, others: readonly Buffer[]): { fresh: number[]; returned: number[] } {
  const left = new Map<number, number>();
  for (const lines of others) {
    for (let at = 0; at < lines.length; at += digestBytes) {
      const digest = lines.readDoubleLE(at);
      left.set(digest, (left.get(digest) ?? 0) + 1);
    }
  }
  const take = (digest: number | null): boolean => {
    const count = digest === null ? 0 : (left.get(digest) ?? 0);
    if (count > 0) left.set(digest as number, count - 1);
    return count > 0;
  };
  const fresh: number[] = [];
  const returned: number[] = [];
  for (const [at, { digest, sold }] of unit.rows.entries()) {
    if (take(digest)) continue;
    (take(sold) ? returned : fresh).push(at);
  }
  return { fresh, returned };
}

function complete(event: ImportedEvent, unit: Unit, part: number, finish: Finish): AcceptedEvent {
  const { row, receivedAt } = finish;
  const generation = row.generation > 0 ? `~${row.generation}` : '';
  const piece = part > 0 ? `:+${part}` : '';
  return {
    ...noDimensions,
    ...event.dimensions,
    messageId: `import:${row.source}${generation}:${unit.label}${piece}${event.suffix}`,
    type: event.type,
    name: event.name,
    family: event.family ?? finish.family(event.name),
    occurredAt: Math.min(event.occurredAt ?? row.started_at ?? receivedAt, receivedAt),
    receivedAt,
    history: true,
    identities: event.identities,
    properties: event.properties,
    context: { import: row.id, line: unit.rows[0]?.line ?? 0 },
    sourceId: row.origin,
  };
}

function refusal(unit: Unit, at: number, problems: readonly DictionaryProblem[]): RejectDraft {
  const { line, text } = unit.rows[at] as Unit['rows'][number];
  const told = problems.map(
    ({ field, code, reason }): RowProblem => ({
      column: null,
      code: `row.dictionary-${code}`,
      params: { field, reason },
    }),
  );
  return { line, rejected: true, problems: told, text };
}

/** Kinds of reasons that are counted one by one; the rest is in the report. */
const mostReasons = 200;

/** Adds rejections to the counts by reason. A reason's values are those of its first row. */
export function addReasons(reasons: readonly ReasonCount[], rejects: readonly RejectDraft[]): ReasonCount[] {
  const counts = new Map(reasons.map((each) => [reasonKey(each), { ...each }]));
  for (const { problems } of rejects) {
    for (const { column, code, params, note } of problems) {
      const key = reasonKey({ column, code, note });
      const known = counts.get(key);
      if (known) known.count++;
      else if (counts.size < mostReasons) {
        counts.set(key, { column, code, ...(params ? { params } : {}), ...(note ? { note } : {}), count: 1 });
      }
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

function reasonKey({ column, code, note }: Pick<RowProblem, 'column' | 'code' | 'note'>): string {
  return `${note ? 'note' : 'reject'} ${code} ${column ?? ''}`;
}
