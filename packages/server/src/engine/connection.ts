import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { Client } from 'pg';
import type { Db } from '../platform/postgres/db.ts';
import { typeParsers } from '../platform/postgres/type-parsers.ts';

/** The engine's one connection, under two names. */
export interface EngineConnection {
  db: Db;
  client: Client;
  /** Settles when the connection is gone, for whatever reason; the leases are gone with it. */
  lost: Promise<Error>;
  close(): Promise<void>;
}

/**
 * Opens the engine's connection. Leases (session advisory locks) and ticks share it on purpose: an engine that loses
 * its leases has also lost the means to commit.
 */
export async function connectEngine(url: string): Promise<EngineConnection> {
  const client = new Client({
    connectionString: url,
    application_name: 'yutang engine',
    types: typeParsers,
    keepAlive: true,
  });
  const lost = new Promise<Error>((resolve) => {
    client.on('error', resolve);
    client.on('end', () => resolve(new Error('the engine’s connection ended')));
  });
  await client.connect();
  // a pool of exactly this client, so that Kysely's transactions and COPY meet in one session
  const pooled = Object.assign(client, { release: () => undefined });
  const pool = { connect: async () => pooled, end: async () => undefined } as unknown as PostgresPool;
  return {
    db: new Kysely({ dialect: new PostgresDialect({ pool }) }),
    client,
    lost,
    close: () => client.end(),
  };
}
