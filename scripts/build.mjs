// Builds the server bundle, the console and the tracker into their dist folders.
import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const server = join(root, 'packages/server');
const manifest = JSON.parse(readFileSync(join(server, 'package.json'), 'utf8'));

async function buildServer() {
  await build({
    entryPoints: {
      main: join(server, 'src/main.ts'),
      'engine-worker': join(server, 'src/engine/engine-worker.ts'),
      'events-worker': join(server, 'src/engine/events-worker.ts'),
      'workbook-worker': join(server, 'src/features/imports/workbook-worker.ts'),
    },
    outdir: join(server, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    // our own packages go in, everything from the registry stays outside
    external: Object.keys(manifest.dependencies).filter((name) => !name.startsWith('@yutang/')),
    logLevel: 'warning',
  });
}

async function buildConsole() {
  const { build: viteBuild } = await import('vite');
  await viteBuild({ root: join(root, 'packages/console'), logLevel: 'warn' });
}

async function buildTracker() {
  await import(new URL('../packages/tracker/build.mjs', import.meta.url).href);
}

/** Our tracker, and the stand-alone analytics.js 2.0, so that the HTML snippet of that SDK can be pointed at us as it is. */
function copyBundles() {
  const require = createRequire(join(server, 'package.json'));
  const folder = dirname(require.resolve('@segment/analytics-next/package.json'));
  mkdirSync(join(server, 'dist/public'), { recursive: true });
  copyFileSync(join(folder, 'dist/umd/standalone.js'), join(server, 'dist/public/analytics.min.js'));
  cpSync(join(root, 'packages/tracker/dist'), join(server, 'dist/public/tracker'), { recursive: true });
}

const started = performance.now();
await Promise.all([buildConsole(), buildTracker()]);
// last: its time stamp says that everything is there
copyBundles();
await buildServer();
console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
