import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { EventRow, EventStore } from '../platform/event-store/event-store.ts';
import { yieldBackendToHttp } from '../platform/threads/yield-to-http.ts';
import { pruneLog } from './prune-log.ts';
import { readLogBatch } from './read-log-batch.ts';

export interface ExporterDeps {
  databaseUrl: string;
  /** The server is ours, and its process for the exporter lets those for requests go first. */
  backendYields?: boolean;
  store: EventStore;
  log: { info(fields: object, message: string): void; error(fields: object, message: string): void };
  /** Rows a batch; 10 000 are about 10 MB here and 50 ms in DuckDB. */
  batchRows?: number;
  /** How often to look for news when nobody wakes it, ms. */
  pollMs?: number;
  /** The store is one that other processes reach too: of their exporters only one works, the others wait for its end. */
  shared?: boolean;
}

/** One workspace as the exporter sees it. */
export interface ExportState {
  workspaceId: number;
  watermark: number;
  /** Rows of the log that are not in the event store yet. */
  lag: number;
  /** Why the last attempt failed; null when it did not. */
  error: string | null;
}

export interface Exporter {
  run(): Promise<void>;
  wake(): void;
  stop(): Promise<void>;
  state(): ExportState[];
}

/** The exporter's advisory lock, held by its connection. */
const lockClass = 0x59_58;

/** Bytes of events a batch should not much exceed: ten thousand of the largest would be 300 MB. */
const batchBytes = 32 << 20;
const firstBatchRows = 1000;

const settleAfterMoves = 500;
const settleAfterMs = 60_000;
const pruneEveryMs = 3_600_000;

interface Standing extends ExportState {
  /** Rows the next batch may have, after the size of those seen last. */
  nextRows: number;
  isOpen: boolean;
  unsettled: number;
  settledAt: number;
  prunedAt: number;
  retryAt: number;
  failures: number;
}

/** How many rows like these make a batch. */
function rowsFor(rows: readonly EventRow[], most: number): number {
  if (rows.length === 0) return Math.min(firstBatchRows, most);
  const bytes = rows.reduce((sum, { props, meta }) => sum + props.length + meta.length, 0);
  return Math.max(1, Math.min(most, Math.floor(batchBytes / (bytes / rows.length))));
}

/**
 * Copies the log into the event store, workspace by workspace, in `seq` order. The store's own watermark rules: what
 * is at or below it is never sent again, what is above is never skipped, whatever was interrupted in between.
 * `export_state` in Postgres is a copy of it for people.
 */
export function createExporter(deps: ExporterDeps): Exporter {
  const { store, log, batchRows = 10_000, pollMs = 100, shared = false } = deps;
  const standings = new Map<number, Standing>();
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let alarm = new AbortController();

  function standingOf(workspaceId: number): Standing {
    const known = standings.get(workspaceId);
    if (known) return known;
    // Moves of before a restart may wait unsettled.
    const standing: Standing = {
      workspaceId,
      watermark: 0,
      lag: 0,
      error: null,
      nextRows: Math.min(firstBatchRows, batchRows),
      isOpen: false,
      unsettled: 1,
      settledAt: Date.now(),
      prunedAt: 0,
      retryAt: 0,
      failures: 0,
    };
    standings.set(workspaceId, standing);
    return standing;
  }

  /** At most ten batches, so that a long import does not keep other workspaces waiting. Answers whether there is more. */
  async function exportSome(client: pg.Client, standing: Standing, lastSeq: number): Promise<boolean> {
    const { workspaceId } = standing;
    await store.open(workspaceId);
    standing.isOpen = true;
    standing.watermark = await store.watermark(workspaceId);
    if (lastSeq < standing.watermark) {
      throw new Error(
        `the event store holds seq ${standing.watermark}, the log ends at ${lastSeq}: the database was restored without its event store. Restore both from one backup.`,
      );
    }
    let more = lastSeq > standing.watermark;
    for (let batch = 0; more && batch < 10 && !stopping; batch += 1) {
      const read = await readLogBatch(client, workspaceId, standing.watermark, standing.nextRows);
      await store.append(workspaceId, read);
      standing.nextRows = rowsFor(read.rows, batchRows);
      standing.watermark = read.upTo;
      standing.unsettled += read.moves.length;
      standing.lag = read.lastSeq - read.upTo;
      more = read.upTo < read.lastSeq;
    }
    return more;
  }

  async function tidy(client: pg.Client, standing: Standing): Promise<void> {
    const now = Date.now();
    const isDue = standing.unsettled >= settleAfterMoves || now - standing.settledAt >= settleAfterMs;
    if (isDue) {
      if (standing.unsettled > 0) await store.settleMoves(standing.workspaceId);
      standing.unsettled = 0;
      standing.settledAt = now;
    }
    if (now - standing.prunedAt >= pruneEveryMs) {
      await pruneLog(client, standing.workspaceId, standing.watermark, now);
      standing.prunedAt = now;
    }
  }

  async function report(client: pg.Client, standing: Standing): Promise<void> {
    await client.query(
      `insert into export_state (workspace_id, watermark, updated_at, error) values ($1, $2, $3, $4)
       on conflict (workspace_id) do update set watermark = $2, updated_at = $3, error = $4`,
      [standing.workspaceId, standing.watermark, Date.now(), standing.error],
    );
  }

  async function serve(client: pg.Client, workspaceId: number, lastSeq: number): Promise<boolean> {
    const standing = standingOf(workspaceId);
    if (standing.retryAt > Date.now()) return false;
    const isQuiet = standing.isOpen && standing.error === null && standing.watermark === lastSeq;
    try {
      const more = isQuiet ? false : await exportSome(client, standing, lastSeq);
      await tidy(client, standing);
      standing.error = null;
      standing.failures = 0;
      if (!isQuiet) await report(client, standing);
      return more;
    } catch (error) {
      await note(client, standing, lastSeq, error);
      return false;
    }
  }

  /** Writes the failure down and comes back later: 0.2 s, doubling, at most 30 s. Nothing is skipped. */
  async function note(client: pg.Client, standing: Standing, lastSeq: number, error: unknown): Promise<void> {
    const { workspaceId } = standing;
    log.error({ workspaceId, err: error }, 'the exporter could not append; it will try again');
    standing.failures += 1;
    standing.error = error instanceof Error ? error.message : String(error);
    standing.lag = lastSeq - standing.watermark;
    standing.retryAt = Date.now() + Math.min(30_000, 100 * 2 ** standing.failures);
    await report(client, standing);
  }

  /** Two that append at once would double rows: the store cannot tell one's batch from the other's. */
  async function soleExporter(client: pg.Client): Promise<void> {
    for (let tries = 0; !stopping; tries += 1) {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, 0) as held', [
        lockClass,
      ]);
      if (rows[0]?.held) {
        // another may have moved the store on meanwhile, and may even have been cut off in an append: look anew
        return store.close();
      }
      if (tries === 0)
        log.info({}, 'another process exports to this event store; this one waits for its end');
      await pause(1000);
    }
  }

  async function session(client: pg.Client): Promise<void> {
    if (shared) await soleExporter(client);
    while (!stopping) {
      const { rows } = await client.query<{ workspace_id: number; last_seq: string }>(
        'select workspace_id, last_seq from engine_state order by workspace_id',
      );
      let more = false;
      for (const row of rows) {
        if (stopping) return;
        more = (await serve(client, row.workspace_id, Number(row.last_seq))) || more;
      }
      if (!more) await pause(pollMs);
    }
  }

  async function pause(ms: number): Promise<void> {
    if (stopping) return;
    if (!alarm.signal.aborted) await wait(ms, undefined, { signal: alarm.signal }).catch(() => undefined);
    alarm = new AbortController();
  }

  async function loop(): Promise<void> {
    for (let failures = 0; !stopping; failures += 1) {
      const client = new pg.Client({
        connectionString: deps.databaseUrl,
        application_name: 'yutang exporter',
        keepAlive: true,
      });
      // without a listener a lost connection would end the thread
      client.on('error', () => undefined);
      try {
        await client.connect();
        if (deps.backendYields) yieldBackendToHttp(client);
        failures = 0;
        await session(client);
      } catch (error) {
        if (!stopping) log.error({ err: error }, 'the exporter lost the database; it will connect again');
      } finally {
        await client.end().catch(() => undefined);
      }
      if (!stopping) await wait(Math.min(5_000, 100 * 2 ** failures));
    }
  }

  return {
    run: () => {
      running = loop();
      return running;
    },
    wake: () => alarm.abort(),
    stop: async () => {
      stopping = true;
      alarm.abort();
      await running;
    },
    state: () =>
      [...standings.values()].map(({ workspaceId, watermark, lag, error }) => ({
        workspaceId,
        watermark,
        lag,
        error,
      })),
  };
}
