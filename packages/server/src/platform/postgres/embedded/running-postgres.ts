import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockHolder } from './owner-lock.ts';
import { readPostmasterFile } from './postmaster-file.ts';

/** What an embedded PostgreSQL in a data folder is doing, seen from outside; nothing is started or changed. */
export interface EmbeddedState {
  /** There is data of an earlier start. */
  exists: boolean;
  /** Process of ours that owns the data now. */
  owner: number | undefined;
  /** Connection string, when the server runs. */
  url: string | undefined;
}

/** Looks at the embedded PostgreSQL of a data folder. For doctor: a running server must not be disturbed. */
export function lookAtEmbeddedPostgres(dataFolder: string): EmbeddedState {
  const home = join(dataFolder, 'postgres');
  const exists = existsSync(join(home, 'cluster', 'PG_VERSION'));
  const running = exists ? readPostmasterFile(join(home, 'cluster')) : undefined;
  return {
    exists,
    owner: lockHolder(join(home, 'owner.json')),
    url: running?.ready
      ? urlOf(readFileSync(join(home, 'password'), 'utf8').trim(), running.socketFolder)
      : undefined,
  };
}

/** Connection string of the embedded database behind a socket. */
export function urlOf(password: string, socketFolder: string): string {
  return `postgres://yutang:${password}@/yutang?host=${encodeURIComponent(socketFolder)}`;
}
