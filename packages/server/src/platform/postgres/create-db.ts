import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import type { Db } from './db.ts';
import { typeParsers } from './type-parsers.ts';

export interface CreateDbOptions {
  /** Most connections at once. Default 10; the embedded server takes 40 in all. */
  poolSize?: number;
  /** Shown in `pg_stat_activity`; say which thread it is, e.g. `yutang http`. */
  applicationName?: string;
  /** The server gives up a statement after this many ms. For requests of people; 0 (default) = never. */
  statementTimeoutMs?: number;
  /** Wait for a free or new connection at most this many ms. Default 10 000. */
  connectTimeoutMs?: number;
  /** Told when an idle connection breaks: nothing to do, the next query opens a new one. */
  onIdleError?: (error: Error) => void;
}

export interface OpenDb {
  db: Db;
  /** For COPY, cursors, LISTEN and graphile-worker. */
  pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Opens the operational database. Opens no connection before the first query, and never fails because the server is
 * away: the query that needs it fails (`storeFault` names it), the next one after the server is back works.
 *
 * Values: int8 and int8[] arrive as numbers (an error beyond 2^53, never a wrong number); `date` as text `YYYY-MM-DD`;
 * numeric as text, so write `sum(x)::bigint`.
 */
export function createDb(url: string, options: CreateDbOptions = {}): OpenDb {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    application_name: options.applicationName ?? 'yutang',
    statement_timeout: options.statementTimeoutMs || undefined,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    types: typeParsers,
  });
  // an 'error' nobody listens to ends the process; a stopped database must not
  pool.on('error', (error) => options.onIdleError?.(error));
  pool.on('connect', (client) => client.on('error', () => {}));
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool, cursor: Cursor }) });
  return { db, pool, close: () => db.destroy() };
}
