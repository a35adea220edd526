import { setTimeout as wait } from 'node:timers/promises';
import { hour } from '@yutang/core/time';
import { sql } from 'kysely';
import type { EventStore } from '../platform/event-store/event-store.ts';
import type { Feature } from '../platform/feature.ts';
import { type Patience, runCommand } from './commands.ts';
import { connectEngine, type EngineConnection } from './connection.ts';
import { forgetOldMessages } from './drop-repeats.ts';
import { acquireLease, LeaseLost } from './lease.ts';
import { pendingWorkspaces } from './pending.ts';
import type { Resolver } from './resolver.ts';
import { setAside } from './set-aside.ts';
import { createStageTimes, type StageTimes } from './stage-times.ts';
import { runTick, type TickDeps } from './tick.ts';

export interface EngineOptions {
  databaseUrl: string;
  /** The server is ours, and its process for the engine lets those for requests go first. */
  backendYields?: boolean;
  features: readonly Feature[];
  resolver: Resolver;
  events: EventStore;
  clock(workspaceId: number): Promise<{ now: number; zone: string }>;
  log: EngineLog;
  /** How long a retraction waits for an event store that lags, its workspace's ticks held; default 10 minutes. */
  patienceMs?: number;
  /** Most events one tick takes; default 4 000: larger ticks cost latency and win little. */
  maxEvents?: number;
}

export interface EngineLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface Engine {
  /** Works until `stop`; connects again by itself when the database went away. */
  run(): Promise<void>;
  /** Runs ticks and commands until nothing is left to do; for tests and commands that must see the end. */
  drain(): Promise<void>;
  /** Something may have arrived: look now instead of at the next poll. */
  wake(): void;
  /** Finishes the tick under way and lets go of every lease. */
  stop(): Promise<void>;
  times: StageTimes;
}

const idlePollMs = 40;
const maxAttempts = 3;
const mostSetAsideInARow = 5;

export function createEngine(options: EngineOptions): Engine {
  const times = createStageTimes();
  const generations = new Map<number, number>();
  const forgotten = new Map<number, number>();
  const patience: Patience = { ms: options.patienceMs ?? 10 * 60_000, since: new Map() };
  let setAsideInARow = 0;
  let sinceStart = 0;
  let nextAnalyze = 500;
  let connection: EngineConnection | undefined;
  let stopping = false;
  let running: Promise<void> | undefined;
  let nudge: () => void = () => undefined;

  async function connected(): Promise<EngineConnection> {
    if (connection) return connection;
    generations.clear();
    options.resolver.invalidate();
    const fresh = await connectEngine(options.databaseUrl, options.backendYields ?? false);
    connection = fresh;
    void fresh.lost.then(() => {
      if (connection === fresh) connection = undefined;
    });
    return fresh;
  }

  /** One round over all workspaces with work; true when any did something. */
  async function round(): Promise<boolean> {
    const { db, copy } = await connected();
    const deps: TickDeps & { events: EventStore } = { ...options, db, copy, times };
    let worked = false;
    for (const workspaceId of await pendingWorkspaces(db)) {
      if (stopping) break;
      const generation = generations.get(workspaceId) ?? (await acquireLease(db, workspaceId));
      if (generation === undefined) continue;
      generations.set(workspaceId, generation);
      try {
        const command = await runCommand(deps, workspaceId, generation, patience);
        if (command === 'held') continue;
        if (command === 'done') worked = true;
        if (await tickOrSetAside(deps, workspaceId, generation)) worked = true;
      } catch (error) {
        if (!(error instanceof LeaseLost)) throw error;
        generations.delete(workspaceId);
        worked = true;
      }
      await forgetNowAndThen(deps, workspaceId);
    }
    return worked;
  }

  async function tickOrSetAside(deps: TickDeps, workspaceId: number, generation: number): Promise<boolean> {
    let maxEvents = options.maxEvents ?? 4000;
    for (let attempt = 1; ; attempt++) {
      try {
        const { taken, logged } = await runTick(deps, { workspaceId, generation, maxEvents });
        if (logged > 0) setAsideInARow = 0;
        await lookAtTables(deps, logged);
        return taken > 0;
      } catch (error) {
        options.resolver.invalidate();
        if (error instanceof LeaseLost || !connection || isStoreFault(error)) throw error;
        options.log.error(
          { err: error, workspaceId, attempt, maxEvents },
          'tick failed; nothing of it was committed',
        );
        if (attempt < maxAttempts && isRetryable(error)) continue;
        // a batch that cannot be digested is cut smaller until the one bad row stands alone, and that one is set aside
        if (maxEvents > 1) maxEvents = Math.floor(maxEvents / 8) || 1;
        // what the last tick reported comes with every batch: the row is to blame only when there is nothing of that
        else if ((await runTick(deps, { workspaceId, generation, maxEvents: 0 })).taken === 0)
          return setAsideOrStop(deps, workspaceId, error);
      }
    }
  }

  /**
   * A planner that knows nothing of tables that were empty a moment ago takes the wrong index (measured: one update of a
   * fold 108 ms instead of 4), and autovacuum looks once a minute. So: after 500 events of this process, then 2 000, 8 000 …
   */
  async function lookAtTables(deps: TickDeps, logged: number): Promise<void> {
    sinceStart += logged;
    if (sinceStart < nextAnalyze) return;
    while (nextAnalyze <= sinceStart) nextAnalyze *= 4;
    const { rows } = await sql<{ name: string }>`
      select quote_ident(relname) as name from pg_stat_user_tables where n_mod_since_analyze > 200`.execute(
      deps.db,
    );
    if (rows.length > 0)
      await sql`analyze ${sql.raw(rows.map((row) => row.name).join(', '))}`.execute(deps.db);
  }

  /** One bad row is set aside; several in a row are no fault of theirs, and the inbox must not be emptied for ours. */
  async function setAsideOrStop(deps: TickDeps, workspaceId: number, error: unknown): Promise<boolean> {
    setAsideInARow += 1;
    if (setAsideInARow > mostSetAsideInARow) throw error;
    return setAside(deps.db, workspaceId, String(error));
  }

  /** Once an hour of work: message ids received three months ago need no remembering. */
  async function forgetNowAndThen(deps: TickDeps, workspaceId: number): Promise<void> {
    if (Date.now() - (forgotten.get(workspaceId) ?? 0) < hour) return;
    forgotten.set(workspaceId, Date.now());
    const { now } = await deps.clock(workspaceId);
    await deps.db.transaction().execute((tx) => forgetOldMessages(tx, workspaceId, now));
  }

  async function loop(): Promise<void> {
    let pause = 100;
    while (!stopping) {
      try {
        if (!(await round())) await pauseUntilNudged(idlePollMs);
        pause = 100;
      } catch (error) {
        if (stopping) break;
        options.log.error({ err: error }, `engine cannot work; trying again in ${pause} ms`);
        await drop();
        await wait(pause);
        pause = Math.min(pause * 2, 3000);
      }
    }
    await drop();
  }

  function pauseUntilNudged(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      nudge = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function drop(): Promise<void> {
    const old = connection;
    connection = undefined;
    generations.clear();
    await old?.close().catch(() => undefined);
  }

  return {
    times,
    run() {
      running ??= loop();
      return running;
    },
    async drain() {
      while (await round());
    },
    wake: () => nudge(),
    async stop() {
      stopping = true;
      nudge();
      await running;
      await drop();
    },
  };
}

/** Serialisation failure or deadlock: the same tick again will do. */
function isRetryable(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === '40001' || code === '40P01';
}

/** The database is away, full or shutting down: not the batch's fault. */
function isStoreFault(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return (
    /^(08|53|57P|58)/.test(code) ||
    /^E[A-Z]+$/.test(code) ||
    /Connection terminated|not queryable/.test(String(error))
  );
}
