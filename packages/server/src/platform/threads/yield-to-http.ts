import { setPriority } from 'node:os';

/**
 * Lets the thread that answers people go first when processors are short: what was accepted is durable and can wait a
 * little, a request cannot. On Linux a priority belongs to the calling thread; elsewhere it would be the whole process's.
 */
export function yieldToHttp(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(5);
  } catch {
    // a container may forbid it; then the threads share as equals
  }
}
