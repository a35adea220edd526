import type { LoggedEvent } from '@yutang/core/events';
import { sql } from 'kysely';
import type { Feature, SystemEventDraft, Tick } from '../platform/feature.ts';
import type { Db, Tx } from '../platform/postgres/db.ts';
import type { Copy } from './connection.ts';
import { dropRepeats } from './drop-repeats.ts';
import { LeaseLost } from './lease.ts';
import { draftsOfMoves } from './merge-drafts.ts';
import { numberEvents } from './number-events.ts';
import type { Resolver } from './resolver.ts';
import type { StageTimes } from './stage-times.ts';
import { takeBatch } from './take-batch.ts';
import { writeLog } from './write-log.ts';

export interface TickDeps {
  /** Database handle on the engine's own connection, the one that holds the lease. */
  db: Db;
  copy: Copy;
  features: readonly Feature[];
  resolver: Resolver;
  times: StageTimes;
  /** Workspace clock (epoch ms) and zone, read for each tick. */
  clock(workspaceId: number): Promise<{ now: number; zone: string }>;
}

export interface TickOptions {
  workspaceId: number;
  generation: number;
  maxEvents: number;
}

/** What a tick did; `taken` counts events before repeats were dropped, 0 when there was nothing to do. */
export interface TickResult {
  taken: number;
  logged: number;
  lastSeq: number;
}

/**
 * One tick: take inbox rows away, number them densely, drop repeats, resolve identities, fold, write the log, commit.
 * All in one transaction; nothing outside it changes before commit, so a failed tick can simply run again.
 * @throws LeaseLost when another engine has taken the workspace over.
 */
export async function runTick(deps: TickDeps, options: TickOptions): Promise<TickResult> {
  const { workspaceId } = options;
  const { now: clockNow, zone } = await deps.clock(workspaceId);
  return deps.db.transaction().execute(async (tx) => {
    const cursor = await openTick(tx, options);
    const batch = await deps.times.of('take', () => takeBatch(tx, workspaceId, options.maxEvents));
    const taken = batch.events.length;
    if (taken + batch.drafts.length === 0 && batch.rows === 0)
      return { taken: 0, logged: 0, lastSeq: cursor.lastSeq };
    const now = Math.max(clockNow, cursor.lastNow);
    const fresh = await deps.times.of('repeats', () => dropRepeats(tx, workspaceId, batch.events, now));
    const events = numberEvents(batch.drafts, fresh, cursor, now);
    const log = () => deps.times.of('log', () => writeLog(deps.copy, workspaceId, events));
    const drafts = await applyEvents(deps, tx, { workspaceId, zone, now, events, replay: false }, log);
    const lastSeq = cursor.lastSeq + events.length;
    await closeTick(tx, workspaceId, lastSeq, now, drafts);
    deps.times.count(events.length);
    return { taken: taken + batch.drafts.length, logged: events.length, lastSeq };
  });
}

/** What `applyEvents` works on: events with `seq` and `knownAt`, in order. */
export interface Application {
  workspaceId: number;
  zone: string;
  now: number;
  events: LoggedEvent[];
  replay: boolean;
}

/**
 * Resolves events and runs every fold over them, live or in a replay; answers what the system has to report. `beside`
 * is done while the folds run: it needs the events resolved and nothing of what the folds write.
 */
export async function applyEvents(
  deps: Pick<TickDeps, 'features' | 'resolver' | 'times'>,
  tx: Tx,
  application: Application,
  beside: () => Promise<void> = async () => undefined,
): Promise<SystemEventDraft[]> {
  const { workspaceId, events, now } = application;
  const { moves, births } = await deps.times.of('resolve', () =>
    deps.resolver.resolve(tx, { workspaceId, events, now }),
  );
  const drafts: SystemEventDraft[] = application.replay ? [] : draftsOfMoves(moves, events);
  const tick: Tick = {
    ...application,
    moves,
    births,
    emit: (draft) => {
      if (!application.replay) drafts.push(draft);
    },
  };
  const folds = async () => {
    for (const group of foldGroups(deps.features))
      await allDone(group.map(({ name, fold }) => deps.times.of(name, async () => fold?.(tx, tick))));
  };
  await allDone([beside(), folds()]);
  return drafts;
}

/** Features in their order; each group's folds may run at once, so that one computes while PostgreSQL works for another. */
function foldGroups(features: readonly Feature[]): Feature[][] {
  const groups: Feature[][] = [];
  for (const feature of features) {
    const last = groups.at(-1);
    if (feature.foldsBeside && last) last.push(feature);
    else if (feature.fold) groups.push([feature]);
  }
  return groups;
}

/**
 * Waits until all have ended, whatever became of them: nothing may send a statement after the transaction's end.
 * @throws what failed first; the others then fail only because the transaction is lost.
 */
async function allDone(works: readonly Promise<unknown>[]): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(works.map((work) => work.catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
}

/**
 * Reads the workspace's cursor and locks it, which also keeps erasures away until the transaction ends.
 * @throws LeaseLost when this engine's generation is not the current one.
 */
export async function openTick(
  tx: Tx,
  { workspaceId, generation }: Pick<TickOptions, 'workspaceId' | 'generation'>,
): Promise<{ lastSeq: number; lastNow: number }> {
  const { rows } = await sql<{ generation: number; last_seq: number; last_now: number }>`
    select generation, last_seq, last_now from engine_state where workspace_id = ${workspaceId} for update`.execute(
    tx,
  );
  const state = rows[0];
  if (!state || state.generation !== generation) throw new LeaseLost(workspaceId);
  return { lastSeq: state.last_seq, lastNow: state.last_now };
}

async function closeTick(
  tx: Tx,
  workspaceId: number,
  lastSeq: number,
  now: number,
  drafts: SystemEventDraft[],
): Promise<void> {
  await sql`update engine_state set last_seq = ${lastSeq}, last_now = ${now} where workspace_id = ${workspaceId}`.execute(
    tx,
  );
  if (drafts.length > 0) {
    await sql`insert into engine_drafts (workspace_id, draft)
      select ${workspaceId}, value from jsonb_array_elements(${JSON.stringify(drafts)}::jsonb) with ordinality as d (value, n)
      order by n`.execute(tx);
  }
  await sql`select pg_notify('yutang_tick', ${`${workspaceId} ${lastSeq}`})`.execute(tx);
}
