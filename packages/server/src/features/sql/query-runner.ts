import { readFileSync } from 'node:fs';
import { AppError } from '@yutang/core/errors';
import { checkQuery } from '@yutang/core/sql';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';
import type { DoorAccess } from './door-access.ts';
import type { DoorKind } from './door-ddl.ts';
import { type DoorSession, type Field, openDoorSession } from './door-session.ts';
import { queryFault } from './query-fault.ts';

/** Most queries at once: of one workspace, and of the whole house. Each holds a database session and up to a core. */
export const atOnce = { workspace: 2, house: 4 };

export interface RunnerDeps {
  db: Db;
  databaseUrl: string;
  access: DoorAccess;
  /** The database runs on this machine: then the memory of its sessions is watched too. */
  local: boolean;
  /** Most bytes of private memory a session may have; only where `local`. Default 512 MB. */
  memoryBytes?: number;
  /** Most bytes of one batch of rows. Default 64 MB. */
  batchBytes?: number;
}

export interface QueryOrder {
  workspaceId: number;
  kind: DoorKind;
  zone: string;
  text: string;
  timeoutMs: number;
  /** Ends the query from outside. */
  signal: AbortSignal;
}

/** A query under way. Always `close` it; closing again does nothing. */
export interface RunningQuery {
  read(rows: number): Promise<(string | null)[][]>;
  fields(): Field[];
  close(): Promise<void>;
}

export interface QueryRunner {
  /** @throws AppError `sql.*` when the text is not one query, too many run, or the door is closed */
  start(order: QueryOrder): Promise<RunningQuery>;
}

/** Runs queries through the door, a few at a time, each in a session of its own. */
export function createQueryRunner(deps: RunnerDeps): QueryRunner {
  const running = new Map<number, number>();
  let total = 0;
  const take = (workspaceId: number) => {
    const own = running.get(workspaceId) ?? 0;
    if (own >= atOnce.workspace) throw new AppError('sql.busy', { running: own });
    if (total >= atOnce.house) throw new AppError('sql.busy', { running: total });
    running.set(workspaceId, own + 1);
    total++;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      total--;
      running.set(workspaceId, (running.get(workspaceId) ?? 1) - 1);
    };
  };
  return {
    async start(order) {
      checkQuery(order.text);
      const give = take(order.workspaceId);
      try {
        const key = await deps.access.keyOf(order.workspaceId, order.kind);
        const session = await openDoorSession(order.text, {
          databaseUrl: deps.databaseUrl,
          key,
          zone: order.zone,
          timeoutMs: order.timeoutMs,
          batchBytes: deps.batchBytes ?? 64 * 2 ** 20,
        }).catch((error) => {
          throw queryFault(error, order.text, order.timeoutMs / 1000);
        });
        return supervise(session, order, deps, give);
      } catch (error) {
        give();
        throw error;
      }
    },
  };
}

/** A session may change its own settings, so time, memory and the person's own stop are held from outside it. */
function supervise(
  session: DoorSession,
  order: QueryOrder,
  deps: RunnerDeps,
  give: () => void,
): RunningQuery {
  const { signal, timeoutMs } = order;
  const seconds = Math.round(timeoutMs / 1000);
  let reason: AppError | undefined;
  let closed = false;
  const stop = (why: AppError) => {
    if (reason || closed) return;
    reason = why;
    void endBackend(deps.db, session, () => closed);
  };
  const stopped = () => stop(new AppError('sql.stopped'));
  signal.addEventListener('abort', stopped);
  if (signal.aborted) stopped();
  const timer = setTimeout(() => stop(new AppError('sql.timeout', { seconds })), timeoutMs + 1_000);
  const most = deps.memoryBytes ?? 512 * 2 ** 20;
  const watch = setInterval(() => {
    if (!deps.local || privateBytes(session.pid) <= most) return;
    stop(new AppError('sql.too-heavy', { detail: `more than ${Math.round(most / 2 ** 20)} MB of memory` }));
  }, 200);
  return {
    fields: session.fields,
    async read(rows) {
      try {
        if (reason) throw reason;
        return await session.read(rows);
      } catch (error) {
        throw reason ?? queryFault(error, order.text, seconds);
      }
    },
    async close() {
      if (closed) return;
      closed = true;
      signal.removeEventListener('abort', stopped);
      clearTimeout(timer);
      clearInterval(watch);
      try {
        await session.close();
      } finally {
        give();
      }
    },
  };
}

/** Cancels, and ends the session of a query that does not listen. */
async function endBackend(db: Db, session: DoorSession, closed: () => boolean): Promise<void> {
  const gone = () => new Promise((resolve) => setTimeout(resolve, 2_000));
  try {
    await sql`select pg_cancel_backend(${session.pid}::int)`.execute(db);
    await gone();
    if (!closed()) await sql`select pg_terminate_backend(${session.pid}::int)`.execute(db);
  } catch {
    // the role may not be signalled or the database is away: the connection goes, and `statement_timeout` does the rest
    await session.close();
  }
}

/** Private memory of a process in bytes; 0 where it cannot be known. */
function privateBytes(pid: number): number {
  try {
    const kilobytes = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
