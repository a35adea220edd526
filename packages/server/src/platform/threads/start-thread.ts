import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** The threads there are, each with its entry file below `src` and its name in the bundle. */
const entries = {
  engine: { source: '../../engine/engine-worker.ts', bundle: './engine-worker.js' },
  events: { source: '../../engine/events-worker.ts', bundle: './events-worker.js' },
  workbook: {
    source: '../../features/imports/workbook-worker.ts',
    bundle: './workbook-worker.js',
  },
} as const;

export type ThreadName = keyof typeof entries;

/** Starts a thread, from the bundle when we are one and from source (by tsx) otherwise. */
export function startThread(
  name: ThreadName,
  options: Pick<WorkerOptions, 'workerData' | 'transferList'>,
): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  const entry = new URL(fromSource ? entries[name].source : entries[name].bundle, import.meta.url);
  return new Worker(fromSource ? tsxScript(entry) : entry, {
    ...options,
    name,
    // a thread must not read the settings: main reads them once and hands over what is needed
    env: {},
    execArgv: [],
    eval: fromSource,
    // a tick makes some 50 MB that die with it: in a young generation of the default size they are copied again and
    // again (11 % of the engine's time, 6 % with this); it grows only when it is used
    resourceLimits: {
      maxOldGenerationSizeMb: name === 'engine' ? 4096 : 2048,
      maxYoungGenerationSizeMb: name === 'engine' ? 192 : 96,
    },
  });
}

/**
 * Node 20 does not apply `--import tsx` to the entry of a worker (ERR_UNKNOWN_FILE_EXTENSION, tried), so a line of
 * script registers tsx first: by its file, because the CommonJS twin that `require.resolve` finds is broken there.
 */
function tsxScript(entry: URL): string {
  const folder = dirname(createRequire(import.meta.url).resolve('tsx/package.json'));
  const tsx = pathToFileURL(join(folder, 'dist/esm/api/index.mjs'));
  return `import('${tsx.href}').then(({ register }) => { register(); return import('${entry.href}'); })`;
}
