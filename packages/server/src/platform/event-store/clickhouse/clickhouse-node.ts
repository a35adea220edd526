import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { AppError } from '@yutang/core/errors';
import type { ClickhouseAddress } from './address.ts';
import { clickhouseFault, serverFault } from './clickhouse-fault.ts';

export interface Call {
  database?: string;
  /** URL settings of this call. */
  settings?: Record<string, string | number>;
  /** The body after the statement: rows of an insert. */
  data?: Uint8Array;
  queryId?: string;
  timeoutMs?: number;
}

/** One ClickHouse server, over its HTTP interface. */
export interface ClickhouseNode {
  host: string;
  /** Runs a statement that answers nothing. */
  run(sql: string, call?: Call): Promise<void>;
  /** Runs a select; rows as plain objects. */
  read<Row = Record<string, unknown>>(sql: string, call?: Call): Promise<Row[]>;
}

/** What every answer is asked for: whole or an error, int64 as plain digits. */
const always = {
  wait_end_of_query: 1,
  output_format_json_quote_64bit_integers: 0,
  max_query_size: 16_777_216,
};

/** Speaks to one host. Never repeats a call: whether that is safe only the caller knows. */
export function createClickhouseNode(
  host: string,
  address: Pick<ClickhouseAddress, 'user' | 'password'>,
): ClickhouseNode {
  const headers = { 'x-clickhouse-user': address.user, 'x-clickhouse-key': address.password };

  async function send(sql: string, call: Call, settings: Record<string, string | number>): Promise<string> {
    const queryId = call.queryId ?? randomUUID();
    const query = new URLSearchParams({ query_id: queryId });
    if (call.database) query.set('database', call.database);
    for (const [name, value] of Object.entries({ ...always, ...settings, ...call.settings }))
      query.set(name, String(value));
    if (call.data) query.set('query', sql);
    const late = call.timeoutMs === undefined ? undefined : AbortSignal.timeout(call.timeoutMs);
    try {
      const { ok, text } = await post(`${host}/?${query}`, headers, call.data ?? sql, late);
      // wait_end_of_query keeps errors out of good answers; old servers still answer 200 for a few
      if (!ok || text.startsWith('Code: ')) throw serverFault(text);
      return text;
    } catch (error) {
      if (late?.aborted) {
        void stop(queryId);
        throw new AppError('question.timeout', { ms: call.timeoutMs ?? 0 });
      }
      throw clickhouseFault(error);
    }
  }

  /** A closed connection does not end a query by itself. */
  async function stop(queryId: string): Promise<void> {
    await post(`${host}/`, headers, `kill query where query_id = '${queryId}' async`).catch(() => undefined);
  }

  return {
    host,
    run: async (sql, call = {}) => {
      await send(sql, call, {});
    },
    read: async <Row>(sql: string, call: Call = {}) => {
      const text = await send(`${sql}\nformat JSONCompact`, call, { readonly: 2 });
      const { meta, data } = JSON.parse(text) as { meta: { name: string }[]; data: unknown[][] };
      return data.map(
        (values) => Object.fromEntries(meta.map(({ name }, index) => [name, values[index]])) as Row,
      );
    },
  };
}

/**
 * A connection of its own for every call: the server closes idle ones after 3 s, and a call that meets that moment
 * fails without anybody knowing whether it was done (seen with fetch and its pool).
 */
function post(
  url: string,
  headers: Record<string, string>,
  body: string | Uint8Array,
  signal?: AbortSignal,
): Promise<{ ok: boolean; text: string }> {
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const call = request(
      url,
      { method: 'POST', headers, agent: false, ...(signal ? { signal } : {}) },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          if (!answer.complete)
            reject(Object.assign(new Error('the answer broke off'), { code: 'ECONNRESET' }));
          else resolve({ ok: answer.statusCode === 200, text: Buffer.concat(parts).toString() });
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
