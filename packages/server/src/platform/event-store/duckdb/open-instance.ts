import { mkdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { duckdbDialect } from '../dialect.ts';

export interface DuckdbSettings {
  /** Holds one file per workspace, and `spill` for what does not fit in memory. */
  folder: string;
  /** Upper bound in bytes for all workspaces together; default a quarter of the machine. */
  memoryLimit?: number;
  /** Default: one per core. */
  threads?: number;
}

/**
 * One in-memory instance to which the workspaces' files are attached; all of them share one memory limit. Nothing
 * outside the folder can be read or written, and no setting changed, by any SQL afterwards.
 */
export async function openInstance(settings: DuckdbSettings): Promise<DuckDBInstance> {
  const spill = join(settings.folder, 'spill');
  mkdirSync(spill, { recursive: true, mode: 0o700 });
  const memory = settings.memoryLimit ?? Math.max(totalmem() / 4, 512 * 2 ** 20);
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(memory / 2 ** 20)}MiB`,
    threads: String(settings.threads ?? availableParallelism()),
    temp_directory: spill,
    // 16 MB, the default, compresses the tail again and again: 12 µs a row against 5.
    checkpoint_threshold: '64MB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run(`set allowed_directories = [${duckdbDialect.text(`${settings.folder}/`)}]`);
  await connection.run('set enable_external_access = false');
  await connection.run('set lock_configuration = true');
  connection.disconnectSync();
  return instance;
}
