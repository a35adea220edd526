import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../src/platform/postgres/embedded/start-embedded-postgres.ts';
import { migrate } from '../src/platform/postgres/migrate.ts';
import { readSchemaAt } from '../src/platform/postgres/schema-manifest.ts';

/**
 * Writes `migrations/operational.schema.txt`, which doctor compares with a live database. Run it after adding a
 * migration: `npx tsx packages/server/testing/write-schema-manifest.ts`.
 */
async function writeSchemaManifest(): Promise<void> {
  const migrations = fileURLToPath(new URL('../migrations/', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'yutang-manifest-'));
  const server = await startEmbeddedPostgres({ dataFolder: folder, log: console, durable: false });
  try {
    await migrate(server.url, { folder: join(migrations, 'operational') });
    const lines = await readSchemaAt(server.url);
    writeFileSync(join(migrations, 'operational.schema.txt'), `${lines.join('\n')}\n`);
    console.info(`${lines.length} lines`);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await writeSchemaManifest();
