import { eventColumns } from '../event-store/event-columns.ts';
import type { EventRow, EventStore } from '../event-store/event-store.ts';
import { linesOf } from '../files/lines-of.ts';
import type { EventsCopy, StoredFile } from './manifest.ts';
import { readStoredFile, storeFile } from './stored-file.ts';

const rowsPerRead = 20_000;
const rowsPerFile = 1_000_000;

/** Who a home belongs to at the moment of the copy; undefined: as the row says. */
export type Partition = (home: number) => number | undefined;

/**
 * Streams a workspace's events with `seq ≤ upTo` into files: one JSON array a line, in the order of `eventColumns`, in
 * `seq` order. `customer` is written as the partition says, so that a restore needs no moves.
 */
export async function copyEventsOut(
  events: EventStore,
  folder: string,
  workspaceId: number,
  upTo: number,
  partition: Partition,
  progress: (rows: number) => void,
): Promise<Pick<EventsCopy, 'rows' | 'files'>> {
  const files: StoredFile[] = [];
  let rows = 0;
  let after = 0;
  async function* lines(): AsyncGenerator<string> {
    for (let inFile = 0; after < upTo && inFile < rowsPerFile; ) {
      const to = Math.min(after + rowsPerRead, upTo);
      const read = await readRows(events, workspaceId, after, to);
      // should a store hold an event twice, its copy does not
      const found = read.filter((row, at) => row.seq !== read[at - 1]?.seq);
      after = to;
      if (found.length === 0) continue;
      inFile += found.length;
      rows += found.length;
      progress(found.length);
      yield `${found.map((row) => lineOf(row, partition)).join('\n')}\n`;
    }
  }
  while (after < upTo) {
    files.push(await storeFile(folder, `events/${workspaceId}/${files.length + 1}.jsonl.gz`, lines()));
  }
  return { rows, files };
}

const readColumns = eventColumns.map((column) => column.name).join(', ');

function readRows(
  events: EventStore,
  workspaceId: number,
  after: number,
  to: number,
): Promise<Record<keyof EventRow, unknown>[]> {
  return events.query(workspaceId, {
    sql: `select ${readColumns} from events where seq > :after and seq <= :to order by seq`,
    params: { after, to },
    limit: 2 * rowsPerRead,
    timeoutMs: 300_000,
  });
}

function lineOf(row: Record<keyof EventRow, unknown>, partition: Partition): string {
  const values = eventColumns.map(({ name }) => row[name]);
  const customer = partition(Number(row.source));
  if (customer !== undefined) values[customerAt] = customer;
  return JSON.stringify(values);
}
const customerAt = eventColumns.findIndex((column) => column.name === 'customer');

/** Appends the events of a copy to an empty store. */
export async function copyEventsIn(
  events: EventStore,
  folder: string,
  copy: EventsCopy,
  progress: (rows: number) => void,
): Promise<void> {
  let rows: EventRow[] = [];
  let restored = 0;
  const flush = async (upTo: number) => {
    await events.append(copy.workspaceId, { rows, moves: [], upTo });
    restored += rows.length;
    progress(rows.length);
    rows = [];
  };
  for (const file of copy.files) {
    for await (const line of linesOf(readStoredFile(folder, file))) {
      rows.push(rowOf(JSON.parse(line) as unknown[]));
      if (rows.length === rowsPerRead) await flush(rows.at(-1)?.seq ?? 0);
    }
  }
  if (copy.upTo > 0) await flush(copy.upTo);
  if (restored !== copy.rows) {
    throw new Error(`Workspace ${copy.workspaceId}: ${restored} events restored, ${copy.rows} expected`);
  }
}

function rowOf(values: unknown[]): EventRow {
  const row: Record<string, unknown> = {};
  for (const [at, { name, kind }] of eventColumns.entries()) {
    row[name] = kind === 'flag' ? Boolean(values[at]) : (values[at] ?? null);
  }
  return row as unknown as EventRow;
}
