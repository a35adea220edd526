import type { ReasonCount } from './import-store.ts';
import { type Place, startOfFile } from './read-records.ts';

/** Where an import stands: enough to go on as if it had never stopped. */
export interface Resume {
  place: Place;
  /** Lines up to here were read; after a stop they only complete the orders that were still open. */
  readTo: number;
  openOrders: [orderId: string, firstLine: number][];
}

/** The beginning of a file. */
export const beginning: Resume = { place: startOfFile, readTo: 0, openOrders: [] };

/** How an import stands after a batch. Counts are totals. */
export interface Checkpoint {
  resume: Resume;
  accepted: number;
  repeated: number;
  rejected: number;
  events: number;
  progress: number;
  busyMs: number;
  reasons: ReasonCount[];
  lastInboxId: number | null;
}
