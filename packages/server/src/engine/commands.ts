import { sql } from 'kysely';
import type { EventStore } from '../platform/event-store/event-store.ts';
import type { Tx } from '../platform/postgres/db.ts';
import { LeaseLost } from './lease.ts';
import { replayWorkspace } from './replay.ts';
import { openTick, type TickDeps } from './tick.ts';

interface Command {
  id: number;
  kind: 'rebuild' | 'retract';
  origin: number | null;
  attempts: number;
}

const mostAttempts = 3;
/** How long a retraction waits, ticks held, for an event store that lags, and since when (epoch ms) each does, by id. */
export interface Patience {
  ms: number;
  since: Map<number, number>;
}

/** `held`: the workspace's ticks wait too, so that what the command waits for comes to an end. */
export type CommandOutcome = 'none' | 'held' | 'done';

/**
 * Works the oldest waiting command of a workspace, if any: `rebuild` computes all folds anew from the log; `retract`
 * first removes the events one origin (an import) delivered. Ticks of the workspace wait meanwhile; the inbox goes on
 * accepting, and readers see the old folds until the new ones are complete. A command that fails, or ends the process,
 * is tried three times.
 * @throws LeaseLost when another engine, or an erasure, has moved the generation on; the command goes on waiting.
 */
export async function runCommand(
  deps: TickDeps & { events: EventStore },
  workspaceId: number,
  generation: number,
  patience: Patience,
): Promise<CommandOutcome> {
  const { rows } = await sql<Command>`
    select id, kind, origin, attempts from engine_commands
    where workspace_id = ${workspaceId} and state = 'waiting' order by id limit 1`.execute(deps.db);
  const command = rows[0];
  if (!command) return 'none';
  // every event must be in one place before some are taken out of both
  if (command.kind === 'retract' && !(await isCaughtUp(deps, workspaceId))) {
    const since = patience.since.get(command.id) ?? Date.now();
    patience.since.set(command.id, since);
    if (Date.now() - since < patience.ms) return 'held';
    const reason = 'the event store does not catch up with the log; undo the import again once it has';
    await giveUp(deps, workspaceId, command, reason);
    return 'done';
  }
  if (command.attempts >= mostAttempts) {
    await giveUp(deps, workspaceId, command, `it ended the process ${command.attempts} times`);
    return 'done';
  }
  // counted before and on its own: what ends the process leaves no other trace
  await sql`update engine_commands set attempts = attempts + 1
    where workspace_id = ${workspaceId} and id = ${command.id}`.execute(deps.db);
  try {
    await carryOut(deps, { workspaceId, generation }, command);
    return 'done';
  } catch (error) {
    deps.resolver.invalidate();
    if (error instanceof LeaseLost) {
      await sql`update engine_commands set attempts = attempts - 1
        where workspace_id = ${workspaceId} and id = ${command.id}`.execute(deps.db);
    } else if (command.attempts + 1 >= mostAttempts) await giveUp(deps, workspaceId, command, String(error));
    throw error;
  }
}

async function carryOut(
  deps: TickDeps & { events: EventStore },
  { workspaceId, generation }: { workspaceId: number; generation: number },
  { id, kind, origin }: Command,
): Promise<void> {
  const { zone, now } = await deps.clock(workspaceId);
  await deps.db.transaction().execute(async (tx) => {
    await openTick(tx, { workspaceId, generation });
    if (kind === 'retract') await retract(deps, tx, workspaceId, origin as number);
    const { events } = await replayWorkspace(deps, tx, { workspaceId, zone });
    if (kind === 'retract') await announce(deps, tx, workspaceId, origin as number, now);
    await sql`update engine_commands set state = 'done', finished_at = ${Date.now()}, events = ${events}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
  });
}

async function giveUp(
  { db }: Pick<TickDeps, 'db'>,
  workspaceId: number,
  { id }: Command,
  reason: string,
): Promise<void> {
  await sql`update engine_commands set state = 'failed', finished_at = ${Date.now()}, error = ${reason}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(db);
}

/** Whether the exporter has copied the whole log; it does not grow while the workspace's ticks are held. */
async function isCaughtUp(deps: TickDeps & { events: EventStore }, workspaceId: number): Promise<boolean> {
  const { rows } = await sql<{ last_seq: number }>`
    select last_seq from engine_state where workspace_id = ${workspaceId}`.execute(deps.db);
  return (await deps.events.watermark(workspaceId)) >= (rows[0]?.last_seq ?? 0);
}

/** The event store forgets first: if the transaction then fails, the command runs again and finds nothing left to forget there. */
async function retract(
  deps: { events: EventStore },
  tx: Tx,
  workspaceId: number,
  origin: number,
): Promise<void> {
  await deps.events.retract(workspaceId, origin, Number.MAX_SAFE_INTEGER);
  await sql`delete from log where workspace_id = ${workspaceId} and origin = ${origin}`.execute(tx);
}

/** Tells the log, and sends today's partition again: without the retracted evidence, moves already sent may not hold. */
async function announce(
  deps: TickDeps,
  tx: Tx,
  workspaceId: number,
  origin: number,
  now: number,
): Promise<void> {
  const draft = { name: 'Import Undone', source: 0, customer: 0, occurredAt: now, properties: { origin } };
  await sql`insert into engine_drafts (workspace_id, draft) values (${workspaceId}, ${JSON.stringify(draft)}::jsonb)`.execute(
    tx,
  );
  const { rows } = await sql<{ last_seq: number }>`
    select last_seq from engine_state where workspace_id = ${workspaceId}`.execute(tx);
  await deps.resolver.republish(tx, workspaceId, (rows[0]?.last_seq ?? 0) + 1);
}
