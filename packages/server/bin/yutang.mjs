#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/main.js', import.meta.url);
if (!existsSync(built)) {
  console.error('Yutang is not built yet. Run "npm run build" once in its folder.');
  process.exit(1);
}
// DuckDB, password hashing and files share these threads; four would make one wait for the other
process.env.UV_THREADPOOL_SIZE ??= '16';
await import(built.href);
