import pg from 'pg';

/** The stores of the lane a test runs in, for one server of its own. */
export interface LaneStores {
  /** Settings to start the server with; empty in the embedded lane. */
  env: Record<string, string>;
  close(): Promise<void>;
}

let made = 0;

/**
 * Stores of its own for a server under test: in the embedded lane the server brings its own; in a server lane a new
 * database on the lane's PostgreSQL (`TEST_DATABASE_URL`), a new prefix on its ClickHouse (`TEST_EVENTS_URL`).
 */
export async function databaseOfLane(): Promise<LaneStores> {
  const env: Record<string, string> = {};
  const closing: (() => Promise<void>)[] = [];
  const name = `house_${process.pid}_${Date.now().toString(36)}_${++made}`;
  const admin = process.env.TEST_DATABASE_URL;
  if (admin) {
    await asAdmin(admin, `create database ${name} encoding utf8 template template0`);
    env.DATABASE_URL = admin.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${name}`);
    closing.push(() => asAdmin(admin, `drop database if exists ${name} with (force)`));
  }
  const events = process.env.TEST_EVENTS_URL;
  if (events) env.EVENTS_URL = events.replace(/^(clickhouse:\/\/[^/?]*)\/?[^?]*/, `$1/${name}`);
  return {
    env,
    async close() {
      for (const step of closing) await step();
    },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
