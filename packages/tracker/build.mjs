// Builds the tracker: a script for pages, a module for bundlers, a CommonJS file for mini programs. Prints their sizes.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const outputs = [
  { entry: 'script.ts', file: 'yutang.min.js', format: 'iife' },
  { entry: 'browser.ts', file: 'yutang.esm.js', format: 'esm' },
  { entry: 'miniprogram.ts', file: 'miniprogram.js', format: 'cjs' },
];

/** Builds all three into `folder`; answers their gzipped sizes in bytes. */
async function buildTracker(folder) {
  const sizes = {};
  for (const { entry, file, format } of outputs) {
    const outfile = join(folder, file);
    await build({
      entryPoints: [join(root, 'src', entry)],
      outfile,
      format,
      bundle: true,
      minify: true,
      target: 'es2017',
      logLevel: 'warning',
    });
    sizes[file] = gzipSync(readFileSync(outfile), { level: 9 }).length;
  }
  return sizes;
}

// `node build.mjs [folder]`; imported by scripts/build.mjs it builds into dist
const [, program, folder] = process.argv;
const own = program === fileURLToPath(import.meta.url);
const sizes = await buildTracker((own && folder) || join(root, 'dist'));
for (const [file, bytes] of Object.entries(sizes)) console.log(`tracker ${file}: ${bytes} bytes gzipped`);
