import { Worker, type WorkerOptions } from 'node:worker_threads';

/** The threads there are, each with its entry file below `src` and its name in the bundle. */
const entries = {
  engine: { source: '../../engine/engine-worker.ts', bundle: './engine-worker.js' },
  events: { source: '../event-store/events-worker.ts', bundle: './events-worker.js' },
} as const;

export type ThreadName = keyof typeof entries;

/** Starts a thread, from the bundle when we are one and from source (by tsx) otherwise. */
export function startThread(
  name: ThreadName,
  options: Pick<WorkerOptions, 'workerData' | 'transferList'>,
): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  const entry = new URL(fromSource ? entries[name].source : entries[name].bundle, import.meta.url);
  return new Worker(entry, {
    ...options,
    name,
    // a thread must not read the settings: main reads them once and hands over what is needed
    env: {},
    execArgv: fromSource ? ['--import', 'tsx'] : [],
    resourceLimits: name === 'engine' ? { maxOldGenerationSizeMb: 4096 } : { maxOldGenerationSizeMb: 2048 },
  });
}
