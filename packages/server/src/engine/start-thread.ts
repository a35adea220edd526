import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Transferable, Worker } from 'node:worker_threads';

/**
 * Starts a worker thread whose entry lies beside this file: `start-thread.ts` → `./<name>.ts`, from the bundle
 * `./<name>.js`. Node 20 ignores `--import tsx` for the entry of a worker (ERR_UNKNOWN_FILE_EXTENSION, tried), so a
 * line of script registers tsx first.
 */
export function startThread(name: string, workerData: unknown, transferList: Transferable[] = []): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  if (!fromSource) return new Worker(new URL(`./${name}.js`, import.meta.url), { workerData, transferList });
  const entry = JSON.stringify(new URL(`./${name}.ts`, import.meta.url).href);
  // by its file: the CommonJS twin that `require.resolve('tsx/esm/api')` finds looks for its loader in a wrong folder
  const tsxFolder = dirname(createRequire(import.meta.url).resolve('tsx/package.json'));
  const tsx = JSON.stringify(pathToFileURL(join(tsxFolder, 'dist/esm/api/index.mjs')).href);
  const script = `import(${tsx}).then(({ register }) => { register(); return import(${entry}); })`;
  return new Worker(script, { eval: true, workerData, transferList });
}
