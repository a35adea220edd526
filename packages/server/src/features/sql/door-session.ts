// cspell:words rolsuper rolname rolcreaterole intervalstyle datname datdba
import { AppError } from '@yutang/core/errors';
import pg from 'pg';
import Cursor from 'pg-cursor';
import type { DoorKey } from './door-access.ts';

/** A column of an answer: name as the query has it, and PostgreSQL's number of its type. */
export interface Field {
  name: string;
  oid: number;
}

export interface DoorSession {
  pid: number;
  /** The next rows, values as PostgreSQL writes them; fewer than asked: the last. */
  read(rows: number): Promise<(string | null)[][]>;
  /** Known after the first `read`. */
  fields(): Field[];
  /** Ends the connection whatever it is doing; nothing of a session outlives its query. */
  close(): Promise<void>;
}

export interface SessionOptions {
  databaseUrl: string;
  key: DoorKey;
  zone: string;
  /** PostgreSQL gives up after this; 0 < ms. */
  timeoutMs: number;
  /** Most bytes one `read` may bring. */
  batchBytes: number;
}

/** Text that stays text: what becomes of it is decided by who shows it. */
const asWritten = { getTypeParser: () => (text: string) => text };

/** pg-cursor as used here; its own types know neither `rowMode` nor the third argument. */
interface RowCursor {
  read(
    rows: number,
    done: (
      error: Error | undefined,
      rows: (string | null)[][],
      result: { fields: { name: string; dataTypeID: number }[] },
    ) => void,
  ): void;
}
const RowCursor = Cursor as unknown as new (
  text: string,
  values: unknown[],
  options: { rowMode: 'array'; types: unknown },
) => RowCursor;

/**
 * A connection as the door's role, in a read-only transaction, with one statement under way. The extended protocol takes
 * one statement only, whatever the text says.
 */
export async function openDoorSession(query: string, options: SessionOptions): Promise<DoorSession> {
  const client = new pg.Client({
    connectionString: asRole(options.databaseUrl, options.key),
    application_name: 'yutang sql',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(`begin transaction isolation level repeatable read, read only;
      set local search_path = ${options.key.schema};
      set local timezone = '${options.zone.replaceAll("'", "''")}';
      set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local bytea_output = 'hex';
      set local standard_conforming_strings = on; set local extra_float_digits = 1;
      set local statement_timeout = ${Math.ceil(options.timeoutMs)}`);
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const pid = rows[0]?.pid ?? 0;
    const cursor = client.query(
      new RowCursor(query, [], { rowMode: 'array', types: asWritten }) as unknown as pg.Submittable,
    ) as unknown as RowCursor;
    let fields: Field[] = [];
    const meter = watchBytes(client, options.batchBytes);
    return {
      pid,
      fields: () => fields,
      read: (count) =>
        new Promise((resolve, reject) => {
          meter.reset();
          meter.whenExceeded(() =>
            reject(new AppError('sql.too-large', { megabytes: Math.round(options.batchBytes / 2 ** 20) })),
          );
          cursor.read(count, (error, rows, result) => {
            if (error) return reject(error);
            // the turn after the last row tells no columns any more
            if (fields.length === 0)
              fields = (result?.fields ?? []).map(({ name, dataTypeID }) => ({ name, oid: dataTypeID }));
            resolve(rows);
          });
        }),
      close: () => end(client),
    };
  } catch (error) {
    await end(client);
    throw error;
  }
}

/** The platform's address with another name and password. */
function asRole(databaseUrl: string, { user, password }: DoorKey): string {
  const plain = databaseUrl.replace(/([?&])(user|password)=[^&]*/g, '$1');
  return plain.replace(/^(\w+:\/\/)(?:[^@/?]*@)?/, `$1${user}:${password}@`);
}

/** Closes politely, and at once when the server is busy. */
async function end(client: pg.Client): Promise<void> {
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  const timer = setTimeout(() => stream.destroy(), 200);
  await client.end().catch(() => {});
  clearTimeout(timer);
}

/** One value may have a gigabyte: what arrives is counted before it is put together. */
function watchBytes(client: pg.Client, most: number) {
  const { stream } = (
    client as unknown as {
      connection: { stream: { on(event: 'data', listener: (chunk: Buffer) => void): void; destroy(): void } };
    }
  ).connection;
  let bytes = 0;
  let exceeded: () => void = () => {};
  stream.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes <= most) return;
    exceeded();
    stream.destroy();
  });
  return {
    reset() {
      bytes = 0;
    },
    whenExceeded(tell: () => void) {
      exceeded = tell;
    },
  };
}
