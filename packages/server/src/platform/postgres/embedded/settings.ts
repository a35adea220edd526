import { createHash } from 'node:crypto';

export interface EmbeddedSettings {
  /** False only in tests: then commits do not wait for the disk, and a power cut may damage the data. */
  durable?: boolean;
  maxConnections?: number;
}

/**
 * Command-line settings of the embedded PostgreSQL, for a box with 2 cores and 10 k events a second. Given on the
 * command line and not in a file, so that a new version of ours brings its own.
 */
export function serverArguments(
  socketFolder: string,
  programs: string,
  settings: EmbeddedSettings,
): string[] {
  const values: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    max_connections: String(settings.maxConnections ?? 40),
    shared_buffers: '64MB',
    // containers often give /dev/shm only 64 MB
    dynamic_shared_memory_type: 'mmap',
    fsync: settings.durable === false ? 'off' : 'on',
    full_page_writes: settings.durable === false ? 'off' : 'on',
    synchronous_commit: settings.durable === false ? 'off' : 'on',
    // the package is built without lz4
    wal_compression: 'pglz',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '2GB',
    min_wal_size: '256MB',
    wal_buffers: '16MB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    effective_cache_size: '1GB',
    random_page_cost: '1.1',
    // plans of short statements cost more to compile than to run
    jit: 'off',
    max_parallel_workers_per_gather: '0',
    autovacuum_naptime: '20s',
    autovacuum_vacuum_cost_limit: '2000',
    log_checkpoints: 'off',
    log_min_messages: 'warning',
    log_line_prefix: '%m [%p] ',
    timezone: 'UTC',
    log_timezone: 'UTC',
    password_encryption: 'scram-sha-256',
  };
  const pairs = Object.entries(values);
  const print = createHash('sha256')
    .update(JSON.stringify([programs, pairs]))
    .digest('hex')
    .slice(0, 16);
  return [...pairs, ['yutang.settings', print] as const].flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}

/** The fingerprint of such arguments: a server we adopt must have been started with the same. */
export function settingsPrint(serverArgs: string[]): string {
  return serverArgs.at(-1)?.split('=')[1] ?? '';
}
