import { setPriority } from 'node:os';
import type { Client } from 'pg';

/** Who yields gets about a third of what the others get while all want to run. */
const niceness = 5;

/**
 * Lets the thread that answers people go first when processors are short: what was accepted is durable and can wait a
 * little, a request cannot. On Linux a priority belongs to the calling thread; elsewhere it would be the whole process's.
 */
export function yieldToHttp(): void {
  lower(0);
}

/**
 * The same for the PostgreSQL process that serves this connection. Only for the embedded server, whose processes are
 * children of ours: the number another server gives may be anybody's here.
 */
export function yieldBackendToHttp(client: Client): void {
  const { processID } = client as Client & { processID: number | null };
  if (processID) lower(processID);
}

function lower(process_: number): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(process_, niceness);
  } catch {
    // a container may forbid it; then all share as equals
  }
}
