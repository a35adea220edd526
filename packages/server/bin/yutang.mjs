#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/main.js', import.meta.url);
if (!existsSync(built)) {
  console.error('Yutang is not built yet. Run "npm run build" once in its folder.');
  process.exit(1);
}
await import(built.href);
