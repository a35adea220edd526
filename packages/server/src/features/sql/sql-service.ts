import type { SqlAnswer, SqlExportRequest, SqlQueryRequest, SqlRun, SqlSchema } from '@yutang/contracts/sql';
import { AppError } from '@yutang/core/errors';
import { withoutValues } from '@yutang/core/sql';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import { jsonValue, valueType } from './answer-values.ts';
import type { DoorAccess } from './door-access.ts';
import { type DoorKind, postgresTypes } from './door-ddl.ts';
import { doorObstacle } from './door-obstacle.ts';
import { doorViews } from './door-views.ts';
import { atOnce, type QueryRunner, type RunningQuery } from './query-runner.ts';
import { insertRun } from './run-store.ts';
import { batchRows, csvOf } from './write-csv.ts';
import { groupRows, parquetOf } from './write-parquet.ts';

export const limits = { rows: 10_000, fileRows: 1_000_000, seconds: 120, atOnce: atOnce.workspace };
/** A file is written at the reader's pace. */
const fileSeconds = 600;
/** Most characters an answer on the screen may hold. */
const answerCharacters = 20_000_000;

export interface SqlServiceDeps {
  db: Db;
  access: DoorAccess;
  runner: QueryRunner;
  now(): number;
  workspace(workspaceId: number): Promise<{ zone: string }>;
}

export type SqlService = ReturnType<typeof createSqlService>;

/** Asks through the door as a principal, keeps the run for them and writes it to the audit log. */
export function createSqlService(deps: SqlServiceDeps) {
  const { db, now } = deps;
  const underWay = new Map<string, AbortController>();

  /** Starts a query, hands it to `work`, and records it however it ends. `work` reports rows by `counted`. */
  async function run<T>(
    principal: Principal,
    order: {
      kind: SqlRun['kind'];
      text: string;
      seconds: number;
      key?: string | undefined;
      signal: AbortSignal;
    },
    work: (query: RunningQuery, counted: (rows: number) => void) => Promise<T>,
  ): Promise<T> {
    const { workspaceId } = principal;
    const kind = kindOf(principal);
    const controller = new AbortController();
    const stop = () => controller.abort();
    order.signal.addEventListener('abort', stop);
    const key = order.key === undefined ? undefined : keyOf(principal, order.key);
    if (key !== undefined) underWay.set(key, controller);
    const startedAt = now();
    const began = performance.now();
    let rows = 0;
    let error: string | null = null;
    try {
      const { zone } = await deps.workspace(workspaceId);
      const query = await deps.runner.start({
        workspaceId,
        kind,
        zone,
        text: order.text,
        timeoutMs: order.seconds * 1000,
        signal: controller.signal,
      });
      try {
        return await work(query, (count) => {
          rows += count;
        });
      } finally {
        await query.close();
      }
    } catch (fault) {
      error = fault instanceof AppError ? fault.code : 'server.fault';
      throw fault;
    } finally {
      order.signal.removeEventListener('abort', stop);
      if (key !== undefined) underWay.delete(key);
      const ms = Math.round(performance.now() - began);
      const record = {
        kind: order.kind,
        text: order.text,
        masked: kind === 'masked',
        startedAt,
        ms,
        rows,
        error,
      };
      await db.transaction().execute(async (tx) => {
        const id = await insertRun(tx, principal, record);
        const told = {
          kind: order.kind,
          masked: record.masked,
          rows,
          ms,
          ...(error === null ? {} : { error }),
        };
        await audit(tx, principal, 'sql.run', `sql:${id}`, { ...told, text: withoutValues(order.text) });
      });
    }
  }

  return {
    async schema(principal: Principal): Promise<SqlSchema> {
      const kind = kindOf(principal);
      const [{ zone }, names, closed] = await Promise.all([
        deps.workspace(principal.workspaceId),
        deps.access.viewNames(),
        doorObstacle(db),
      ]);
      const views = doorViews
        .filter((view) => names.has(view.name))
        .map(({ name, en, zh, columns }) => ({
          name,
          about: { en, zh },
          columns: columns.map((column) => ({
            name: column.name,
            type: postgresTypes[column.type],
            about: { en: column.en, zh: column.zh },
          })),
        }));
      return { closed, masked: kind === 'masked', zone, limits, views };
    },

    query(principal: Principal, request: SqlQueryRequest, signal: AbortSignal): Promise<SqlAnswer> {
      const { text, key, limit = 1_000, seconds = 30 } = request;
      const began = performance.now();
      return run(principal, { kind: 'screen', text, seconds, key, signal }, async (query, counted) => {
        const rows: unknown[][] = [];
        let characters = 0;
        let more = false;
        for (let ended = false; !ended && !more; ) {
          const batch = await query.read(Math.min(batchRows, limit + 1 - rows.length));
          const types = query.fields().map(valueType);
          for (const row of batch) {
            for (const value of row) characters += value?.length ?? 4;
            more = rows.length >= limit || characters > answerCharacters;
            if (more) break;
            rows.push(row.map((value, at) => jsonValue(types[at] ?? 'text', value)));
          }
          ended = batch.length === 0;
        }
        counted(rows.length);
        return {
          columns: query.fields().map((field) => ({ name: field.name, type: valueType(field) })),
          rows,
          more,
          ms: Math.round(performance.now() - began),
          masked: kindOf(principal) === 'masked',
        };
      });
    },

    /** Hands the file's pieces to `send` once the first rows are there; until then a fault is an answer of its own. */
    file(
      principal: Principal,
      request: SqlExportRequest,
      signal: AbortSignal,
      send: (pieces: AsyncIterable<string | Uint8Array>) => Promise<void>,
    ): Promise<void> {
      const { text, key, format, bom = true, limit = limits.fileRows } = request;
      return run(
        principal,
        { kind: format, text, seconds: fileSeconds, key, signal },
        async (query, counted) => {
          const first = await query.read(Math.min(limit, format === 'csv' ? batchRows : groupRows));
          const pieces =
            format === 'csv'
              ? csvOf(query, first, { bom, most: limit }, counted)
              : parquetOf(query, first, { most: limit }, counted);
          await send(closedAtTheEnd(pieces, query));
        },
      );
    },

    /** Stops a run of the caller's own. False: there is none of that key (any more). */
    cancel(principal: Principal, key: string): boolean {
      const controller = underWay.get(keyOf(principal, key));
      controller?.abort();
      return controller !== undefined;
    },
  };
}

/** Who has read the last piece may ask again at once: its place is free before the end is told. */
async function* closedAtTheEnd(pieces: AsyncIterable<string | Uint8Array>, query: RunningQuery) {
  try {
    yield* pieces;
  } finally {
    await query.close();
  }
}

const keyOf = ({ workspaceId, accountId, keyId }: Principal, key: string) =>
  `${workspaceId} ${accountId ?? ''} ${keyId ?? ''} ${key}`;

/** Personal data is for those who may take it out of the house anyway; nobody limited to own customers comes in. */
function kindOf({ masked, ownStaff, within, permissions }: Principal): DoorKind {
  if (ownStaff !== null || within !== null) throw new AppError('sql.own-customers');
  return masked || !permissions.has('customers.export') ? 'masked' : 'full';
}
