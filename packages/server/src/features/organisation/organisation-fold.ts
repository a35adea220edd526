import type { LoggedEvent } from '@yutang/core/events';
import type { Tick } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { addSeen, addServed, type SeenRow, type ServedRow } from './seen-store.ts';

/** Being given to somebody, or to an outlet, is no service of theirs. */
const assignments = new Set(['Owner Assigned', 'Owner Released', 'Outlet Assigned', 'Outlet Released']);

/** Counts the staff and outlets that events name, and who had to do with whom, by home. */
export async function foldOrganisation(tx: Tx, tick: Tick): Promise<void> {
  const seen = new Map<string, SeenRow>();
  const served = new Map<string, ServedRow>();
  for (const event of tick.events) {
    if (event.family === 'system') continue;
    const { staff, outlet } = namedBy(event);
    if (outlet !== null) see(seen, 'outlet', outlet, event);
    if (staff === null) continue;
    const row = see(seen, 'staff', staff, event);
    if (assignments.has(event.name)) continue;
    if (outlet !== null) place(row, outlet, event);
    if (event.source !== 0) serve(served, staff, event);
  }
  await addSeen(tx, tick.workspaceId, sorted(seen));
  await addServed(tx, tick.workspaceId, sorted(served));
}

/** In one order in every tick, so that two writers can never wait for each other. */
function sorted<T>(rows: ReadonlyMap<string, T>): T[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function namedBy(event: LoggedEvent): { staff: string | null; outlet: string | null } {
  const put = event.name === 'Outlet Assigned' ? event.properties.outlet : null;
  return { staff: event.staff, outlet: event.outlet ?? (typeof put === 'string' ? put : null) };
}

function see(
  seen: Map<string, SeenRow>,
  kind: SeenRow['kind'],
  ref: string,
  { occurredAt: at }: LoggedEvent,
): SeenRow {
  const key = `${kind} ${ref}`;
  const known = seen.get(key);
  if (known) {
    known.events++;
    known.firstAt = Math.min(known.firstAt, at);
    known.lastAt = Math.max(known.lastAt, at);
    return known;
  }
  const row = {
    kind,
    ref,
    events: 1,
    firstAt: at,
    lastAt: at,
    outlet: null,
    outletAt: null,
    outletSeq: null,
  };
  seen.set(key, row);
  return row;
}

function place(row: SeenRow, outlet: string, { occurredAt, seq }: LoggedEvent): void {
  const later =
    row.outletAt === null ||
    occurredAt > row.outletAt ||
    (occurredAt === row.outletAt && seq > (row.outletSeq ?? 0));
  if (later) Object.assign(row, { outlet, outletAt: occurredAt, outletSeq: seq });
}

function serve(served: Map<string, ServedRow>, staff: string, { source, occurredAt: at }: LoggedEvent): void {
  const key = `${source} ${staff}`;
  const known = served.get(key);
  if (!known) {
    served.set(key, { home: source, staff, events: 1, firstAt: at, lastAt: at });
    return;
  }
  known.events++;
  known.firstAt = Math.min(known.firstAt, at);
  known.lastAt = Math.max(known.lastAt, at);
}
