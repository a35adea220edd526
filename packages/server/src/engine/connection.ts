import { once } from 'node:events';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Db } from '../platform/postgres/db.ts';
import { typeParsers } from '../platform/postgres/type-parsers.ts';
import { yieldBackendToHttp } from '../platform/threads/yield-to-http.ts';

/** The engine's one connection: its statements and its COPY go one after the other, in the order they were asked for. */
export interface EngineConnection {
  db: Db;
  /** Sends text lines by `copy … from stdin`, within the transaction that is open. */
  copy: Copy;
  /** Settles when the connection is gone, for whatever reason; the leases are gone with it. */
  lost: Promise<Error>;
  close(): Promise<void>;
}

/** See `EngineConnection`. */
export type Copy = (command: string, lines: string) => Promise<void>;

/**
 * Opens the engine's connection. Leases (session advisory locks) and ticks share it on purpose: an engine that loses
 * its leases has also lost the means to commit.
 */
export async function connectEngine(url: string, backendYields: boolean): Promise<EngineConnection> {
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
  if (backendYields) yieldBackendToHttp(client);
  // folds that do not wait for each other share the connection, which takes one statement at a time
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  // a pool of exactly this client, so that Kysely's transactions and COPY meet in one session
  const query = (...given: Parameters<Client['query']>) => inTurn(async () => client.query(...given));
  const pooled = { query, release: () => undefined };
  const pool = { connect: async () => pooled, end: async () => undefined } as unknown as PostgresPool;
  return {
    db: new Kysely({ dialect: new PostgresDialect({ pool }) }),
    copy: (command, lines) =>
      inTurn(async () => {
        const stream = client.query(copyFrom(command));
        const finished = once(stream, 'finish');
        stream.end(lines);
        await finished;
      }),
    lost,
    close: () => client.end(),
  };
}
